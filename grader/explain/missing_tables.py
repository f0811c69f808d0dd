"""Making the tables that diagnosis reads, where they are missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from grader.errors import CatalogueError
from grader.exercises.catalogue import Catalogue
from grader.exercises.datasets import DataSet
from grader.exercises.exercise import Exercise
from grader.exercises.overlay import read_variants
from grader.explain.tables import QUICK_S, compute, is_kept, save, table_path


def missing_tables(catalogue: Catalogue, exercises: Iterable[Exercise], seed: int, data: str) -> list[Exercise]:
    """Return the exercises whose table for this seed and the data set called ``data`` is missing and quick to make."""
    return [
        e
        for e in exercises
        if e.limits.exercise_s <= QUICK_S and catalogue.variants(e) and not is_kept(catalogue, e, seed, data)
    ]


def make_tables(
    catalogue: Catalogue, exercises: Iterable[Exercise], seed: int, data: DataSet | None
) -> Iterator[Exercise]:
    """Make and keep the table of each exercise, and yield the exercise afterwards.

    The variants are ours, so they run at any level of confinement. If the cache cannot be written or an overlay cannot
    be rendered, grading goes on without a diagnosis; ``xorcise audit`` tells what is wrong with an overlay.
    """
    from grader.slot.slot import Slot  # imports NumPy; a class whose tables are all kept does without
    from grader.slot.suite_run import open_suite, run_suite  # imports pytest, as above

    with Slot() as slot:
        for exercise in exercises:
            try:
                wrong = read_variants(catalogue, exercise)
            except CatalogueError:
                continue
            with open_suite(catalogue.hidden_suite(exercise), exercise, "hidden", data) as suite:
                name = exercise.filename
                table = compute(wrong, lambda s: run_suite(slot, suite, {name: s}, seed))  # noqa: B023 - called at once
            with suppress(OSError):
                save(table_path(catalogue, exercise, seed, data), table)
            yield exercise
