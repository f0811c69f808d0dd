"""From the book's rows back to results, a page of students at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, null, select

from grader.errors import UsageError
from grader.gradebook import schema
from grader.gradebook.adjust import adjusted, note_on
from grader.gradebook.attempts import NOTHING, Chosen, chosen, counted_attempts, notes_on
from grader.gradebook.comments import comments
from grader.gradebook.course import Course
from grader.gradebook.overrides import Words, overrides
from grader.gradebook.texts import text_from_json, texts_from_json
from grader.language import _
from grader.result import VERSION, Comment, Containment, ExerciseResult, Outcome, Result
from grader.slot.task import tests_from_json
from grader.submission.record import digest_of

PAGE = 100
"""Students read at a time: some 30 KB each with all exercises of the course."""


def students(connection: Connection, after: str, limit: int = PAGE) -> list[str]:
    """Return the next students of the book, by name."""
    e = schema.entry.c
    query = select(e.student).where(e.student > after).distinct().order_by(e.student).limit(limit)
    return list(connection.scalars(query))


def results(connection: Connection, names: Sequence[str], course: Course, *, tests: bool = True) -> list[Result]:
    """Return what the book says now of each of ``names`` that it says something of, by name.

    Args:
        connection: the book's.
        names: students.
        course: due dates, what lateness costs, and the rubric.
        tests: whether the results are to have the tests, which are most of a result.

    Raises:
        UsageError: a row is damaged.
    """
    asked = {"names": names}
    entries = {row.student: row for row in connection.execute(_latest_entries(), asked)}
    counted = chosen(connection, names, course)
    words = overrides(connection, names)
    # points of an exercise are summed again from its tests where there is a word on one of them
    summed = {key for key, said in words.items() if any(schema.is_test(test) for test in said)}
    graded: dict[str, list[Row[Any]]] = {}
    for whole in (False, True):
        numbers = [one.verdict for key, one in counted.items() if (tests or key in summed) is whole]
        for row in connection.execute(_verdicts(whole), {"numbers": numbers}) if numbers else ():
            graded.setdefault(row.student, []).append(row)
    told = comments(connection, names)
    return [
        _result(entries[name], sorted(graded.get(name, []), key=_by_slug), course, words, counted, told, tests=tests)
        for name in sorted(entries)
        if name in graded or entries[name].problem
    ]


def _by_slug(row: Row[Any]) -> str:
    return str(row.slug)


def exercise_result(row: Row[Any]) -> ExerciseResult:
    """Return one grading's verdict.

    Raises:
        UsageError: the row is damaged.
    """
    try:
        tests = tests_from_json(row.tests) if row.tests else ()
        return ExerciseResult(row.slug, row.suite, Outcome(row.outcome), row.score, row.max_score, tests)
    except ValueError as error:
        raise damaged(row.grading, row.slug, error) from None


def damaged(number: int, slug: str, error: ValueError) -> UsageError:
    """Return the error for a grading that cannot be read."""
    return UsageError(
        _(
            "grading {number} of {exercise} in the gradebook is damaged ({why}): put back a copy of the gradebook, or"
            " delete that row and its verdicts and grade again",
            number=number,
            exercise=slug,
            why=error.args[0],
        )
    )


@cache  # made once: making a statement costs more than running it
def _latest_entries() -> Any:
    e = schema.entry.c
    newest = select(func.max(e.id)).where(e.student.in_(bindparam("names", expanding=True))).group_by(e.student)
    return select(e.student, e.digest, e.problem, e.notes).where(e.id.in_(newest))


@cache
def _verdicts(tests: bool) -> Any:
    v, g, s, e = schema.verdict.c, schema.grading, schema.submission.c, schema.entry.c
    left_out = {"slug", "files", "id", "run", "tests"}
    columns = [*(c for c in g.c if c.name not in left_out), g.c.tests if tests else null().label("tests")]
    return (
        select(
            v.student, v.slug, v.grading, s.files, func.coalesce(s.submitted, e.received).label("submitted"), *columns
        )
        .select_from(
            schema.verdict.join(g, v.grading == g.c.id)
            .join(schema.submission, s.id == v.submission)
            .join(schema.entry, e.id == s.entry)
        )
        .where(v.id.in_(bindparam("numbers", expanding=True)))
    )


def _result(
    entry: Row[Any],
    rows: Sequence[Row[Any]],
    course: Course,
    words: Mapping[tuple[str, str], Words],
    counted: Mapping[tuple[str, str], Chosen],
    told: Mapping[tuple[str, str], tuple[Comment, ...]],
    *,
    tests: bool,
) -> Result:
    newest = max(rows, key=lambda row: row.started, default=None)
    submitted = {row.slug: row.submitted for row in rows}
    counting = course.attempts.count
    attempts = counted_attempts({row.slug: counted[entry.student, row.slug] for row in rows}, counting)
    found, changes = adjusted([exercise_result(row) for row in rows], entry.student, submitted, course, words)
    exercises = tuple(
        replace(one, tests=one.tests if tests else (), comments=told.get((entry.student, one.slug), ()))
        for one in found
    )
    return Result(
        version=VERSION,
        student=entry.student,
        engine=newest.engine if newest else "",
        seed=newest.seed if newest else 0,
        containment=_weakest(tuple(dict.fromkeys(row.containment for row in rows))),
        data=next((row.data for row in rows if row.data != "none"), "none"),
        started=newest.started if newest else "",
        submission_digest=_digest(rows) if rows else entry.digest,
        score=round(sum(e.score for e in exercises), 6),
        max_score=round(sum(e.max_score for e in exercises), 6),
        exercises=exercises,
        problem=text_from_json(entry.problem),
        notes=(
            *texts_from_json(entry.notes),
            *notes_on(attempts, counting),
            *(note_on(change, found) for change in changes),
        ),
        adjustments=changes,
        attempts=attempts,
    )


def _digest(rows: Sequence[Row[Any]]) -> str:
    """Return the digest of what was handed in, which is that of ``Submission.digest`` where all of it was graded."""
    return digest_of({row.slug: row.files for row in rows if row.files != NOTHING})


@lru_cache(64)  # a class is graded at one or two
def _weakest(texts: tuple[str, ...]) -> Containment:
    """Return the weakest of the containments that a student's exercises were graded at."""
    found = map(json.loads, texts)
    return Containment.weakest(Containment(c["level"], c["seccomp"], tuple(c["missing"])) for c in found)
