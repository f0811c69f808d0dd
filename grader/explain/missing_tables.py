"""Making the tables that diagnosis reads, where they are missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from grader.errors import CatalogueError
from grader.exercises.catalogue import Catalogue
from grader.exercises.datasets import DataSet
from grader.exercises.exercise import Exercise
from grader.explain.tables import QUICK_S, compute, save, table_path, there


def missing(catalogue: Catalogue, exercises: Iterable[Exercise], seed: int, data: str) -> list[Exercise]:
    """Return the exercises whose table, with the data set of that name, is quick to make and not there."""
    return [
        e
        for e in exercises
        if e.limits.exercise_s <= QUICK_S and catalogue.variants(e) and not there(catalogue, e, seed, data)
    ]


def learn(catalogue: Catalogue, exercises: Iterable[Exercise], seed: int, data: DataSet | None) -> Iterator[Exercise]:
    """Make and keep the table of each exercise; yield it when that is done.

    The variants are ours, so they run at whatever level of confinement there is. A cache that cannot be written, or an
    overlay that cannot be rendered, costs the diagnosis, not the grading; ``xorcise audit`` says what is wrong with it.
    """
    from grader.exercises.overlay import read_variants
    from grader.slot.slot import Slot  # seldom needed, and with pytest
    from grader.slot.suite_run import open_suite, run_suite

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
