"""How a test ended: its outcome, its share of the points and what is told of it, from an exception and an award."""

from __future__ import annotations

from grader.errors import Mismatch, StudentFault
from grader.language import _, joined
from grader.result import Outcome
from grader.suite.marks import Award
from grader.text import quoted

Ending = tuple[Outcome, str, str]
"""Outcome, message for the instructor, and summary, which everybody may read."""


def ending_of(error: BaseException | None) -> Ending:
    """Return how a test ended that raised ``error``, or nothing.

    What the submission may have influenced goes into the message only, as a quotation.
    """
    match error:
        case None:
            return Outcome.PASSED, "", ""
        case StudentFault():
            return error.outcome, error.message, error.summary
        case AssertionError():
            wrong = _("the result is not the one asked for")
            return Outcome.FAILED, joined("\n", [wrong, quoted(str(error))]) if str(error) else wrong, wrong
    failed = _("the suite itself failed: {kind}", kind=type(error).__name__)
    return Outcome.GRADER_ERROR, joined("\n", [failed, quoted(str(error))]), _("the grader failed on this test")


def with_award(ending: Ending, award: Award) -> tuple[Ending, float]:
    """Return how a test ended and its share of the points, given what it awarded.

    A test without an award is worth all or nothing. A fault of the suite is worth nothing whatever was awarded.
    """
    outcome, message, summary = ending
    if award.fraction is None or outcome is Outcome.GRADER_ERROR:
        return ending, 1.0 if outcome is Outcome.PASSED else 0.0
    if outcome is Outcome.PASSED and award.fraction < 1.0:
        outcome, message, summary = Outcome.PARTIAL, Mismatch(award.why, got=award.got).message, award.why
    elif outcome is not Outcome.PASSED and award.fraction > 0.0:
        outcome = Outcome.PARTIAL
    if outcome is Outcome.PARTIAL and award.fraction == 0.0:
        outcome = Outcome.FAILED
    return (outcome, message, summary), award.fraction
