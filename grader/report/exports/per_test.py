"""Every test of every student, one line each: for scripts and for statistics."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from grader.report.exports.plain import cell, csv_line
from grader.report.standing import by_name
from grader.result import Outcome, Result, TestResult
from grader.text import number

COLUMNS = ("student", "exercise", "test", "title", "outcome", "points", "max", "explanation", "seconds")


def lines_of_tests(results: Iterable[Result]) -> Iterator[str]:
    """Yield a heading and one line a test, as CSV. ``explanation`` is the key of what the test failed by, if known."""
    yield csv_line(COLUMNS)
    for student, slug, test in _tests(results):
        points = "" if test.outcome is Outcome.GRADER_ERROR else number(test.points)
        yield csv_line(
            [
                cell(student),
                cell(slug),
                cell(test.id),
                cell(test.title),
                test.outcome.value,
                points,
                number(test.max_points),
                cell(_explanation(test)),
                f"{test.duration_s:.3f}",
            ]
        )


def records_of_tests(results: Iterable[Result]) -> Iterator[str]:
    """Yield one JSON object a line (JSON Lines), with the columns of the CSV."""
    for student, slug, test in _tests(results):
        points = None if test.outcome is Outcome.GRADER_ERROR else test.points
        values = (student, slug, test.id, test.title, test.outcome.value, points, test.max_points)
        record = dict(zip(COLUMNS, (*values, _explanation(test) or None, test.duration_s), strict=True))
        yield json.dumps(record, ensure_ascii=False) + "\n"


def _tests(results: Iterable[Result]) -> Iterator[tuple[str, str, TestResult]]:
    for result in by_name(results):
        for exercise in result.exercises:
            for test in exercise.tests:
                yield result.student, exercise.slug, test


def _explanation(test: TestResult) -> str:
    return test.misconception or (test.explanation.key if test.explanation is not None else "")
