"""Explanations that are added later: which verdicts' failures have none, and writing down those that were found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, func, select, update

from grader.gradebook import schema
from grader.gradebook.attempts import NOTHING
from grader.gradebook.course import Counting
from grader.gradebook.read import damaged
from grader.result import Explanation, TestResult
from grader.slot.task import tests_from_json, tests_to_json


@dataclass(frozen=True, slots=True)
class Unexplained:
    """One grading with failures that were never gone over to explain them.

    Attributes:
        number: of the grading.
        files: digest of the files.
        suite: digest of the suite that graded them.
        data: name of the data set that it was given.
        level: the level of confinement at which it was made.
    """

    number: int
    slug: str
    files: str
    suite: str
    data: str
    level: str


def unexplained(
    connection: Connection, slug: str, counting: Counting, wanted: Callable[[TestResult], bool]
) -> Iterator[Unexplained]:
    """Yield, newest first, the gradings of an exercise that count for somebody and have failures to explain.

    Args:
        connection: the book's.
        slug: the exercise.
        counting: which attempts count.
        wanted: whether a test may be explained.

    Raises:
        UsageError: a row is damaged.
    """
    v, g, x = schema.verdict.c, schema.grading.c, schema.explained.c
    each = [v.student] if counting == "latest" else [v.student, v.submission]
    newest = select(func.max(v.id)).where(v.slug == slug).group_by(*each)
    latest = select(v.grading).where(v.id.in_(newest))
    query = (
        select(g.id, g.files, g.suite, g.data, g.level, g.tests)
        .where(g.id.in_(latest), g.id.not_in(select(x.grading)), g.fault.is_(False), g.files != NOTHING)
        .order_by(g.id.desc())
    )
    for row in connection.execute(query):
        if any(map(wanted, _tests(row.id, slug, row.tests))):
            yield Unexplained(row.id, slug, row.files, row.suite, row.data, row.level)


def packed_and_tests(connection: Connection, number: int) -> tuple[bytes, str]:
    """Return the files and the tests of a grading, each as the book has them."""
    g, c = schema.grading.c, schema.content.c
    query = select(c.packed, g.tests).join(schema.grading, g.files == c.files).where(g.id == number)
    row = connection.execute(query).one()
    return row.packed, row.tests


def add_explanations(
    connection: Connection,
    one: Unexplained,
    found: Mapping[str, Explanation],
    wanted: Callable[[TestResult], bool],
    made: str,
) -> None:
    """Add explanations to a grading, and note that they were looked for. Nothing else of the grading changes.

    Args:
        connection: the book's.
        one: the grading.
        found: explanations by test; there may be others than for this grading's failures.
        wanted: whether a test may be explained.
        made: when.
    """
    g = schema.grading.c
    kept = _tests(one.number, one.slug, connection.execute(select(g.tests).where(g.id == one.number)).scalar_one())
    tests = tuple(replace(t, explanation=found[t.id]) if t.id in found and wanted(t) else t for t in kept)
    if tests != kept:
        connection.execute(update(schema.grading).where(g.id == one.number).values(tests=tests_to_json(tests)))
    connection.execute(schema.explained.insert().values(grading=one.number, made=made))


def _tests(number: int, slug: str, text: str) -> tuple[TestResult, ...]:
    """Return a grading's tests.

    Raises:
        UsageError: the row is damaged.
    """
    try:
        return tests_from_json(text)
    except ValueError as error:
        raise damaged(number, slug, error) from None
