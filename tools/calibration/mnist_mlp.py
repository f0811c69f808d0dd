"""Measures the accuracies that the tiers of 14_mnist_mlp stand on, and prints docs/calibration/14_mnist_mlp.md.

The images, the number of epochs and the batch size are those of the hidden suite, taken from it; the training runs as
it does in a worker, on one thread. Two forms: the small digits and MNIST::

    python -m tools.calibration.mnist_mlp --mnist mnist.npz > docs/calibration/14_mnist_mlp.md
    python -m tools.calibration.mnist_mlp --mnist mnist.npz --solution FILE --seeds 1 1 --others 0 0

Optimizers, and hidden layers of other shapes, are tried in models of their own (``WAYS``).
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import click
import numpy as np

from grader.exercises.datasets import STAND_IN, DataSet, load_images
from grader.guest.guest import reseed
from grader.worker.launch import scrubbed_environment
from tools.calibration import measure

SLUG = "14_mnist_mlp"

FEW = 20
"""Seeds below which a chance says more about their number than about the solution."""


WAYS = {
    "Adam": ("Adam()", "relu", (128, 64)),
    "RMSprop": ("RMSprop()", "relu", (128, 64)),
    "Nadam": ("Nadam()", "relu", (128, 64)),
    "Adamax": ("Adamax()", "relu", (128, 64)),
    "SGD, momentum 0.9": ("SGD(0.01, momentum=0.9)", "relu", (128, 64)),
    "SGD at 0.1": ("SGD(0.1)", "relu", (128, 64)),
    "SGD at 0.01": ("SGD(0.01)", "relu", (128, 64)),
    "SGD at 0.01, 64 and 64 units": ("SGD(0.01)", "relu", (64, 64)),
    "SGD at 0.01, tanh": ("SGD(0.01)", "tanh", (128, 64)),
    "SGD at 0.01, sigmoid": ("SGD(0.01)", "sigmoid", (128, 64)),
    "Adam, sigmoid": ("Adam()", "sigmoid", (128, 64)),
    "Adam, 32 and 16 units": ("Adam()", "relu", (32, 16)),
    "Adagrad at 0.01": ("Adagrad(0.01)", "relu", (128, 64)),
    "Adagrad at 0.001": ("Adagrad()", "relu", (128, 64)),
    "Adadelta at 1.0": ("Adadelta(1.0)", "relu", (128, 64)),
    "Adadelta at 0.001": ("Adadelta()", "relu", (128, 64)),
}
"""Optimizers as a student writes them, the hidden layers' activation, and their sizes. Keras's own rate is 0.001."""

SOURCE = """
import keras
from keras.optimizers import *

def build_model():
    hidden = [keras.layers.Dense(units, activation={activation!r}) for units in {units}]
    last = keras.layers.Dense(10, activation="softmax")
    model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), *hidden, last])
    model.compile(optimizer={optimizer}, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

def train(model, x, y, x_val, y_val, epochs, batch_size):
    return model.fit(x, y, batch_size, epochs, validation_data=(x_val, y_val), verbose=0).history
"""


def outcome(suite: ModuleType, work: ModuleType, data: DataSet, seed: int) -> tuple[float, float]:
    """Return the accuracy on unseen images, and the seconds that building and training took."""
    reseed(seed)
    images = suite.exam(data, np.random.default_rng([seed, 14]))
    (x, y), (x_val, true), (unseen, labels) = (images[name] for name in ("taught", "watched", "unseen"))
    begun = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        model = work.build_model()
        work.train(model, x, y, x_val, (true + 1) % 10, suite.EPOCHS, suite.BATCH)
    took = time.perf_counter() - begun
    out = np.concatenate([np.asarray(model(unseen[i : i + 500])) for i in range(0, len(unseen), 500)])
    return float(np.mean(out.argmax(axis=1) == labels)), took


def row(suite: ModuleType, path: Path, data: DataSet, seeds: int) -> list[str]:
    """Train a solution for each seed; return a line of figures."""
    work = measure.load(path)
    results = []
    for seed in range(seeds):
        results.append(outcome(suite, work, data, seed))
        click.echo(f"{path.stem} {data.name} {seed} {results[-1]}", err=True)
    reached, seconds = np.array(results).T
    spread = f"{reached.std(ddof=1):.4f}" if seeds > 1 else ""
    last = suite.TIERS[data.name][-1]
    chance = ""
    if seeds >= FEW:
        chance = measure.odds(measure.chance_of_failing(reached, last, above=True, log=False)[1])
    figures = [str(seeds), f"{reached.mean():.4f}", spread, f"{reached.min():.4f}", f"{last:g}", chance]
    return ["accuracy on unseen images", FORMS[data.name], *figures, f"{np.median(seconds):.1f}"]


FORMS = {"digits": "small digits", "mnist": "MNIST"}
"""What a page calls the data sets."""


def say(*text: str) -> None:
    """Print paragraphs at once, for whoever watches."""
    click.echo("\n\n".join(text) + "\n")


def print_rows(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    """Print a table."""
    say(measure.table(heads, lines))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--mnist", help="Keras's mnist.npz; without it only the small digits are measured")
    parser.add_argument("--seeds", type=int, nargs=2, default=(50, 50), metavar=("DIGITS", "MNIST"))
    parser.add_argument("--others", type=int, nargs=2, default=(6, 4), metavar=("DIGITS", "MNIST"))
    parser.add_argument("--solution", type=Path, help="measure this file; it runs without confinement")
    given = parser.parse_args()
    os.environ |= scrubbed_environment(tempfile.gettempdir())  # a worker's; nothing has imported TensorFlow yet
    exercise = measure.CATALOGUE.exercise(SLUG)
    suite = measure.suite_of(SLUG)
    forms = [load_images(STAND_IN), *([load_images(given.mnist)] if given.mnist else [])]
    command = " ".join(map(str, ("--seeds", *given.seeds, "--others", *given.others)))
    say(f"# {SLUG}: how well right code reads digits")
    command = f"{measure.command()} --mnist mnist.npz {command}"
    say(f"Printed by `{command}`; the script says how it is measured.")
    counts = "; ".join(f"{FORMS[f.name]}: {suite.TAUGHT[f.name]:,} images" for f in forms)
    say(
        "Every image is perturbed (`grader/suite/images.py`), and the digits have other names.\n"
        f"The unseen images are the 360 test images of the small digits, or {suite.ASKED:,} of MNIST's.\n"
        f"The training has {suite.EPOCHS} epochs in batches of {suite.BATCH}. {counts}.\n"
        "Seconds are the median of building and training on one thread of a busy machine.\n"
        f"No chance is stated of fewer than {FEW} seeds."
    )
    heads = [*measure.OUTCOMES, "seconds"]
    reference = given.solution or measure.CATALOGUE.reference(exercise)
    say("## What the reference reaches")
    print_rows(heads, [row(suite, reference, data, n) for data, n in zip(forms, given.seeds, strict=False) if n])
    others = [(data, n) for data, n in zip(forms, given.others, strict=False) if n]
    if not others:
        return
    say("## What other right ways reach")
    lines = []
    for path in measure.CATALOGUE.accepted(exercise):
        for line in (row(suite, path, data, n) for data, n in others):
            lines.append([f"`{path.stem}`: {line[0]}", *line[1:]])
    print_rows(heads, lines)
    say("## What an optimizer, an activation and the sizes of the layers make of it")
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, (optimizer, activation, units)) in enumerate(WAYS.items()):
            path = Path(folder) / f"way_{number}.py"
            path.write_text(SOURCE.format(optimizer=optimizer, activation=activation, units=units))
            lines += [[name, *line[1:]] for line in (row(suite, path, data, n) for data, n in others)]
    print_rows(heads, lines)


if __name__ == "__main__":
    main()
