"""What the book has on record: everything about one student, and what a run changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from grader.gradebook import schema
from grader.gradebook.comments import KeptComment, comments_of
from grader.gradebook.overrides import Override, overrides_of
from grader.gradebook.read import exercise_result
from grader.gradebook.texts import text_from_json
from grader.result import ExerciseResult


@dataclass(frozen=True, slots=True)
class Line:
    """One grading of one student's submission.

    Attributes:
        counted: whether it became the student's verdict; a fault of ours, or a grading that was shared with others
            before this student handed the same in, did not.
    """

    when: str
    slug: str
    submitted: str
    files: str
    suite: str
    data: str
    seed: int
    engine: str
    level: str
    outcome: str
    score: float
    max_score: float
    counted: bool


@dataclass(frozen=True, slots=True)
class History:
    """Everything about one student.

    Attributes:
        entries: what was handed in: when it was received, its digest, what was wrong with it.
        lines: every grading of their files, in the order in which they were made.
        overrides: a teacher's words on points.
        comments: and on the work, also those that were taken back.
    """

    student: str
    entries: tuple[tuple[str, str, str], ...]
    lines: tuple[Line, ...]
    overrides: tuple[Override, ...]
    comments: tuple[KeptComment, ...] = ()


def history(connection: Connection, student: str) -> History:
    """Return everything on record about a student."""
    e, s, g, v = (t.c for t in (schema.entry, schema.submission, schema.grading, schema.verdict))
    entries = connection.execute(select(e.received, e.digest, e.problem).where(e.student == student).order_by(e.id))
    counted = set(connection.scalars(select(v.grading).where(v.student == student)))
    gradings = connection.execute(
        select(schema.grading, func.coalesce(s.submitted, e.received).label("submitted"))
        .select_from(schema.submission.join(schema.entry, e.id == s.entry))
        .join(schema.grading, (g.slug == s.slug) & (g.files == s.files))
        .where(s.student == student)
        .order_by(g.id, s.id)
    )
    return History(
        student,
        tuple((row.received, row.digest, text_from_json(row.problem)) for row in entries),
        tuple(_line(row, counted) for row in gradings),
        overrides_of(connection, student),
        comments_of(connection, student),
    )


def _line(row: Row[Any], counted: set[int]) -> Line:
    return Line(
        when=row.started,
        slug=row.slug,
        submitted=row.submitted,
        files=row.files,
        suite=row.suite,
        data=row.data,
        seed=row.seed,
        engine=row.engine,
        level=row.level,
        outcome=row.outcome,
        score=row.score,
        max_score=row.max_score,
        counted=row.id in counted,
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One student's verdict on one exercise that a run replaced.

    Attributes:
        resubmitted: whether the files changed, and not only what was said of them.
    """

    student: str
    slug: str
    before: ExerciseResult
    after: ExerciseResult
    resubmitted: bool


def runs_of_last(connection: Connection) -> Sequence[int]:
    """Return the last run, with the ones before it that were broken off: together they are one regrading."""
    r = schema.run.c
    found: list[int] = []
    for number, finished in connection.execute(select(r.id, r.finished).order_by(r.id.desc())):
        if found and finished is not None:
            break
        found.append(number)
    return found[::-1]


def changes(connection: Connection, runs: Sequence[int], names: Sequence[str]) -> list[Change]:
    """Return what ``runs`` replaced for the students ``names``; a first verdict replaces nothing."""
    v = schema.verdict.c
    first = min(runs)
    newest = select(func.max(v.id)).where(v.student.in_(names), v.run.in_(runs)).group_by(v.student, v.slug)
    earlier = select(func.max(v.id)).where(v.student.in_(names), v.run < first).group_by(v.student, v.slug)
    now, then = ({(r.student, r.slug): r for r in _verdicts(connection, which)} for which in (newest, earlier))
    return [
        Change(
            student,
            slug,
            exercise_result(then[student, slug]),
            exercise_result(row),
            resubmitted=then[student, slug].files != row.files,
        )
        for (student, slug), row in now.items()
        if (student, slug) in then and then[student, slug].grading != row.grading
    ]


def _verdicts(connection: Connection, which: Any) -> Sequence[Any]:
    v, g = schema.verdict.c, schema.grading.c
    columns = (g.suite, g.outcome, g.score, g.max_score, g.tests, g.files)
    query = select(v.student, v.slug, v.grading, *columns).join(schema.grading, g.id == v.grading)
    return connection.execute(query.where(v.id.in_(which)).order_by(v.student, v.slug)).all()


def touched(connection: Connection, runs: Sequence[int], after: str, limit: int) -> list[str]:
    """Return the next students whose verdicts ``runs`` touched."""
    v = schema.verdict.c
    query = select(v.student).where(v.run.in_(runs), v.student > after).distinct().order_by(v.student).limit(limit)
    return list(connection.scalars(query))
