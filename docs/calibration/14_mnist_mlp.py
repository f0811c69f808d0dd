"""Measures the accuracies that the thresholds of 14_mnist_mlp stand on, and prints them as a Markdown table.

The data, the budget and the images asked about are those of the hidden suite, taken from it; the training runs as it
does in a worker, on one thread. Three forms: the small digits and the budgeted MNIST, which the suite grades with, and
the full MNIST, which it never runs (six times as many steps, and it tells right code from wrong no better)::

    python docs/calibration/14_mnist_mlp.py --mnist mnist.npz --seeds 50 12 1
    python docs/calibration/14_mnist_mlp.py --mnist mnist.npz --seeds 8 2 0 --accepted
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import os
import tempfile
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import numpy as np

from grader.catalogue import Catalogue
from grader.data import STAND_IN, DataSet, load_images
from grader.worker.guest import reseed
from grader.worker.launch import environment

FULL = (60_000, 5)
"""Images and epochs of the full MNIST."""

SETS = ("unseen", "shifted")


def load(path: Path) -> ModuleType:
    """Import the file ``path`` as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def outcome(suite: ModuleType, work: ModuleType, data: DataSet, count: int, epochs: int, seed: int) -> list[float]:
    """Return accuracy on unseen and on shifted images, and the seconds that building and training took."""
    reseed(seed)
    (x, y), questions = suite.exam(data, np.random.default_rng([seed, 14]), count)
    begun = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        model = work.build_model()
        work.train(model, x, y, x[:100], y[:100], epochs, 32)
    took = time.perf_counter() - begun
    accuracies = []
    for name in SETS:
        images, labels = questions[name]
        out = np.concatenate([np.asarray(model(images[i : i + 500])) for i in range(0, len(images), 500)])
        accuracies.append(float(np.mean(out.argmax(axis=1) == labels)))
    return [*accuracies, took]


def row(name: str, form: str, count: int, epochs: int, results: list[list[float]]) -> str:
    """Return one line of the table."""
    cells: list[Any] = [name, form, f"{count:,}", epochs, len(results)]
    values = np.array(results)
    for column in range(len(SETS)):
        accuracies = values[:, column]
        mean, least = accuracies.mean(), accuracies.min()
        if len(results) > 1:
            spread = accuracies.std(ddof=1)
            cells += [f"{mean:.4f}", f"{spread:.4f}", f"{least:.4f}", f"{mean - 4 * spread:.3f}"]
        else:
            cells += [f"{mean:.4f}", "", f"{least:.4f}", ""]
    cells.append(f"{np.median(values[:, -1]):.1f}")
    return "| " + " | ".join(map(str, cells)) + " |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--mnist", help="Keras's mnist.npz; without it only the small digits are measured")
    parser.add_argument("--seeds", type=int, nargs=3, default=(50, 12, 1), metavar=("DIGITS", "BUDGETED", "FULL"))
    parser.add_argument(
        "--solution", type=Path, help="measure this file, not the reference; it runs without confinement"
    )
    parser.add_argument("--accepted", action="store_true", help="measure the accepted variants, not the reference")
    options = parser.parse_args()
    os.environ |= environment(tempfile.gettempdir())  # a worker's; nothing has imported TensorFlow yet
    catalogue = Catalogue.find(Path(__file__).parent)
    exercise = catalogue.exercise("14_mnist_mlp")
    suite = load(catalogue.hidden_suite(exercise))
    forms = [("digits", load_images(STAND_IN), *suite.BUDGET["digits"], options.seeds[0])]
    if options.mnist:
        mnist = load_images(options.mnist)
        forms.append(("MNIST, budgeted", mnist, *suite.BUDGET["mnist"], options.seeds[1]))
        forms.append(("MNIST, full", mnist, *FULL, options.seeds[2]))
    paths = (options.solution or catalogue.reference(exercise),)
    if options.accepted:
        paths = catalogue.accepted(exercise)
    heads = ["solution", "data", "images", "epochs", "seeds"]
    heads += [f"{name} {what}" for name in SETS for what in ("mean", "σ", "min", "mean − 4σ")]
    click.echo("| " + " | ".join([*heads, "seconds"]) + " |")
    click.echo("|" + " --- |" * (len(heads) + 1))
    for path in paths:
        work = load(path)
        for form, data, count, epochs, seeds in forms:
            results = []
            for seed in range(seeds):
                results.append(outcome(suite, work, data, count, epochs, seed))
                click.echo(f"{path.stem} {form} {seed} {results[-1]}", err=True)
            if results:
                click.echo(row(path.stem, form, count, epochs, results))


if __name__ == "__main__":
    main()
