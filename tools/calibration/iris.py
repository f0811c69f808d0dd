"""Measures the accuracy that the last tier of 11_iris stands on. Prints docs/calibration/11_iris.md.

    python -m tools.calibration.iris > docs/calibration/11_iris.md

It trains outside a worker, as the suite's long test does: 150 epochs at rate 0.2, asked about all 150 flowers.
"""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from pathlib import Path
from types import ModuleType

import click
import numpy as np

from grader.guest.guest import reseed
from grader.worker.launch import scrubbed_environment
from tools.calibration import measure

SLUG = "11_iris"

FULL_POINTS = 0.94
"""The accuracy that ``test_train_learns`` of the hidden suite asks for."""

FEW = 20
"""Seeds below which a chance says more about their number than about the solution."""

ABOUT = """\
Splits and starts depend on the seed. A training of 150 epochs at rate 0.2 is asked about all 150 flowers, so that luck
with the 30 test flowers does not count. Two species told apart and the third missed give 0.667. The suite's
other limits are not measured here."""


def accuracy(suite: ModuleType, work: ModuleType, seed: int) -> float:
    """Return the share of all flowers that the weights of one training name."""
    reseed(seed)
    with contextlib.redirect_stdout(io.StringIO()):  # some print while they train
        got = work.train(seed, lr=0.2, epochs=150)
    w1, b1 = (np.asarray(got[key], np.float64) for key in ("w1", "b1"))
    return float(np.mean(np.argmax(suite.X @ w1 + b1, axis=1) == suite.T))


def row(what: str, suite: ModuleType, path: Path, seeds: int) -> list[str]:
    """Train a solution for each seed; return a line of figures."""
    work = measure.load(path)
    reached = np.array([accuracy(suite, work, seed) for seed in range(seeds)])
    click.echo(f"{path.stem} {reached.tolist()}", err=True)
    missed = measure.chance_of_failing(reached, FULL_POINTS, above=True, log=False)[1]
    figures = [f"{v:.4f}" for v in (reached.mean(), reached.std(ddof=1), reached.min())]
    chance = measure.odds(missed) if seeds >= FEW else ""
    return [what, "all flowers", str(seeds), *figures, f"{FULL_POINTS:g}", chance]


def main() -> None:
    """Measure and print."""
    given = measure.options(__doc__ or "", seeds=50, others=3)
    os.environ |= scrubbed_environment(tempfile.gettempdir())  # a worker's; nothing has imported TensorFlow yet
    exercise = measure.CATALOGUE.exercise(SLUG)
    suite = measure.suite_of(SLUG)
    command = f"{measure.command()} --seeds {given.seeds} --others {given.others}"
    click.echo(f"# {SLUG}: how many flowers right code names\n\nPrinted by `{command}`.\n\n{ABOUT}\n")
    ours = row("accuracy on all 150 flowers", suite, measure.CATALOGUE.reference(exercise), given.seeds)
    click.echo(f"## What the reference reaches\n\n{measure.table(measure.OUTCOMES, [ours])}\n")
    theirs = [row(f"`{path.stem}`", suite, path, given.others) for path in measure.CATALOGUE.accepted(exercise)]
    click.echo(f"## What other right ways reach\n\n{measure.table(measure.OUTCOMES, theirs)}\n")
    click.echo(f"No chance is stated of fewer than {FEW} seeds.")


if __name__ == "__main__":
    main()
