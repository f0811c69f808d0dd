"""What naming a misconception costs: the time of a diagnosis beside that of grading the same submission.

Wrong variants are graded and diagnosed in turn, so that both times are of the same minute of a noisy machine. Compare
ratios on other machines. The table is the one that grading reads, so the exercise must have been audited, or a table
must lie beside its suite::

    python benchmarks/diagnosis.py 02 10 13 --mnist digits
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from grader.exercises.catalogue import Catalogue
from grader.exercises.datasets import load_images
from grader.exercises.exercise import Exercise
from grader.exercises.misconceptions import read_misconceptions
from grader.exercises.overlay import read_variants
from grader.explain.diagnosis import told
from grader.explain.tables import find
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite, run_suite

CATALOGUE = Catalogue(Path(__file__).resolve().parent.parent)

REPEATS = 5
"""Diagnoses of one run. The least time counts, because other work only makes a computation slower."""

Cost = tuple[float, float]
"""Seconds of one grading and of its diagnosis."""


def measure(exercise: Exercise, mnist: str | None, most: int) -> tuple[int, list[Cost]]:
    """Return the number of variants in the table, and the costs of ``most`` of them, evenly spaced."""
    data = load_images(mnist) if exercise.data else None
    table = find(CATALOGUE, exercise, 0, data)
    if table is None:
        raise SystemExit(f"{exercise.slug} has no table: xorcise audit {exercise.slug} --only wrong makes one")
    known = read_misconceptions(CATALOGUE.misconceptions(exercise))[0]
    sources = [variant.text.encode() for variant in read_variants(CATALOGUE, exercise).values()]
    costs = []
    with Slot() as slot, open_suite(CATALOGUE.hidden_suite(exercise), exercise, "hidden", data) as suite:
        run_suite(slot, suite, {exercise.filename: CATALOGUE.stub(exercise).read_bytes()}, 0)  # opens the template
        for source in sources[:: -(-len(sources) // most)]:
            begun = perf_counter()
            run = run_suite(slot, suite, {exercise.filename: source}, 0)
            graded = perf_counter() - begun
            costs.append((graded, min(_seconds(lambda: told(run, table, known)) for _ in range(REPEATS))))  # noqa: B023 - called at once
    return len(table), costs


def _seconds(action: Callable[[], object]) -> float:
    begun = perf_counter()
    action()
    return perf_counter() - begun


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("slugs", nargs="*", default=["02", "10"], help="exercises; by default 02 and 10")
    parser.add_argument("--mnist", help="as for xorcise audit")
    parser.add_argument("--most", type=int, default=12, help="variants graded of an exercise; 12 by default")
    options = parser.parse_args()
    print("| exercise | variants in the table | grading, ms | diagnosis, ms | most, ms | share of the grading |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for exercise in CATALOGUE.with_suites(options.slugs):
        size, costs = measure(exercise, options.mnist, options.most)
        grading = statistics.median(g for g, _ in costs)
        diagnosis = statistics.median(d for _, d in costs)
        most = max(d for _, d in costs)
        figures = f"{grading * 1e3:.0f} | {diagnosis * 1e3:.1f} | {most * 1e3:.1f} | {diagnosis / grading:.2%}"
        print(f"| {exercise.slug} | {size} | {figures} |")


if __name__ == "__main__":
    main()
