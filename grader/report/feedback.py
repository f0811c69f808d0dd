"""The page that a student receives."""

from __future__ import annotations

from collections.abc import Sequence

from grader.exercise import Exercise
from grader.outcome import Outcome
from grader.report.pages import render
from grader.report.shown import percent, show_data, show_exercise
from grader.report.standing import is_unread
from grader.report.text import number, one_line
from grader.report.words import words
from grader.result import Result, TestResult


def feedback_html(result: Result, exercises: Sequence[Exercise], *, lang: str = "en", after_due: bool = False) -> str:
    """Return the feedback page in ``lang``.

    Public tests tell everything. Hidden ones tell title, outcome, points, summary, misconception and hint, never inputs
    or expected values; ``after_due`` ones likewise until ``after_due`` is true.
    """

    def full(test: TestResult) -> bool:
        return tells_all(test, after_due=after_due)

    def later(test: TestResult) -> bool:
        # Only where waiting brings something: a passed test has nothing more to tell.
        return test.message not in ("", test.summary) and not full(test) and tells_all(test, after_due=True)

    return render(
        "feedback.html.j2",
        lang=lang,
        w=words(lang),
        student=one_line(result.student),
        problem=result.problem,
        notes=result.notes,
        unread=is_unread(result),
        final=not result.has_grader_error,
        score=number(result.score) + ("+" if result.has_grader_error else ""),
        max_score=number(result.max_score),
        percent=percent(result.score, result.max_score),
        exercises=[show_exercise(e, exercises, lang, full=full, later=later) for e in result.exercises],
        started=result.started,
        data=show_data(result, lang),
        engine=result.engine,
        digest=result.submission_digest,
    )


def tells_all(test: TestResult, *, after_due: bool) -> bool:
    """Return whether a student may see the inputs and expected values of ``test``.

    What a grader error left behind is about the judge, not about the student, so it stays with the instructor.
    """
    if test.outcome is Outcome.GRADER_ERROR:
        return False
    return test.visibility == "public" or (test.visibility == "after_due" and after_due)
