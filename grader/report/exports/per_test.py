"""Every test of every student, one line each, and every line of the rubric: for scripts and for statistics."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from grader.report.exports.plain import cell, csv_line
from grader.report.standing import by_name
from grader.result import Outcome, Result, RubricLine, TestResult
from grader.text import number

COLUMNS = (
    *("student", "exercise", "test", "title", "outcome", "points", "max", "explanation", "seconds"),
    "suite_points",
)

RUBRIC = "rubric:"
"""What stands before a key of the rubric, where a test has its id. No test's id holds a colon."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One test, or one line of the rubric, of one student; ``None`` is what was not decided or does not apply.

    Attributes:
        suite_points: what the suite gave, where the points are an instructor's.
    """

    student: str
    exercise: str
    test: str
    title: str
    outcome: str | None
    points: float | None
    most: float
    explanation: str | None = None
    seconds: float | None = None
    suite_points: float | None = None

    @classmethod
    def of_test(cls, result: Result, slug: str, test: TestResult) -> Self:
        decided = test.outcome is not Outcome.GRADER_ERROR
        why = test.misconception or (test.explanation.key if test.explanation is not None else "")
        given = next((a.before for a in result.adjustments if (a.slug, a.test) == (slug, test.id)), None)
        return cls(
            result.student,
            slug,
            test.id,
            test.title,
            test.outcome.value,
            test.points if decided else None,
            test.max_points,
            why or None,
            test.duration_s,
            given,
        )

    @classmethod
    def of_rubric(cls, result: Result, slug: str, line: RubricLine) -> Self:
        title = line.title.get("en") or next(iter(line.title.values()), "")
        return cls(result.student, slug, RUBRIC + line.key, title, None, line.points, line.max_points)


def lines_of_tests(results: Iterable[Result]) -> Iterator[str]:
    """Yield a heading and one line a test, as CSV. ``explanation`` is the key of what the test failed by, if known."""
    yield csv_line(COLUMNS)
    for one in _lines(results):
        points, suite = ("" if p is None else number(p) for p in (one.points, one.suite_points))
        seconds = "" if one.seconds is None else f"{one.seconds:.3f}"
        texts = map(cell, (one.student, one.exercise, one.test, one.title))
        why = cell(one.explanation or "")
        yield csv_line([*texts, one.outcome or "", points, number(one.most), why, seconds, suite])


def records_of_tests(results: Iterable[Result]) -> Iterator[str]:
    """Yield one JSON object a line (JSON Lines), with the columns of the CSV."""
    for one in _lines(results):
        values = (getattr(one, name) for name in _Line.__slots__)
        yield json.dumps(dict(zip(COLUMNS, values, strict=True)), ensure_ascii=False) + "\n"


def _lines(results: Iterable[Result]) -> Iterator[_Line]:
    for result in by_name(results):
        for exercise in result.exercises:
            yield from (_Line.of_test(result, exercise.slug, test) for test in exercise.tests)
            yield from (_Line.of_rubric(result, exercise.slug, line) for line in exercise.rubric)
