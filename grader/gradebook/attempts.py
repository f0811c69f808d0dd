"""Several attempts of one student at one exercise: how many count, and which of them gives the points."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, or_, select

from grader.gradebook import schema
from grader.gradebook.course import Counting, Course
from grader.language import Message, _
from grader.result import Attempt
from grader.submission.record import files_digest

NOTHING = files_digest({})
"""What stands in the book for an exercise that was not handed in."""


def is_graded(counting: Counting) -> ColumnElement[bool]:
    """Return whether a submission of an exercise is to be graded, as a condition: the latest, the first, or each."""
    s, other = schema.submission.c, schema.submission.alias("other")
    of_student = (other.c.slug == s.slug, other.c.student == s.student)
    newest = select(func.max(other.c.id)).where(*of_student).scalar_subquery()
    if counting == "latest":
        return s.id == newest
    if counting == "first":
        first = select(func.min(other.c.id)).where(*of_student, other.c.files != NOTHING).scalar_subquery()
        return s.id == func.coalesce(first, newest)
    return or_(s.files != NOTHING, s.id == newest)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The verdict that counts for one student and exercise.

    Attributes:
        verdict: its number.
        among: how many attempts have a verdict.
        submitted: when the chosen one was handed in: ISO 8601, UTC.
    """

    verdict: int
    among: int
    submitted: str


def chosen(connection: Connection, names: Sequence[str], course: Course) -> dict[tuple[str, str], Chosen]:
    """Return the verdicts that count, by student and slug."""
    attempts: dict[tuple[str, str], list[Row[Any]]] = {}
    for row in connection.execute(_verdicts(), {"names": names}):
        attempts.setdefault((row.student, row.slug), []).append(row)
    found = {}
    for (student, slug), known in attempts.items():
        rows = known if course.attempts.count == "latest" else _that_count(known)
        one = _choose(rows, student, slug, course)
        found[student, slug] = Chosen(one.verdict, len(rows), one.submitted)
    return found


def _choose(rows: Sequence[Row[Any]], student: str, slug: str, course: Course) -> Row[Any]:
    counting = course.attempts.count
    if counting == "first":
        return min(rows, key=lambda row: row.submission)
    if counting == "best":
        return max(rows, key=lambda row: (_points(row, student, slug, course), row.submission))
    return max(rows, key=lambda row: row.submission)


def _that_count(rows: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    """Return the attempts without those on which our side failed, and without what was not handed in; or else all."""
    return [row for row in rows if not row.fault and row.files != NOTHING] or rows


def _points(row: Row[Any], student: str, slug: str, course: Course) -> float:
    """Return the points of an attempt after lateness. Free days are left out: they are spent on what was chosen."""
    change = course.penalty_of_one(student, slug, row.submitted, row.score)
    return change.after if change is not None else float(row.score)


@cache  # made once: making a statement costs more than running it
def _verdicts() -> Any:
    v, g, s, e = schema.verdict.c, schema.grading.c, schema.submission.c, schema.entry.c
    asked = v.student.in_(bindparam("names", expanding=True))
    newest = select(func.max(v.id)).where(asked).group_by(v.student, v.slug, v.submission)
    return (
        select(
            v.id.label("verdict"),
            v.student,
            v.slug,
            v.submission,
            s.files,
            g.fault,
            g.score,
            func.coalesce(s.submitted, e.received).label("submitted"),
        )
        .select_from(
            schema.verdict.join(schema.grading, v.grading == g.id)
            .join(schema.submission, s.id == v.submission)
            .join(schema.entry, e.id == s.entry)
        )
        .where(v.id.in_(newest))
    )


def counted_attempts(found: Mapping[str, Chosen], counting: Counting) -> tuple[Attempt, ...]:
    """Return, by exercise, which of several attempts counts; nothing where the latest one always does.

    Args:
        found: by slug.
        counting: what the course says.
    """
    if counting == "latest":
        return ()
    return tuple(Attempt(slug, one.among, one.submitted) for slug, one in found.items() if one.among > 1)


def notes_on(attempts: Iterable[Attempt], counting: Counting) -> Iterable[Message]:
    """Yield what a student is told of the attempts that count."""
    for one in attempts:
        at = datetime.datetime.fromisoformat(one.submitted).strftime("%Y-%m-%d %H:%M UTC")
        if counting == "best":
            yield _("{exercise}: the best of {n} attempts counts, that of {at}", exercise=one.slug, n=one.among, at=at)
        else:
            yield _("{exercise}: the first of {n} attempts counts, that of {at}", exercise=one.slug, n=one.among, at=at)
