"""Marks go back to the platform: each file is read as the platform documents that it reads it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import replace

from grader.report.exports.canvas import canvas_lines
from grader.report.exports.gradescope import gradescope_lines
from grader.report.exports.moodle import moodle_lines
from grader.report.exports.per_test import lines_of_tests, records_of_tests
from grader.report.exports.plain import gradebook_csv
from grader.report.exports.table import Table
from grader.report.standing import Standing
from grader.result import Result

from ..sample import EXERCISES, a_class

STANDING = Standing.of(a_class(), EXERCISES)


def rows(lines: Iterable[str]) -> list[list[str]]:
    return list(csv.reader(io.StringIO("".join(lines), newline="")))


# --- Canvas -----------------------------------------------------------------------------------------------------------

CANVAS = Table(
    ("Student", "ID", "SIS Login ID", "Section", "Losses (1234)", "Other (9)", "Final Score"),
    {
        "alice": {"Student": "Example, Alice", "ID": "101", "SIS Login ID": "aexa", "Section": "A", "Other (9)": "7"},
        "bob": {"Student": "=Bob", "ID": "102", "SIS Login ID": "bexa", "Section": "A"},
    },
    {"Losses (1234)": 100.0, "Other (9)": 10.0},
)


def as_canvas(lines: Iterable[str]) -> dict[str, dict[str, float]]:
    """Read an import as Canvas does: a person by ID or login, an assignment by its heading; a blank is no mark."""
    heading, worth, *people = rows(lines)
    assert worth[0] == "Points Possible"
    known = {"Student", "ID", "SIS User ID", "SIS Login ID", "Section"}
    marks: dict[str, dict[str, float]] = {}
    for line in people:
        cells = dict(zip(heading, line, strict=True))
        own = {name: float(cell) for name, cell in cells.items() if name not in known and cell}
        marks[cells["ID"] or cells["SIS Login ID"]] = own
    return marks


def test_canvas_gets_points_scaled_to_its_assignment() -> None:
    """Under its own name for it; 12 of 12 are 100 of 100. What was not decided stays blank."""
    lines = list(canvas_lines(a_class(), STANDING, CANVAS))
    assert rows(lines)[1] == ["Points Possible", "", "", "", "", "100", "6"]
    assert as_canvas(lines) == {
        "101": {"Losses (1234)": 100.0, "08_backprop": 6.0},
        "102": {"Losses (1234)": 50.0, "08_backprop": 0.0},
        "carol": {"Losses (1234)": 50.0},
        "dora": {},
    }
    assert "'=Bob" in lines[3]  # nobody's name is a formula


def test_a_column_is_found_by_the_exercise_s_title_or_module() -> None:
    """Without course.toml; what the course says comes first."""
    column = STANDING.columns()[0]
    for heading in ("Losses (77)", "losses", "02_losses (1)", "LOSSES (3)"):
        assert Table((heading, "ID")).column(column) == heading
    assert Table(("Losses (1)", "losses (2)")).column(column) == "02_losses"  # two that may be meant
    assert Table(("Losses (1)",), names={"02_losses": "Week 2 (5)"}).column(column) == "Week 2 (5)"


# --- Moodle -----------------------------------------------------------------------------------------------------------

WORKSHEET = Table(
    ("Identifier", "Full name", "Status", "Grade", "Maximum Grade", "Last modified (grade)", "Feedback comments"),
    {
        name: {
            "Identifier": f"Participant {number}",
            "Full name": name,
            "Status": "Submitted",
            "Grade": "",
            "Maximum Grade": "100.00",
            "Last modified (grade)": "Monday, 30 November 2026, 1:00 PM",
            "Feedback comments": "",
        }
        for number, name in enumerate(("alice", "bob", "carol", "dora", "never handed in"), 101)
    },
)


def as_moodle(lines: Iterable[str]) -> dict[int, tuple[float | None, str]]:
    """Read a worksheet as Moodle's importer does: commas, the number behind "Participant ", an empty grade is none."""
    heading, *people = rows(lines)
    identifier, grade = heading.index("Identifier"), heading.index("Grade")
    assert "Last modified (grade)" in heading
    comments = heading.index("Feedback comments")
    return {
        int(line[identifier][len("Participant ") :]): (float(line[grade]) if line[grade] else None, line[comments])
        for line in people
    }


def test_moodle_s_worksheet_comes_back_filled_in() -> None:
    """Grades out of its maximum, points and notes as comments; all other cells as they were."""
    results = [replace(r, notes=("02_losses: 1 day late",)) if r.student == "bob" else r for r in a_class()]
    lines = list(moodle_lines(results, STANDING, WORKSHEET))
    assert rows(lines)[0] == list(WORKSHEET.headings)
    assert as_moodle(lines) == {
        101: (100.0, "02 Losses: 12/12; 08 Layers & backprop: 6/6"),
        102: (33.33, "02 Losses: 6/12; 08 Layers & backprop: 0/6; 02_losses: 1 day late"),
        103: (None, "02 Losses: 6/12; no total, the grader failed in 08_backprop"),
        104: (None, "dora.zip is not a zip file: send it again"),
    }
    untouched = {n for n, heading in enumerate(WORKSHEET.headings) if heading not in ("Grade", "Feedback comments")}
    for line, name in zip(rows(lines)[1:], ("alice", "bob", "carol", "dora"), strict=True):
        assert [line[n] for n in sorted(untouched)] == [
            WORKSHEET.lines[name][WORKSHEET.headings[n]] for n in sorted(untouched)
        ]


def test_one_exercise_of_a_worksheet() -> None:
    """The grade is of what is asked for."""
    standing = Standing.of([r.only({"02_losses"}) for r in a_class()], EXERCISES[:1])
    found = as_moodle(moodle_lines([r.only({"02_losses"}) for r in a_class()], standing, WORKSHEET))
    assert [grade for grade, _comment in found.values()] == [100.0, 50.0, 50.0, None]


# --- others -----------------------------------------------------------------------------------------------------------


def test_gradescope_s_columns() -> None:
    table = Table(
        ("First Name", "Last Name", "SID", "Email", "Role"),
        {"alice": {"First Name": "Alice", "Last Name": "Example", "SID": "101", "Email": "a@example.org"}},
    )
    heading, first, second, *_others = rows(gradescope_lines(a_class(), STANDING, table))
    assert heading == [
        "First Name",
        "Last Name",
        "SID",
        "Email",
        "02_losses",
        "08_backprop",
        "Total Score",
        "Max Points",
    ]
    assert first == ["Alice", "Example", "101", "a@example.org", "12", "6", "18", "18"]
    assert second == ["bob", "", "", "", "6", "0", "6", "18"]


def test_every_test_has_a_line() -> None:
    """The same in CSV and in JSON; a test that was not decided has no points."""
    heading, *lines = rows(lines_of_tests(a_class()))
    records = [json.loads(line) for line in records_of_tests(a_class())]
    assert [list(record) for record in records] == [heading] * len(lines)
    assert [line[0] for line in lines] == [record["student"] for record in records]
    broken = next(line for line in lines if line[4] == "grader_error")
    assert broken[5] == ""
    assert next(r["points"] for r in records if r["outcome"] == "grader_error") is None
    assert ["bob", "02_losses", "test_batch", "mean_over_classes"] in [[*line[:3], line[7]] for line in lines]


def test_notes_say_what_a_teacher_should_know() -> None:
    """Lateness, overrides, guesses and the chosen attempt stand in the last column."""
    one: Result = replace(a_class()[3], notes=("a guess", "02_losses: 1 day late, 10% off"))
    last = rows(gradebook_csv([one], EXERCISES).splitlines(keepends=True))[1][-1]
    assert last == "a guess; 02_losses: 1 day late, 10% off"
