"""What everybody handed in for one exercise, with its verdict: for comparing students with one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from grader.gradebook import schema
from grader.gradebook.read import damaged
from grader.result import TestResult
from grader.slot.task import tests_from_json, unpack_files


@dataclass(frozen=True, slots=True)
class Handed:
    """One student's work on an exercise.

    Attributes:
        conditions: what its tests were run with: suite, data and seed. Only under the same ones can outcomes be
            compared.
    """

    student: str
    files: Mapping[str, bytes]
    tests: tuple[TestResult, ...]
    conditions: tuple[str, str, int]


def handed_in(connection: Connection, slug: str) -> Iterator[Handed]:
    """Yield what each student has a verdict on, by name; who handed in nothing for the exercise is left out.

    Raises:
        UsageError: a row is damaged.
    """
    v, g, s, c = (t.c for t in (schema.verdict, schema.grading, schema.submission, schema.content))
    newest = select(func.max(v.id)).where(v.slug == slug).group_by(v.student)
    query = (
        select(v.student, c.packed, g.tests, g.suite, g.data, g.seed, v.grading)
        .select_from(
            schema.verdict.join(schema.grading, v.grading == g.id)
            .join(schema.submission, s.id == v.submission)
            .join(schema.content, c.files == s.files)
        )
        .where(v.id.in_(newest))
        .order_by(v.student)
    )
    for row in connection.execute(query):
        try:
            files, tests = unpack_files(row.packed), tests_from_json(row.tests)
        except ValueError as error:
            raise damaged(row.grading, slug, error) from None
        if files:
            yield Handed(row.student, files, tests, (row.suite, row.data, row.seed))
