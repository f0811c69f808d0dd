"""The outcome of a test or of a whole exercise."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a test. Not attempted is not failed, and our fault is not the student's."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    NOT_ATTEMPTED = "not_attempted"
    STUDENT_ERROR = "student_error"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    BLOCKED = "blocked"
    GRADER_ERROR = "grader_error"


def combine(outcomes: Iterable[Outcome], score: float, max_score: float) -> Outcome:
    """Return the outcome of an exercise from those of its tests and its score.

    A grader error anywhere makes the whole a grader error. Without points, one cause that explains every test that was
    not blocked (never attempted, broken at import, out of time, out of memory) is named; otherwise it failed.
    """
    seen = set(outcomes)
    if Outcome.GRADER_ERROR in seen:
        return Outcome.GRADER_ERROR
    if score >= max_score and seen <= {Outcome.PASSED}:
        return Outcome.PASSED
    if score > 0:
        return Outcome.PARTIAL
    causes = seen - {Outcome.BLOCKED}
    return causes.pop() if len(causes) == 1 else Outcome.FAILED
