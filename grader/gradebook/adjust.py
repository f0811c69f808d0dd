"""What becomes of a verdict's points: a late penalty, then a teacher's word, which is final."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from grader.gradebook import schema
from grader.gradebook.course import Course
from grader.language import Message, _, ngettext
from grader.result import Adjustment, ExerciseResult, Outcome
from grader.text import number


@dataclass(frozen=True, slots=True)
class Override:
    """A teacher's word on one exercise of one student; ``points`` is ``None`` where it was withdrawn."""

    student: str
    slug: str
    points: float | None
    reason: str
    made: str


def adjusted(
    results: Sequence[ExerciseResult],
    student: str,
    submitted: Mapping[str, str | None],
    course: Course,
    words: Mapping[tuple[str, str], Override],
) -> tuple[tuple[ExerciseResult, ...], tuple[Adjustment, ...]]:
    """Return one student's results with the points that count, and what changed them.

    Args:
        results: what the suites gave, of all exercises that are known of the student.
        student: whose.
        submitted: by slug, when it was handed in as the gradebook has it.
        course: due dates and what lateness costs.
        words: by student and slug, what the teacher said.
    """
    changes = {
        one.slug: Adjustment(one.slug, "override", one.score, word.points, reason=word.reason, made=word.made)
        for one in results
        if (word := words.get((student, one.slug))) is not None and word.points is not None
    }
    graded = [one for one in results if one.slug not in changes and one.outcome is not Outcome.GRADER_ERROR]
    changes |= course.penalties(student, {one.slug: (submitted.get(one.slug), one.score) for one in graded})
    counted = tuple(_with(one, changes.get(one.slug)) for one in results)
    return counted, tuple(changes[one.slug] for one in results if one.slug in changes)


def _with(result: ExerciseResult, change: Adjustment | None) -> ExerciseResult:
    if change is None or (change.kind == "late" and change.after == change.before):
        return result
    return replace(result, score=change.after, outcome=_outcome(change.after, result.max_score))


def note_on(change: Adjustment) -> Message:
    """Return what a student is told of a change of points."""
    if change.kind == "override":
        return _(
            "{exercise}: {points} points set by the instructor: {reason}",
            exercise=change.slug,
            points=number(change.after),
            reason=change.reason,
        )
    assert change.days is not None
    assert change.share is not None
    if change.free_days is not None:
        return _with_free_days(change, change.free_days)
    return ngettext(
        "{exercise}: {n} day late, {percent}% off: {left} points instead of {points}",
        "{exercise}: {n} days late, {percent}% off: {left} points instead of {points}",
        change.days,
        exercise=change.slug,
        percent=number(100 * change.share),
        left=number(change.after),
        points=number(change.before),
    )


def _with_free_days(change: Adjustment, free: int) -> Message:
    assert change.share is not None
    if not change.share:
        return ngettext(
            "{exercise}: {n} day late, taken from your free days: no points off",
            "{exercise}: {n} days late, taken from your free days: no points off",
            free,
            exercise=change.slug,
        )
    return ngettext(
        "{exercise}: {days} days late, of which {n} is taken from your free days; {percent}% off for the rest: {left}"
        " points instead of {points}",
        "{exercise}: {days} days late, of which {n} are taken from your free days; {percent}% off for the rest: {left}"
        " points instead of {points}",
        free,
        exercise=change.slug,
        days=change.days,
        percent=number(100 * change.share),
        left=number(change.after),
        points=number(change.before),
    )


def _outcome(points: float, most: float) -> Outcome:
    if points >= most:
        return Outcome.PASSED
    return Outcome.PARTIAL if points > 0 else Outcome.FAILED


def overrides(connection: Connection, students: Sequence[str]) -> Mapping[tuple[str, str], Override]:
    """Return the latest override of each exercise, by student and slug."""
    rows = connection.execute(_latest(), {"names": students})
    return {(row.student, row.slug): Override(*row) for row in rows}


@cache  # made once: making a statement costs more than running it
def _latest() -> Any:
    o = schema.override.c
    asked = o.student.in_(bindparam("names", expanding=True))
    newest = select(func.max(o.id)).where(asked).group_by(o.student, o.slug)
    return select(o.student, o.slug, o.points, o.reason, o.made).where(o.id.in_(newest))


def add_override(connection: Connection, override: Override) -> None:
    """Add a teacher's word; the ones before stay on record."""
    connection.execute(
        schema.override.insert().values(
            student=override.student,
            slug=override.slug,
            points=override.points,
            reason=override.reason,
            made=override.made,
        )
    )
