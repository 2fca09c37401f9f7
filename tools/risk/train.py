#!/usr/bin/env python3
"""Trains the model that weighs what the classifier's rules say with the other words of a definition.

    tools/risk/train.py TEXTS GATEHOUSE LABELS...

TEXTS is the catalogue's tools.jsonl.gz, GATEHOUSE the built command, LABELS files of `id`, `category` and `risk`, or of
whole labelled tools. Needs numpy (Debian: python3-numpy). Writes src/Gatehouse.Risk/Model/features.txt and network.bin.
The same input gives the same files on the same kind of machine; about three minutes.
"""
import collections
import gzip
import json
import os
import subprocess
import sys
import tempfile

import numpy

# Categories with their levels, in the order of src/Gatehouse.Risk/Model/Outcome.cs.
OUTCOMES = [("read", "low"), ("read", "medium"), ("write", "medium"), ("write", "high"), ("execute", "high"),
            ("execute", "critical"), ("destructive", "high"), ("destructive", "critical"), ("financial", "critical")]
# The graver a category, the worse it is to miss one; a label that its reader was not sure of counts half.
WEIGHTS, UNSURE_WEIGHT = {"read": 1.0, "write": 1.5, "execute": 2.5, "destructive": 2.0, "financial": 3.0}, 0.5
EVERY_NAMELESS, OFTEN, SMALLEST = 8, 3, 6
UNITS, EPOCHS, AVERAGED, RATE, DECAY, DROPPED, SILENCED, SEED = 32, 10, 5, 0.05, 0.002, 0.5, 0.2, 1
TARGET = os.path.join(os.path.dirname(__file__), "..", "..", "src", "Gatehouse.Risk", "Model")


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


def outcome(tool):
    """The number of what was labelled; a level that the category does not have is taken for its first."""
    category, level = tool["category"].lower(), tool["risk"].lower()
    if (category, level) in OUTCOMES:
        return OUTCOMES.index((category, level))
    return next(at for at, (known, _) in enumerate(OUTCOMES) if known == category)


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
    return [row["features"] for row in map(json.loads, printed.splitlines())]


def train(rows, outcomes, importance, count):
    """A network of one hidden layer by stochastic gradient descent, AdaGrad; the mean of the last epochs.

    Of each example some features are dropped at random, and some hidden units silenced: many say the same, and none
    shall be relied on alone. Returns the weights of the features, the thresholds of the units and the outcomes' weights
    as they are where nothing is dropped.
    """
    dice = numpy.random.Generator(numpy.random.PCG64(SEED))
    first = dice.normal(0, 0.1, (count, UNITS)).astype("f4")
    second = dice.normal(0, 0.5 * (2 / UNITS) ** 0.5, (len(OUTCOMES), UNITS)).astype("f4")
    thresholds = numpy.zeros(UNITS, "f4")
    parts = (first, thresholds, second)
    squares = [numpy.full_like(part, 1e-6) for part in parts]
    means = [numpy.zeros_like(part) for part in parts]

    def step(part, square, slope):
        square += slope * slope
        part -= RATE * slope / numpy.sqrt(square)

    for epoch in range(EPOCHS):
        for at in dice.permutation(len(rows)):
            present = rows[at][dice.random(len(rows[at])) >= DROPPED]
            heard = thresholds + first[present].sum(0)
            speaks = (heard > 0) & (dice.random(UNITS) >= SILENCED)
            hidden = heard * speaks
            shares = second @ hidden
            shares = numpy.exp(shares - shares.max())
            error = shares / shares.sum()
            error[outcomes[at]] -= 1
            error *= importance[at]
            back = (error @ second) * speaks
            step(second, squares[2], numpy.outer(error, hidden) + 1e-4 * second)
            step(thresholds, squares[1], back)
            weights, square = first[present], squares[0][present]
            step(weights, square, back + DECAY * weights)
            first[present], squares[0][present] = weights, square
        if epoch >= EPOCHS - AVERAGED:
            for mean, part in zip(means, parts):
                mean += part / AVERAGED
    return means[0] * (1 - DROPPED), means[1], means[2] * (1 - SILENCED)


def write(names, first, thresholds, second):
    """The files: a feature's weights as bytes, those of each unit in steps of its own."""
    steps = numpy.maximum(numpy.quantile(numpy.abs(first), 0.9995, axis=0), 1e-6) / 127
    whole = numpy.clip(numpy.rint(first / steps), -127, 127).astype("i1")
    kept = [at for at in range(len(names)) if numpy.abs(whole[at]).max() >= SMALLEST]
    with open(os.path.join(TARGET, "features.txt"), "w", encoding="utf-8", newline="\n") as out:
        out.writelines(names[at] + "\n" for at in kept)
    with open(os.path.join(TARGET, "network.bin"), "wb") as out:
        out.write(numpy.rint(thresholds / steps).astype("<i4").tobytes())
        out.write((second * steps).astype("<f4").tobytes())
        out.write(whole[kept].tobytes())
    return len(kept)


def main(texts, command, *files):
    known = [tool for tool in labelled(texts, files) if tool["category"].lower() != "other"]
    # Each tool twice, with and without what stands around it: the model shall not lean on texts that may be missing.
    # Some stand there without their name too, because few real tools do.
    described = [tool for tool in known if tool.get("description")]
    tools = known + [bare(tool) for tool in known] + [nameless(tool) for tool in described[::EVERY_NAMELESS]]
    told = features(command, tools)
    # What one tool alone has is left out: each stands there twice.
    counts = collections.Counter(feature for row in told for feature in row)
    names = sorted(feature for feature, count in counts.items() if count >= OFTEN)
    at = {feature: row for row, feature in enumerate(names)}
    rows = [numpy.array([at[feature] for feature in row if feature in at], "i8") for row in told]
    importance = [0.5 * WEIGHTS[tool["category"].lower()] * (1.0 if tool["sure"] else UNSURE_WEIGHT) for tool in tools]
    kept = write(names, *train(rows, [outcome(tool) for tool in tools], importance, len(names)))
    print(f"trained on {len(known)} tools, {kept} features")


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
