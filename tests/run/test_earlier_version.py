"""A gradebook of version 0.1.0: it is read, and what changed suites mean for it is asked.

Version 0.1.0 itself filled golden/gradebook-0.1.sql from golden/class-0.1: four students, who handed in two different
files; eve was late, and the instructor gave zoe other points.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from grader.cli import cli
from grader.commands.report import report_class
from grader.errors import UsageError
from grader.run.books import Place
from grader.run.outfolder import BOOK

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
CLASS = GOLDEN / "class-0.1"

COURSE = "[due]\n02_losses = 2026-11-21T12:00:00\n[late]\nper_day = 0.1\n"

MARKS = {"ada": 12.0, "bob": 6.0, "eve": 9.6, "zoe": 12.5}
"""Eve wrote what ada did, two days late; zoe wrote what bob did."""

QUESTION = "2 gradings of 4 students were made with other suites or another version"

Run = Callable[..., Result]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The folder that version 0.1.0 filled, without its reports."""
    out = tmp_path / "out"
    out.mkdir()
    connection = sqlite3.connect(out / BOOK)
    connection.executescript((GOLDEN / "gradebook-0.1.sql").read_text("utf-8"))
    connection.close()
    return out


@pytest.fixture
def xorcise(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on that folder, with the due date that the class had."""
    course = tmp_path / "course.toml"
    course.write_text(COURSE)
    monkeypatch.setenv("XORCISE_CACHE", str(tmp_path / "cache"))

    def run(command: str, *more: str, answer: str | None = None) -> Result:
        words = [command, *more, "-o", str(out), "--course", str(course)]
        return CliRunner().invoke(cli, words, input=answer)

    return run


@pytest.fixture
def grade(xorcise: Run) -> Run:
    """Grade the same class with today's suites."""

    def run(*more: str, answer: str | None = None) -> Result:
        settings = ["-e", "02", "-j", "1", "--min-containment", "bare"]
        return xorcise("grade", str(CLASS), *settings, *more, answer=answer)

    return run


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody sits at a terminal and answers."""
    monkeypatch.setattr("grader.run.outdated.at_a_terminal", lambda: True)


def marks(xorcise: Run) -> dict[str, float]:
    """Return everybody's points, as they are exported."""
    exported = xorcise("export", "--format", "json")
    assert exported.exception is None
    return {student["student"]: student["score"] for student in json.loads(exported.stdout)["students"]}


def history(xorcise: Run, student: str) -> dict[str, Any]:
    """Return what is on record about a student."""
    told: dict[str, Any] = json.loads(xorcise("history", student, "--json").stdout)
    return told


def test_marks_and_overrides_are_as_they_were(xorcise: Run) -> None:
    """Every mark, the late penalty and the instructor's word."""
    assert marks(xorcise) == MARKS
    assert [(o["points"], o["reason"]) for o in history(xorcise, "zoe")["overrides"]] == [
        (12.5, "showed it at the blackboard")
    ]


@pytest.mark.usefixtures("xorcise")
def test_reports_are_written_from_it(out: Path) -> None:
    """Today's pages say of an old result what it said: points, lateness and the reason of an override."""
    report_class(Place(out, course=out.parent / "course.toml"), "en", after_due=False)
    assert "2 days late" in (out / "students" / "eve" / "feedback.html").read_text("utf-8")
    assert "showed it at the blackboard" in (out / "students" / "zoe" / "feedback.html").read_text("utf-8")


def test_nothing_is_graded_again_unasked(grade: Run, xorcise: Run) -> None:
    """Without a terminal the command says what to add, and grades nothing."""
    done = grade()
    assert isinstance(done.exception, UsageError)
    assert str(done.exception) == f"{QUESTION}: give --regrade to grade them again, or --keep to leave them as they are"
    assert marks(xorcise) == MARKS
    assert len(history(xorcise, "ada")["lines"]) == 1


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("answer", ["n\n", "\n"])
def test_no_keeps_the_gradings(grade: Run, xorcise: Run, answer: str) -> None:
    """No is also what is taken where nothing is typed. The question is on stderr."""
    done = grade(answer=answer)
    assert done.exit_code == 0
    assert f"{QUESTION}; grade them again? [y/N]" in done.stderr
    assert QUESTION not in done.stdout
    assert marks(xorcise) == MARKS
    assert len(history(xorcise, "ada")["lines"]) == 1


@pytest.mark.usefixtures("terminal")
def test_yes_grades_again(grade: Run, xorcise: Run) -> None:
    """Marks are today's, the old gradings stay on record, and the override is the last word. Nothing is left to ask."""
    done = grade(answer="y\n")
    assert done.exit_code == 0
    assert marks(xorcise).keys() == MARKS.keys()
    assert marks(xorcise)["zoe"] == MARKS["zoe"]
    told = history(xorcise, "zoe")
    assert [line["engine"] == "0.1.0" for line in told["lines"]] == [True, False]
    assert len(told["overrides"]) == 1
    again = grade()
    assert again.exit_code == 0
    assert again.stderr.splitlines() == [
        "xorcise: 4 students",
        "xorcise: 2 gradings are taken from the gradebook, 0 to do; --again grades everything once more",
    ]


def test_options_answer_the_question(grade: Run, xorcise: Run) -> None:
    """--keep leaves what there is, --regrade grades it; neither needs a terminal."""
    assert grade("--keep").exit_code == 0
    assert len(history(xorcise, "ada")["lines"]) == 1
    assert marks(xorcise) == MARKS
    assert grade("--regrade").exit_code == 0
    assert len(history(xorcise, "ada")["lines"]) == 2


def test_what_is_new_is_graded_beside_what_is_kept(grade: Run, xorcise: Run, tmp_path: Path) -> None:
    """A new file is graded by today's suite. A known one from a new student has its earlier grading."""
    known, new = tmp_path / "class" / "kim", tmp_path / "class" / "joe"
    for folder, text in ((known, (CLASS / "ada" / "losses.py").read_text()), (new, "def softmax(x):\n    return x\n")):
        folder.mkdir(parents=True)
        (folder / "losses.py").write_text(text)
    done = xorcise("grade", str(tmp_path / "class"), "-e", "02", "-j", "1", "--min-containment", "bare", "--keep")
    assert done.exit_code == 0
    assert [line["engine"] for line in history(xorcise, "kim")["lines"]] == ["0.1.0"]
    assert [line["engine"] for line in history(xorcise, "joe")["lines"]] != ["0.1.0"]
    assert {student: mark for student, mark in marks(xorcise).items() if student in MARKS} == MARKS


def test_again_and_keep_contradict_each_other(grade: Run) -> None:
    """One line instead of a guess."""
    assert str(grade("--again", "--keep").exception) == "--again grades everything again: leave out --keep"
