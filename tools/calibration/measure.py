"""What the calibration scripts share: how far right code stays from the limits of a hidden suite.

The suite runs as it does in grading, against a confined worker, for many seeds. While it runs, a profile hook reads off
each of its functions, as it returns, the numbers that it compared, and off each ``assert_close`` how much of the
tolerance was used. So nothing is computed a second time, and a suite needs no code for it.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import click
import numpy as np
from scipy import stats

from grader.exercises.catalogue import Catalogue
from grader.exercises.datasets import STAND_IN, load_images
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite, run_suite
from grader.suite import assertions

CATALOGUE = Catalogue(Path(__file__).resolve().parents[2])

REFERENCE = "the reference"

OUTCOMES = ("what", "data", "seeds", "mean", "σ", "least", "full points from", "chance of less")
"""Heads of the table that docs/calibration.md collects from every page."""

Samples = dict[tuple[str, str], list[float]]
"""Values by who was measured and what was."""


@dataclass(frozen=True)
class Limit:
    """A number that a suite compares with a limit, where chance has a say in the number.

    Attributes:
        function: the suite's function whose local variables it is read from.
        what: the number, in words.
        value: the number, from those variables.
        limit: what it must be above or below.
        above: whether it must be above.
        log: whether its logarithm, rather than it, is about normal: ratios and falls are such numbers.
        outcome: whether this is what a training reaches in the end, for the summary.
    """

    function: str
    what: str
    value: Callable[[Mapping[str, Any]], float]
    limit: float
    above: bool = True
    log: bool = False
    outcome: bool = False


class Watch:
    """Reads numbers off a running suite."""

    def __init__(self, suite: Path, limits: Sequence[Limit]) -> None:
        self.suite = str(suite)
        self.limits: dict[str, list[Limit]] = defaultdict(list)
        for limit in limits:
            self.limits[limit.function].append(limit)
        self.who = REFERENCE
        self.values: Samples = defaultdict(list)
        self.shares: Samples = defaultdict(list)

    def __call__(self, frame: FrameType, event: str, result: Any) -> None:
        """The hook: called by the interpreter at each call and return."""
        if event != "return":
            return
        code = frame.f_code
        if code.co_filename == self.suite and code.co_name in self.limits:
            for limit in self.limits[code.co_name]:
                try:
                    value = float(limit.value({**frame.f_locals, "return": result}))
                except (KeyError, TypeError):  # the function ended before it got there
                    continue
                self.values[self.who, limit.what].append(value)
        elif code is assertions.assert_close.__code__ and (test := self.test_of(frame)):
            share = share_used(frame.f_locals)
            # More than all: refused, and yet not lost, so one of several right answers that a test tries in turn. Where
            # points are lost by it, the page says so in the end.
            if share <= 1:
                self.shares[self.who, test].append(share)

    def test_of(self, frame: FrameType | None) -> str:
        """Return the test that called, directly or not."""
        while frame is not None:
            if frame.f_code.co_filename == self.suite and frame.f_code.co_name.startswith("test_"):
                return frame.f_code.co_name
            frame = frame.f_back
        return ""


def share_used(given: Mapping[str, Any]) -> float:
    """Return the largest share of its tolerance that ``assert_close`` found used."""
    with np.errstate(all="ignore"):
        expected = np.asarray(given["expected"], dtype=np.float64)
        off = np.abs(np.asarray(given["got"], dtype=np.float64).reshape(expected.shape) - expected)
        allowed = given["atol"] + given["rtol"] * np.abs(expected)
        return float(np.max(np.where(off == 0, 0.0, off / allowed), initial=0.0))


def load(path: Path) -> ModuleType:
    """Import the file ``path`` as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def suite_of(slug: str) -> ModuleType:
    """Return the hidden suite of an exercise, to read its constants."""
    return load(CATALOGUE.hidden_suite(CATALOGUE.exercise(slug)))


def measure(
    slug: str, limits: Sequence[Limit], seeds: int, others: int, mnist: str = STAND_IN
) -> tuple[Watch, list[str]]:
    """Run the hidden suite on the reference and the accepted variants; return what was seen, and what lost points."""
    exercise = CATALOGUE.exercise(slug)
    suite_file = CATALOGUE.hidden_suite(exercise)
    watch, lost = Watch(suite_file, limits), []
    data = load_images(mnist) if exercise.data else None
    plan = [(REFERENCE, CATALOGUE.reference(exercise), seeds)]
    plan += [(path.stem, path, others) for path in CATALOGUE.accepted(exercise)]
    threading.setprofile(watch)  # for the thread that the session starts
    with Slot() as slot, open_suite(suite_file, exercise, "hidden", data) as suite:
        for watch.who, path, count in plan:
            for seed in range(count):
                run = run_suite(slot, suite, {exercise.filename: path.read_bytes()}, seed)
                missing = [t for t in run.tests if t.points < t.max_points]
                lost += [f"{watch.who}, seed {seed}: {t.id}: {t.message}" for t in missing]
                click.echo(f"{slug} {watch.who} seed {seed}: {len(missing)} tests lost", err=True)
    threading.setprofile(None)
    return watch, lost


def chance_of_failing(values: Iterable[float], limit: float, above: bool, log: bool) -> tuple[float, float]:
    """Return how many standard deviations the mean is away from the limit, and the chance that a new run misses it.

    The chance is that of Student's distribution for one more value from a normal distribution of which ``values`` are
    known: with few values it is larger, as it should be.
    """
    numbers = np.asarray(list(values))
    if log:
        if np.any(numbers <= 0) or limit <= 0:
            return float("nan"), float("nan")
        numbers, limit = np.log(numbers), float(np.log(limit))
    mean, spread, n = numbers.mean(), numbers.std(ddof=1), len(numbers)
    away = (mean - limit) if above else (limit - mean)
    if spread == 0:
        return (float("inf"), 0.0) if away > 0 else (float("-inf"), 1.0)
    return float(away / spread), float(stats.t.sf(away / spread / np.sqrt(1 + 1 / n), n - 1))


def short(value: float) -> str:
    """Return a number with four digits that count."""
    return f"{value:.4g}"


def odds(chance: float) -> str:
    """Return a chance as a reader wants it: exact figures of a tail mean nothing."""
    return "below 1e-9" if chance < 1e-9 else f"{chance:.0e}".replace("e-0", "e-")


def far(away: float) -> str:
    """Return a distance in standard deviations."""
    return "over 100" if away > 100 else f"{away:.1f}"


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a Markdown table; columns after the first hold numbers."""
    lines = [heads, ["---", *["--:"] * (len(heads) - 1)], *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def limits_table(watch: Watch, limits: Sequence[Limit], who: str) -> str:
    """Return every limit with the distribution of what ``who`` reached."""
    rows = []
    for limit in limits:
        values = watch.values[who, limit.what]
        if len(values) < 2:
            continue
        away, chance = chance_of_failing(values, limit.limit, limit.above, limit.log)
        sign = "above" if limit.above else "below"
        numbers = [float(np.mean(values)), float(np.std(values, ddof=1)), min(values), max(values)]
        rows.append([limit.what, len(values), *map(short, numbers), f"{sign} {limit.limit:g}", far(away), odds(chance)])
    return table(
        ["what is compared", "values", "mean", "σ", "least", "most", "must be", "σ away", "chance of missing"], rows
    )


def outcome_table(watch: Watch, limits: Sequence[Limit], data: str) -> str:
    """Return what the reference reaches in the end, for docs/calibration.md."""
    rows = []
    for limit in (limit for limit in limits if limit.outcome):
        values = watch.values[REFERENCE, limit.what]
        chance = chance_of_failing(values, limit.limit, limit.above, limit.log)[1]
        numbers = [f"{v:.4f}" for v in (np.mean(values), np.std(values, ddof=1), min(values))]
        rows.append([limit.what, data, len(values), *numbers, f"{limit.limit:g}", odds(chance)])
    return table(OUTCOMES, rows)


def others_table(watch: Watch, limits: Sequence[Limit]) -> str:
    """Return, for each accepted variant and limit, the mean and the value nearest to the limit."""
    rows = []
    for who in sorted({who for who, _ in watch.values} - {REFERENCE}):
        for limit in limits:
            values = watch.values[who, limit.what]
            if len(values) >= 2:
                worst = min(values) if limit.above else max(values)
                away, _ = chance_of_failing(values, limit.limit, limit.above, limit.log)
                cells = [len(values), short(float(np.mean(values))), short(worst), f"{limit.limit:g}", far(away)]
                rows.append([who, limit.what, *cells])
    return table(["variant", "what is compared", "values", "mean", "nearest", "limit", "σ away"], rows)


def shares_table(watch: Watch) -> str:
    """Return the largest share of each test's tolerance that right code used, in per cent."""
    tests = sorted({test for _, test in watch.shares})
    rows = []
    for test in tests:
        used = {who: max(values) for (who, name), values in watch.shares.items() if name == test}
        theirs = {who: share for who, share in used.items() if who != REFERENCE}
        most = max(theirs, key=lambda who: theirs[who], default="")
        ours = f"{100 * used.get(REFERENCE, 0.0):.2g} %"
        rows.append([f"`{test}`", ours, f"{100 * theirs[most]:.2g} %" if most else "", most])
    return table(["test", "the reference", "the accepted variant that uses most", "which"], rows)


def options(doc: str, seeds: int, others: int) -> argparse.Namespace:
    """Read the command line that all scripts share."""
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=seeds, help="runs of the reference")
    parser.add_argument("--others", type=int, default=others, help="runs of each accepted variant")
    return parser.parse_args()


def command() -> str:
    """Return the command that started the script, without its options."""
    return f"python -m tools.calibration.{Path(sys.argv[0]).stem}"


def page(slug: str, about: str, limits: Sequence[Limit], given: argparse.Namespace, data: str = "drawn anew") -> None:
    """Measure and print a page."""
    watch, lost = measure(slug, limits, given.seeds, given.others)
    said = f"`{command()} --seeds {given.seeds} --others {given.others}`"
    click.echo(f"# {slug}: what right code reaches\n\nPrinted by {said}; `measure.py` says how it is measured.\n")
    click.echo(f"{about}\n\n## What the reference reaches\n\n{outcome_table(watch, limits, data)}\n")
    click.echo(f"## Limits, and how far the reference stays from them\n\n{limits_table(watch, limits, REFERENCE)}\n")
    click.echo(f"## The same for other right ways\n\n{others_table(watch, limits)}\n")
    click.echo(f"## Tolerances: the largest share that was used\n\n{shares_table(watch)}\n")
    click.echo("## Points lost\n\n" + ("\n".join(f"- {line}" for line in lost) or "None, in none of these runs."))
    if lost:
        sys.exit(1)
