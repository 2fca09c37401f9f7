#!/usr/bin/env python3
"""Trains the model that decides where the classifier's rules are not sure.

    tools/risk/train.py TEXTS GATEHOUSE LABELS...

TEXTS is the catalogue's tools.jsonl.gz, GATEHOUSE the built command, LABELS files of `id`, `category` and `risk`, or of
whole labelled tools. The weights go to src/Gatehouse.Risk/Model/weights.txt. The same input gives the same weights.
"""
import collections
import gzip
import json
import math
import os
import random
import subprocess
import sys
import tempfile

CLASSES = ["read", "write", "execute", "destructive", "financial"]
EPOCHS, RATE, UNSURE_WEIGHT, SMALLEST = 6, 0.1, 3.0, 12
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
                    yield {**tool, "category": row["category"], "risk": row["risk"]}


def features(command, tools):
    """What the classifier shows its model: one extraction, in one place."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False, encoding="utf-8") as file:
        for tool in tools:
            file.write(json.dumps(tool) + "\n")
    try:
        printed = subprocess.run([command, "risk", "features", file.name], check=True, capture_output=True, text=True).stdout
    finally:
        os.unlink(file.name)
    return [row for row in map(json.loads, printed.splitlines()) if row["category"] in CLASSES]


def train(rows):
    """Multinomial logistic regression, AdaGrad, a fixed seed; features that occur once are left out."""
    counts = collections.Counter(feature for row in rows for feature in row["features"])
    weights = {feature: [0.0] * len(CLASSES) for feature, count in sorted(counts.items()) if count > 1}
    squares = {feature: [1e-8] * len(CLASSES) for feature in weights}
    dice, order = random.Random(0), list(range(len(rows)))
    for _ in range(EPOCHS):
        dice.shuffle(order)
        for at in order:
            row = rows[at]
            present = [feature for feature in row["features"] if feature in weights]
            sums = [sum(weights[feature][k] for feature in present) for k in range(len(CLASSES))]
            top = max(sums)
            powers = [math.exp(value - top) for value in sums]
            total = sum(powers)
            for k, name in enumerate(CLASSES):
                error = (powers[k] / total - (row["category"] == name)) * (1.0 if row["sure"] else UNSURE_WEIGHT)
                if abs(error) < 0.01:
                    continue
                for feature in present:
                    squares[feature][k] += error * error
                    weights[feature][k] -= RATE * error / math.sqrt(squares[feature][k])
    return weights


def main(texts, command, *files):
    rows = features(command, list(labelled(texts, files)))
    with open(TARGET, "w", encoding="utf-8") as out:
        for feature, values in train(rows).items():
            rounded = [round(100 * value) for value in values]
            if max(map(abs, rounded)) >= SMALLEST:
                out.write(feature + "\t" + " ".join(map(str, rounded)) + "\n")
    print(f"trained on {len(rows)} tools")


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
