"""Measures the accuracies that the tiers of 14_mnist_mlp stand on, and prints docs/calibration/14_mnist_mlp.md.

The data, the budget and the images asked about are those of the hidden suite, taken from it; the training runs as it
does in a worker, on one thread. Three forms: the small digits and the budgeted MNIST, which the suite grades with, and
the full MNIST, which it never runs (six times as many steps, and it tells right code from wrong no better)::

    python -m tools.calibration.mnist_mlp --mnist mnist.npz > docs/calibration/14_mnist_mlp.md
    python -m tools.calibration.mnist_mlp --mnist mnist.npz --solution FILE --seeds 0 0 1 --others 0 0
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import click
import numpy as np

from grader.exercises.datasets import STAND_IN, DataSet, load_images
from grader.guest.guest import reseed
from grader.worker.launch import scrubbed_environment
from tools.calibration import measure

SLUG = "14_mnist_mlp"

SETS = ("unseen", "shifted")

FEW = 20
"""Seeds below which a chance says more about their number than about the solution."""


@dataclass(frozen=True)
class Form:
    """Data and a budget; ``graded`` where the suite has tiers for it."""

    name: str
    data: DataSet
    count: int
    epochs: int
    graded: bool = True


def outcome(suite: ModuleType, work: ModuleType, form: Form, seed: int) -> list[float]:
    """Return accuracy on unseen and on shifted images, and the seconds that building and training took."""
    reseed(seed)
    (x, y), questions = suite.exam(form.data, np.random.default_rng([seed, 14]), form.count)
    begun = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        model = work.build_model()
        work.train(model, x, y, x[:100], y[:100], form.epochs, 32)
    took = time.perf_counter() - begun
    accuracies = []
    for name in SETS:
        images, labels = questions[name]
        out = np.concatenate([np.asarray(model(images[i : i + 500])) for i in range(0, len(images), 500)])
        accuracies.append(float(np.mean(out.argmax(axis=1) == labels)))
    return [*accuracies, took]


def rows(suite: ModuleType, path: Path, form: Form, seeds: int) -> list[list[str]]:
    """Train a solution for each seed; return a line of figures for each set of images."""
    work = measure.load(path)
    results = []
    for seed in range(seeds):
        results.append(outcome(suite, work, form, seed))
        click.echo(f"{path.stem} {form.name} {seed} {results[-1]}", err=True)
    values, lines = np.array(results), []
    for column, name in enumerate(SETS if seeds else ()):
        reached = values[:, column]
        spread = f"{reached.std(ddof=1):.4f}" if seeds > 1 else ""
        tier, chance = "", ""
        if form.graded:
            last = suite.TIERS[form.data.name][name][-1]
            tier = f"{last:g}"
            if seeds >= FEW:
                chance = measure.odds(measure.chance_of_failing(reached, last, above=True, log=False)[1])
        figures = [str(seeds), f"{reached.mean():.4f}", spread, f"{reached.min():.4f}", tier, chance]
        lines.append([f"accuracy on {name} images", form.name, *figures, f"{np.median(values[:, -1]):.1f}"])
    return lines


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
    parser.add_argument("--seeds", type=int, nargs=3, default=(50, 50, 3), metavar=("DIGITS", "BUDGETED", "FULL"))
    parser.add_argument("--others", type=int, nargs=2, default=(8, 4), metavar=("DIGITS", "BUDGETED"))
    parser.add_argument("--solution", type=Path, help="measure this file; it runs without confinement")
    given = parser.parse_args()
    os.environ |= scrubbed_environment(tempfile.gettempdir())  # a worker's; nothing has imported TensorFlow yet
    exercise = measure.CATALOGUE.exercise(SLUG)
    suite = measure.suite_of(SLUG)
    forms = [Form("small digits", load_images(STAND_IN), *suite.BUDGET["digits"])]
    if given.mnist:
        mnist = load_images(given.mnist)
        forms.append(Form("MNIST, budgeted", mnist, *suite.BUDGET["mnist"]))
        forms.append(Form("MNIST, full", mnist, 60_000, 5, graded=False))
    command = " ".join(map(str, ("--seeds", *given.seeds, "--others", *given.others)))
    say(f"# {SLUG}: how well right code reads digits")
    command = f"{measure.command()} --mnist mnist.npz {command}"
    say(f"Printed by `{command}`; the script says how it is measured.")
    budgets = "; ".join(f"{f.name}: {f.count:,} images, {f.epochs} epochs" for f in forms)
    say(
        "Every training image is moved by up to one pixel each way. *Unseen* are test images as they are (360 small\n"
        "digits, 2,000 of MNIST), *shifted* the same ones, each moved by a pixel in one of eight directions. Batches\n"
        f"hold 32 images. {budgets}.\n"
        "Seconds are the median of building and training on one thread of a busy machine.\n"
        f"No chance is stated of fewer than {FEW} seeds."
    )
    heads = [*measure.OUTCOMES, "seconds"]
    reference = given.solution or measure.CATALOGUE.reference(exercise)
    lines = [line for form, n in zip(forms, given.seeds, strict=False) for line in rows(suite, reference, form, n)]
    say("## What the reference reaches")
    print_rows(heads, lines)
    say(
        "The suite trains with the small digits where MNIST is not at hand, and in the budgeted form where it is. The\n"
        "full form is not run when grading: it takes six times as many steps as the budgeted one and tells right code\n"
        "from wrong no better. To see what a submission reaches with it, give the script its file and `--seeds 0 0 1`."
    )
    say("## What other right ways reach")
    lines = []
    for path in measure.CATALOGUE.accepted(exercise):
        for form, n in zip(forms, given.others, strict=False):
            lines += [[f"`{path.stem}`: {line[0]}", *line[1:]] for line in rows(suite, path, form, n)]
    print_rows(heads, lines)
    say(
        "The weakest is plain gradient descent at a rate of 0.01 with relu (`tutorial_sgd`), and the last tiers stand\n"
        "five of its deviations or more below it. With sigmoid layers that optimizer is too slow for the budget, as\n"
        "the statement says."
    )


if __name__ == "__main__":
    main()
