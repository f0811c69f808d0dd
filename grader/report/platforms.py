"""The class as learning platforms import it, and as JSON.

Canvas wants its own first columns and a row of maxima; an assignment that it knows is called ``Name (number)``. Moodle
maps any column, and asks which one identifies a user. A cell for which nothing was decided is empty: then both leave a
grade alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from grader.report.gradebook_csv import cell, csv_line
from grader.report.standing import Standing, by_name, exercise_of, is_final
from grader.result import Outcome, Result
from grader.text import number

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")

Roster = Mapping[str, Mapping[str, str]]
"""By student, what the platform's own export says of them, by column."""


def canvas_lines(
    results: Iterable[Result], standing: Standing, names: Mapping[str, str], roster: Roster
) -> Iterator[str]:
    """Yield the lines of Canvas's gradebook import.

    Args:
        results: of all students.
        standing: the class's.
        names: what Canvas calls each exercise, where it has a name of its own.
        roster: Canvas's columns of each student. Who is not in it is named as here, also as the login.
    """
    head = standing.columns()
    yield csv_line([*CANVAS, *(cell(names.get(c.slug, c.slug)) for c in head)])
    yield csv_line(["Points Possible", "", "", "", "", *(number(c.max_score) for c in head)])
    for result in by_name(results):
        own = roster.get(result.student, {"SIS Login ID": result.student})
        first = [cell(own.get("Student", result.student)), *(cell(own.get(name, "")) for name in CANVAS[1:])]
        yield csv_line([*first, *(_points(result, c.slug) for c in head)])


def moodle_lines(
    results: Iterable[Result], standing: Standing, names: Mapping[str, str], roster: Roster
) -> Iterator[str]:
    """Yield the lines of Moodle's import from CSV: who, by the roster's columns or by name, and points."""
    head = standing.columns()
    columns = list(dict.fromkeys(column for line in roster.values() for column in line)) or ["Username"]
    yield csv_line([*map(cell, columns), *(cell(names.get(c.slug, c.slug)) for c in head)])
    for result in by_name(results):
        own = roster.get(result.student, {columns[0]: result.student})
        yield csv_line([*(cell(own.get(c, "")) for c in columns), *(_points(result, c.slug) for c in head)])


def _points(result: Result, slug: str) -> str:
    found = exercise_of(result, slug)
    return number(found.score) if found is not None and found.outcome is not Outcome.GRADER_ERROR else ""


def json_lines(results: Iterable[Result]) -> Iterator[str]:
    """Yield the class as one JSON object, a line a student: scores without tests."""
    yield '{"version": 1, "students": ['
    separator = "\n"
    for result in by_name(results):
        record = {
            "student": result.student,
            "score": result.score if is_final(result) else None,
            "max_score": result.max_score,
            "problem": result.problem,
            "notes": result.notes,
            "exercises": {
                e.slug: {
                    "outcome": e.outcome,
                    "score": None if e.outcome is Outcome.GRADER_ERROR else e.score,
                    "max_score": e.max_score,
                }
                for e in result.exercises
            },
        }
        yield separator + json.dumps(record, ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"
