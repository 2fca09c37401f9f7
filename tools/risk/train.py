#!/usr/bin/env python3
"""Trains the model that weighs what the classifier's rules say with the other words of a definition.

    tools/risk/train.py TEXTS GATEHOUSE LABELS...

TEXTS is the catalogue's tools.jsonl.gz, GATEHOUSE the built command, LABELS files of `id`, `category` and `risk`, or of
whole labelled tools. The weights go to src/Gatehouse.Risk/Model/weights.txt. The same input gives the same weights.
"""
import collections
import gzip
import json
import math
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile

CLASSES = ["read", "write", "execute", "destructive", "financial"]
# The graver a class, the worse it is to miss one; a label that its reader was not sure of counts half.
CLASS_WEIGHTS, UNSURE_WEIGHT = [1.0, 1.5, 2.5, 2.0, 3.0], 0.5
EVERY_NAMELESS, RUNS = 8, 4
EPOCHS, AVERAGED, RATE, DECAY, DROPPED, SMALLEST = 10, 5, 0.1, 0.005, 0.3, 8
TARGET = os.path.join(os.path.dirname(__file__), "..", "..", "src", "Gatehouse.Risk", "Model", "weights.txt")


def labelled(texts, files):
    """Whole labelled tools: labels by id get their texts from the catalogue."""
    with gzip.open(texts, "rt", encoding="utf-8") as lines:
        known = {tool["id"]: tool for tool in map(json.loads, lines)}
    for name in files:
        with open(name, encoding="utf-8") as lines:
            for row in map(json.loads, filter(str.strip, lines)):
                tool = row if "tool" in row else known.get(row["id"])
                if tool is not None:
                    labels = {"category": row["category"], "risk": row["risk"], "sure": row.get("sure", True)}
                    yield {**tool, **labels}


def bare(tool):
    """The same tool without what its server and its vendor say of it, as many lists give it."""
    return {key: value for key, value in tool.items() if key not in ("server_description", "annotations")}


def nameless(tool):
    """The same tool under a name that says nothing: what its description says must do."""
    return {**bare(tool), "tool": "tool"}


def features(command, tools):
    """What the classifier shows its model: one extraction, in one place."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False, encoding="utf-8") as file:
        for tool in tools:
            file.write(json.dumps(tool) + "\n")
    try:
        call = [command, "risk", "features", file.name]
        printed = subprocess.run(call, check=True, capture_output=True, text=True).stdout
    finally:
        os.unlink(file.name)
    return [row for row in map(json.loads, printed.splitlines())]


def train(rows):
    """The mean of several trainings that differ in the order of their examples alone: their errors partly cancel."""
    with multiprocessing.Pool(2) as pool:
        runs = pool.starmap(train_once, [(rows, seed) for seed in range(RUNS)])
    return {feature: [sum(run[feature][k] for run in runs) / RUNS for k in range(len(CLASSES))] for feature in runs[0]}


def train_once(rows, seed):
    """Multinomial logistic regression, AdaGrad, a fixed seed; the mean of the last epochs.

    Every tool stands there twice, so each row counts half, and what one tool alone has is left out. Of each example some
    features are dropped at random: many say the same, and none shall be relied on alone.
    """
    counts = collections.Counter(feature for row in rows for feature in row["features"])
    often = sorted(feature for feature, count in counts.items() if count > 2)
    known = {feature: at for at, feature in enumerate(often)}
    size, classes = len(CLASSES), range(len(CLASSES))
    weights, squares, mean = ([start] * (size * len(known)) for start in (0.0, 1e-8, 0.0))
    examples = []
    for row in rows:
        label = CLASSES.index(row["category"])
        present = [size * known[feature] for feature in row["features"] if feature in known]
        examples.append((present, label, 0.5 * CLASS_WEIGHTS[label] * (1.0 if row["sure"] else UNSURE_WEIGHT)))
    dice = random.Random(seed)
    for epoch in range(EPOCHS):
        dice.shuffle(examples)
        for every, label, importance in examples:
            present = [at for at in every if dice.random() >= DROPPED]
            sums = [sum([weights[at + k] for at in present]) for k in classes]
            top = max(sums)
            powers = [math.exp(value - top) for value in sums]
            total = sum(powers)
            for k in classes:
                error = (powers[k] / total - (label == k)) * importance
                for at in present:
                    slope = error + DECAY * weights[at + k]
                    squares[at + k] += slope * slope
                    weights[at + k] -= RATE * slope / math.sqrt(squares[at + k])
        if epoch >= EPOCHS - AVERAGED:
            mean = [sum_ + weight * (1 - DROPPED) / AVERAGED for sum_, weight in zip(mean, weights)]
    return {feature: mean[size * at:size * (at + 1)] for feature, at in known.items()}


def main(texts, command, *files):
    # Each tool twice, with and without what stands around it: the model shall not lean on texts that may be missing.
    known = list(labelled(texts, files))
    # Some stand there without their name too, because few real tools do.
    described = [tool for tool in known if tool.get("description")]
    tools = known + [bare(tool) for tool in known] + [nameless(tool) for tool in described[::EVERY_NAMELESS]]
    rows = [{**row, "sure": tool["sure"]} for row, tool in zip(features(command, tools), tools)]
    rows = [row for row in rows if row["category"] in CLASSES]
    weights = train(rows)
    with open(TARGET, "w", encoding="utf-8") as out:
        for feature, values in weights.items():
            rounded = [round(100 * value) for value in values]
            if max(map(abs, rounded)) >= SMALLEST:
                out.write(feature + "\t" + " ".join(map(str, rounded)) + "\n")
    print(f"trained on {sum(tool['category'].lower() in CLASSES for tool in known)} tools")


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
