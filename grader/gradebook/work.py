"""The queue: what is left to grade, and what to do with an answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.sql.selectable import ScalarSelect

from grader.gradebook import schema
from grader.gradebook.attempts import is_graded
from grader.gradebook.course import Counting
from grader.gradebook.key import Key
from grader.result import Containment
from grader.slot.task import Graded, Task

PAGE = 50
"""Tasks fetched at a time: what the driver holds of the class's files."""


def _answer(key: Key) -> ScalarSelect[int]:
    """The newest grading that answers ``key`` for a submission's files."""
    g = schema.grading.c
    return select(func.max(g.id)).where(key.valid(), g.files == schema.submission.c.files).scalar_subquery()


def pending(connection: Connection, key: Key, counting: Counting, after: str, run: int | None = None) -> list[Task]:
    """Return the next tasks of an exercise: files that some student's submission has and no grading answers.

    Args:
        connection: the book's.
        key: the exercise, as it would be graded now.
        counting: which submissions count.
        after: the last task's digest of files; empty at the beginning. Digests are in order.
        run: to grade everything again, the run that does so: only its own gradings count.
    """
    s, g, c = schema.submission, schema.grading.c, schema.content.c
    answered = and_(key.same(), g.run == run) if run is not None else key.valid()
    found = (
        select(s.c.files)
        .where(s.c.slug == key.slug, s.c.files > after, is_graded(counting))
        .where(~exists().where(answered, g.files == s.c.files))
        .distinct()
        .order_by(s.c.files)
        .limit(PAGE)
    ).subquery()
    earlier = select(func.count()).select_from(schema.grading).where(key.same(), g.files == found.c.files)
    rows = connection.execute(
        select(found.c.files, c.packed, earlier.scalar_subquery().label("attempt"))
        .join(schema.content, c.files == found.c.files)
        .order_by(found.c.files)
    )
    return [Task(key.slug, files, key.suite, attempt, key.points, packed) for files, packed, attempt in rows]


def count_pending(connection: Connection, key: Key, counting: Counting, *, again: bool) -> int:
    """Return how many tasks ``pending`` would give."""
    s, g = schema.submission, schema.grading.c
    wanted = select(s.c.files).where(s.c.slug == key.slug, is_graded(counting))
    if not again:
        wanted = wanted.where(~exists().where(key.valid(), g.files == s.c.files))
    return connection.scalar(select(func.count()).select_from(wanted.distinct().subquery())) or 0


def outdated(connection: Connection, key: Key, counting: Counting) -> list[tuple[str, str]]:
    """Return students and digests of their files, where only other suites or versions have graded these."""
    s, g = schema.submission, schema.grading.c
    rows = connection.execute(
        select(s.c.student, s.c.files)
        .where(s.c.slug == key.slug, is_graded(counting))
        .where(~exists().where(key.valid(), g.files == s.c.files))
        .where(exists().where(replace(key, kept=True).valid(), g.files == s.c.files))
    )
    return [(student, files) for student, files in rows]


def mean_duration(connection: Connection, slug: str) -> float | None:
    """Return how many seconds a grading of an exercise took on average, or ``None`` where none is known."""
    g = schema.grading.c
    return connection.scalar(select(func.avg(g.duration_s)).where(g.slug == slug))


@cache
def _same_attempt(key: Key) -> Select[Any]:
    """Return the question for a grading that is kept already; made once, as ``_unsettled``."""
    g = schema.grading.c
    return select(g.id).where(key.same(), g.files == bindparam("of"), g.attempt == bindparam("in_attempt"))


_NEW_GRADING = schema.grading.insert()
_NEW_EXPLAINED = schema.explained.insert()
_NEW_VERDICT = schema.verdict.insert()


@cache
def _as_text(containment: Containment) -> str:
    return json.dumps(asdict(containment))


def keep(connection: Connection, run: int, key: Key, graded: Graded) -> None:
    """Add a grading. One that is there already stays as it is: a lost machine may have answered after all."""
    task = graded.task
    there = {"of": task.files_digest, "in_attempt": task.attempt}
    if connection.scalar(_same_attempt(key), there) is not None:
        return
    values = {
        "run": run,
        "slug": key.slug,
        "files": task.files_digest,
        "suite": key.suite,
        "data": key.data,
        "seed": key.seed,
        "engine": key.engine,
        "attempt": task.attempt,
        "fault": graded.fault,
        "level": graded.containment.level,
        "containment": _as_text(graded.containment),
        "started": graded.started,
        "duration_s": graded.duration_s,
        "outcome": graded.outcome,
        "score": graded.score,
        "max_score": graded.max_score,
        "tests": graded.tests,
    }
    added = connection.execute(_NEW_GRADING, values)
    if graded.explained:
        assert added.inserted_primary_key is not None
        connection.execute(_NEW_EXPLAINED, {"grading": added.inserted_primary_key[0], "made": graded.started})


@cache
def _unsettled(key: Key, counting: Counting, some: bool) -> Select[Any]:
    """Return the question who has an answer that is not their verdict; made once, for every grading asks it."""
    s, g, v = schema.submission, schema.grading.c, schema.verdict
    among = [s.c.slug == key.slug, is_graded(counting)]
    if some:
        among.append(s.c.files == bindparam("of"))
    own = schema.verdict.alias("own")
    of_student = select(func.max(v.c.id)).where(v.c.slug == s.c.slug, v.c.student == s.c.student).correlate(s)
    of_submission = select(func.max(own.c.id)).where(own.c.submission == s.c.id).correlate(s)
    answer = _answer(key)
    fault = select(func.max(g.id)).where(key.same(), g.fault.is_(True), g.files == s.c.files).scalar_subquery()
    held = schema.grading.alias("held")
    return (
        select(s.c.student, s.c.id, func.coalesce(answer, fault))
        .select_from(
            s.outerjoin(v, v.c.id == of_student.scalar_subquery())
            .outerjoin(own, own.c.id == of_submission.scalar_subquery())
            .outerjoin(held, held.c.id == v.c.grading)
        )
        .where(*among)
        .where(
            or_(
                and_(answer.is_not(None), or_(own.c.id.is_(None), own.c.grading != answer)),
                and_(
                    answer.is_(None),
                    fault.is_not(None),
                    or_(v.c.id.is_(None), and_(held.c.fault, v.c.grading != fault)),
                ),
            )
        )
        .order_by(s.c.student)
    )


def settle(connection: Connection, run: int, key: Key, counting: Counting, files: str | None = None) -> list[str]:
    """Give every submission that counts, and has an answer, its verdict; return the students who got a new one.

    Where our side failed, an earlier verdict stays; who has none gets the fault, so that it is seen.

    Args:
        connection: the book's.
        run: the run that settles.
        key: the exercise, as it is graded now.
        counting: which submissions count.
        files: only students who handed in these; all students if not given.
    """
    rows = connection.execute(
        _unsettled(key, counting, files is not None), {} if files is None else {"of": files}
    ).all()
    if rows:
        values = [
            {"run": run, "student": student, "slug": key.slug, "submission": submission, "grading": grading}
            for student, submission, grading in rows
        ]
        connection.execute(_NEW_VERDICT, values)
    return list(dict.fromkeys(student for student, _, _ in rows))


@cache
def _waiting(key: Key, counting: Counting) -> Select[Any]:
    """Return the question who of some students has something left to grade in a run; made once, as ``_unsettled``."""
    s, g = schema.submission, schema.grading.c
    done = or_(key.valid(), and_(key.same(), g.run == bindparam("in_run")))
    return (
        select(s.c.student)
        .where(s.c.slug == key.slug, s.c.student.in_(bindparam("names", expanding=True)), is_graded(counting))
        .where(~exists().where(done, g.files == s.c.files))
    )


def still_waiting(
    connection: Connection, run: int, keys: Sequence[Key], counting: Counting, students: Sequence[str]
) -> set[str]:
    """Return who of ``students`` has something left to grade in this run."""
    asked = {"in_run": run, "names": students}
    return {student for key in keys for student in connection.scalars(_waiting(key, counting), asked)}


def begin_run(connection: Connection, engine: str, seed: int, now: str) -> int:
    """Add a run and return its number."""
    added = connection.execute(schema.run.insert().values(started=now, engine=engine, seed=seed))
    assert added.inserted_primary_key is not None
    return int(added.inserted_primary_key[0])


def end_run(connection: Connection, run: int, now: str) -> None:
    """Note that a run came to its end."""
    table = schema.run
    connection.execute(table.update().where(table.c.id == run).values(finished=now))
