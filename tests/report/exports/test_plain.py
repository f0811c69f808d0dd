"""The class as CSV."""

from __future__ import annotations

import csv
import io

import pytest

from grader.report.exports.plain import cell, gradebook_csv
from grader.result import Outcome

from ..sample import BIDI, ESCAPE, EXERCISES, a_class, a_result, a_test, graded


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_one_line_a_student_in_the_order_of_names() -> None:
    rows = read(gradebook_csv(a_class(), EXERCISES))
    assert [r["student"] for r in rows] == ["alice", "bob", "carol", "dora"]
    assert rows[1] == {
        "student": "bob",
        "02_losses": "6",
        "08_backprop": "0",
        "total": "6",
        "max": "18",
        "02_losses outcome": "partial",
        "08_backprop outcome": "not_attempted",
        "notes": "",
    }


def test_a_grader_error_is_neither_points_nor_a_zero() -> None:
    carol = read(gradebook_csv(a_class(), EXERCISES))[2]
    assert (carol["08_backprop"], carol["total"]) == ("", "")
    assert carol["08_backprop outcome"] == "grader_error"
    assert "the grader failed in 08_backprop" in carol["notes"]


def test_what_could_not_be_read_has_its_reason_and_no_zero() -> None:
    dora = read(gradebook_csv(a_class(), EXERCISES))[3]
    assert dora["total"] == dora["02_losses"] == ""
    assert dora["notes"] == "dora.zip is not a zip file: send it again"


def test_an_exercise_that_the_catalogue_lost_keeps_its_column() -> None:
    rows = read(gradebook_csv([a_result("a", graded("99_old", a_test(Outcome.PASSED)))], EXERCISES))
    assert rows[0]["99_old"] == "6"
    assert rows[0]["02_losses"] == ""


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\n=1", "＝1+1", '=HYPERLINK("http://x","y")', "\x00=1"]
)
def test_no_cell_of_a_stranger_is_a_formula(name: str) -> None:
    """Excel and LibreOffice run what starts so; the full-width forms in their East Asian versions."""
    shown = read(gradebook_csv([a_result(name, problem=name)], EXERCISES))[0]
    assert shown["student"].startswith("'")
    assert shown["notes"].startswith("'")


@pytest.mark.parametrize("name", ["Ada, Countess", 'the "best"', "two\nlines", "陈小明", "O'Neill", "a=b"])
def test_other_names_come_back_as_they_were(name: str) -> None:
    assert read(gradebook_csv([a_result(name)], EXERCISES))[0]["student"] == name


def test_control_characters_do_not_reach_the_file() -> None:
    text = gradebook_csv([a_result(ESCAPE + BIDI)], EXERCISES)
    assert not any(c in text for c in "\x1b\x00\x9b\x07\u202e")


def test_lines_end_as_rfc_4180_wants_them() -> None:
    text = gradebook_csv(a_class(), EXERCISES)
    assert text.count("\r\n") == text.count("\n") == 5


def test_an_empty_class_has_a_heading() -> None:
    assert gradebook_csv([], EXERCISES).startswith("student,02_losses,08_backprop,total,max")


def test_plain_text_is_left_alone() -> None:
    assert cell("bob") == "bob"
