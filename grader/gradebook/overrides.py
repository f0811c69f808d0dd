"""A teacher's word on points: of a whole exercise, of one of its tests, or of a line of the course's rubric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from grader.gradebook import schema


@dataclass(frozen=True, slots=True)
class Override:
    """A teacher's word on one student's points.

    Attributes:
        points: what counts; ``None`` where the words before were withdrawn.
        test: what it is about: empty for the whole exercise, a test's id, or ``schema.RUBRIC`` and a rubric line's key.
    """

    student: str
    slug: str
    points: float | None
    reason: str
    made: str
    test: str = ""


Words = Mapping[str, Override]
"""What was said last of one student's exercise, by ``Override.test``."""

NOTHING_SAID: Words = {}


def overrides(connection: Connection, students: Sequence[str]) -> Mapping[tuple[str, str], Words]:
    """Return what was said last, by student and slug; words that were withdrawn are there, without points."""
    found: dict[tuple[str, str], dict[str, Override]] = {}
    for row in connection.execute(_latest(), {"names": students}):
        found.setdefault((row.student, row.slug), {})[row.test] = Override(*row)
    return found


@cache  # made once: making a statement costs more than running it
def _latest() -> Any:
    o = schema.override.c
    asked = o.student.in_(bindparam("names", expanding=True))
    newest = select(func.max(o.id)).where(asked).group_by(o.student, o.slug, o.test)
    return select(o.student, o.slug, o.points, o.reason, o.made, o.test).where(o.id.in_(newest))


def overrides_of(connection: Connection, student: str) -> tuple[Override, ...]:
    """Return all that was ever said about a student's points, in order."""
    o = schema.override.c
    query = select(o.student, o.slug, o.points, o.reason, o.made, o.test).where(o.student == student).order_by(o.id)
    return tuple(Override(*row) for row in connection.execute(query))


def add_override(connection: Connection, override: Override) -> None:
    """Add a teacher's word; the ones before stay on record."""
    connection.execute(
        schema.override.insert().values(
            student=override.student,
            slug=override.slug,
            points=override.points,
            reason=override.reason,
            made=override.made,
            test=override.test,
        )
    )
