"""Explanations at a student's own desk, from what ``exercises/NN_slug/desk/`` holds: no solution is there to look at.

Beliefs and single edits are compared at once. What they leave open may be searched for the place of the fault. Edits of
a student's code do what nobody has written, so they run in a confined worker or not at all.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.desk.known import known_of
from grader.exercises.alone import LoneExercise
from grader.exercises.exercise import Exercise
from grader.explain.diagnosis import held
from grader.explain.explainer import EXPLAINABLE, Explainer, mend_first, of_edit, told_instead
from grader.result import TestResult
from grader.suite.session import SuiteRun, SuiteSession

if TYPE_CHECKING:
    from grader.slot.slot import Slot

MOST_PAID = 1500
"""The price of a search for one file: about as many milliseconds. A check that says nothing for longer is no check that
one runs after each change."""


def explained(
    exercise: Exercise, folder: Path, suite: SuiteSession, files: Mapping[str, bytes], run: SuiteRun
) -> tuple[TestResult, ...]:
    """Return a run's tests with what explains their failures.

    Args:
        exercise: the exercise.
        folder: its folder.
        suite: its public tests.
        files: the student's files.
        run: of these tests with the seed of explanations, with its transcripts.
    """
    if not any(t.outcome in EXPLAINABLE for t in run.tests):
        return run.tests
    known = known_of(LoneExercise(folder), exercise).known
    slot = _confined()
    if slot is None:
        return Explainer(None, suite, (), known).explain(run.tests, files, run)
    with slot:  # its processes start when an edit is tried, and not before
        return Explainer(slot, suite, (), known, most_paid=MOST_PAID).explain(run.tests, files, run)


def named(exercise: Exercise, folder: Path, run: SuiteRun, source: str) -> tuple[TestResult, ...]:
    """Return a run's tests with the beliefs and edits that they show: what tries nothing.

    Args:
        exercise: the exercise.
        folder: its folder.
        run: of its public tests with the seed of explanations, with its transcripts.
        source: the text of the functions.
    """
    known = known_of(LoneExercise(folder), exercise).known
    beliefs = known.beliefs_in(run)
    tests = tuple(held(t, beliefs[t.id]) if t.id in beliefs else t for t in run.tests)
    first = {} if exercise.is_slow else mend_first(tests, run, source, exercise.entry_points)
    tests = tuple(told_instead(t, first[t.id]) if t.id in first else t for t in tests)
    edits = known.edits_in(run, exercise.entry_points)
    return tuple(
        replace(t, explanation=of_edit(edits[t.id])) if t.id in edits and t.explanation is None else t for t in tests
    )


def _confined() -> Slot | None:
    """Return where edits can be tried: ``None`` on a system that cannot confine them."""
    if sys.platform != "linux":
        return None
    from grader.guest.confinement import available  # it imports what only Linux has
    from grader.slot.slot import Slot  # as above

    return Slot() if available()[0] == "landlock" else None
