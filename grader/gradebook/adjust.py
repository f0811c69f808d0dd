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
    result: ExerciseResult, student: str, submitted: str | None, course: Course, override: Override | None
) -> tuple[ExerciseResult, Adjustment | None]:
    """Return an exercise's result with the points that count, and what changed them, if anything did."""
    change: Adjustment | None = None
    if override is not None and override.points is not None:
        points, reason, made = override.points, override.reason, override.made
        change = Adjustment(result.slug, "override", result.score, points, reason=reason, made=made)
    elif result.outcome is not Outcome.GRADER_ERROR and result.score:
        change = course.penalty(student, result.slug, submitted, result.score)
    if change is None:
        return result, None
    return replace(result, score=change.after, outcome=_outcome(change.after, result.max_score)), change


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
    return ngettext(
        "{exercise}: {n} day late, {percent}% off: {left} points instead of {points}",
        "{exercise}: {n} days late, {percent}% off: {left} points instead of {points}",
        change.days,
        exercise=change.slug,
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
