"""What giving tests their fixtures directly saves: a run as it is, beside one in which pytest runs every test.

``Fixtures.direct`` reads a private attribute of pytest's for it. Both ways grade the reference in turn, so that both
are measured on an equally busy machine; the ratio is what means something elsewhere::

    python benchmarks/fixtures.py 02 03 --runs 200
"""

from __future__ import annotations

import argparse
import statistics
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter, process_time
from unittest import mock

from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite, run_suite
from grader.suite.fixtures import Fixtures
from grader.suite.session import SuiteSession

CATALOGUE = Catalogue(Path(__file__).resolve().parent.parent)

Cost = tuple[float, float]
"""Milliseconds of one run: by the clock, and of the judge's processor time."""


def measure(exercise: Exercise, runs: int) -> tuple[Cost, Cost]:
    """Return the median cost of a run with fixtures given directly, and of one in which pytest runs every test."""
    with Slot() as slot, ExitStack() as stack:
        direct = stack.enter_context(_opened(exercise))
        with mock.patch.object(Fixtures, "direct", return_value=None):  # asked once, when a suite is collected
            through_pytest = stack.enter_context(_opened(exercise))
        spans: dict[SuiteSession, list[Cost]] = {direct: [], through_pytest: []}
        for suite in spans:
            _run(slot, suite)  # opens the template
        for _ in range(runs):
            for suite, costs in spans.items():
                costs.append(_run(slot, suite))
    first, second = ([statistics.median(part) for part in zip(*costs, strict=True)] for costs in spans.values())
    return (first[0], first[1]), (second[0], second[1])


def _opened(exercise: Exercise) -> SuiteSession:
    return open_suite(CATALOGUE.hidden_suite(exercise), exercise, "hidden", None)


def _run(slot: Slot, suite: SuiteSession) -> Cost:
    files = {suite.exercise.filename: CATALOGUE.reference(suite.exercise).read_bytes()}
    clock, processor = perf_counter(), process_time()
    run_suite(slot, suite, files, 0)
    return (perf_counter() - clock) * 1e3, (process_time() - processor) * 1e3


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("slugs", nargs="*", default=["02"], help="exercises without a data set; by default 02")
    parser.add_argument("--runs", type=int, default=200, help="runs of each way; 200 by default")
    options = parser.parse_args()
    print("| exercise | direct, ms | by pytest, ms | ratio | judge's processor: direct, ms | by pytest, ms | ratio |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for exercise in CATALOGUE.with_suites(options.slugs):
        direct, by_pytest = measure(exercise, options.runs)
        cells = [f"{a:.1f} | {b:.1f} | {b / a:.2f}" for a, b in zip(direct, by_pytest, strict=True)]
        print(f"| {exercise.slug} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
