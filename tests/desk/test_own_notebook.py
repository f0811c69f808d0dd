"""``xorcise check`` of work in a notebook: which file counts, and lines of cells wherever a line is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from submission.sample import book

from desk.sample import OURS, course
from grader.desk.checked import Check, Checked
from grader.desk.progress import Progress
from grader.desk.runner import Runner
from grader.desk.state import Kind
from grader.desk.written import own_file
from grader.exercises.catalogue import Catalogue
from grader.language import Message
from grader.result import CodePlace, Outcome, TestResult

RIGHT = OURS.reference(OURS.exercise("02")).read_text(encoding="utf-8")

TAKEN = "losses.ipynb was taken, since nothing of the exercise is written in losses.py"


@pytest.fixture
def given(tmp_path: Path) -> Catalogue:
    """A course with one exercise, as it was handed out."""
    return course(tmp_path, ["02_losses"])


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner() as runner:
        yield runner


def checked(runner: Runner, given: Catalogue, *cells: str) -> Checked:
    """Check the exercise with a notebook beside its stub."""
    folder = given.statement_dir(given.exercise("02"))
    (folder / "losses.ipynb").write_bytes(book(*cells))
    return runner.check(Check(str(folder), "02_losses"))


def of(found: Checked, part: str) -> TestResult:
    """Return the first test that did not pass and whose name has ``part``."""
    return next(t for t in found.tests if part in t.id and t.outcome is not Outcome.PASSED)


def test_work_in_a_notebook_is_checked_beside_an_untouched_stub(runner: Runner, given: Catalogue) -> None:
    """With a note, which travels as a message."""
    found = checked(runner, given, "print('begin')", RIGHT)
    assert {t.outcome for t in found.tests} == {Outcome.PASSED}
    assert found.notes == (TAKEN,)
    assert isinstance(found.notes[0], Message)


def test_a_traceback_names_cell_and_line(runner: Runner, given: Catalogue) -> None:
    """So do the sentence of the place and the explanation."""
    wrong = "# mine\ndef helper(rows):\n    return rows[77]\n"
    found = checked(runner, given, RIGHT, wrong, "%time\n\ndef mean_squared_error(y, t):\n    return helper(t)")
    test = of(found, "mean_squared_error")
    told = found.tracebacks[test.id].splitlines()
    assert [line for line in told if "line" in line] == [
        "  Code cell 3, line 4, in mean_squared_error",
        "  Code cell 2, line 3, in helper",
    ]
    assert "on line 3 of code cell 2" in str(test.message)
    assert "return rows[77]" in str(test.message)
    assert test.explanation is not None
    assert test.explanation.places == (CodePlace("losses.py", 3, 2),)
    assert "on line 3 of code cell 2" in test.explanation.text["en"]


def test_a_syntax_error_names_cell_and_line(runner: Runner, given: Catalogue) -> None:
    found = checked(runner, given, "import numpy as np", "# mine\n\ndef mean_squared_error(y, t:\n    return 1")
    test = found.tests[0]
    assert "Code cell 2, line 3" in found.tracebacks[test.id]
    assert "on line 3 of code cell 2" in str(test.message)
    assert test.explanation is not None
    assert test.explanation.text["en"] == "A bracket that opens on line 3 of code cell 2 is never closed."
    assert any("losses.ipynb, code cell 2, line 3" in note for note in found.notes)


@pytest.mark.parametrize(
    ("code", "said"),
    [("while True:\n        pass", "time ran out"), ("import ctypes\n    ctypes.string_at(0)", "the program crashed")],
)
def test_a_late_or_crashed_call_names_cell_and_line(runner: Runner, given: Catalogue, code: str, said: str) -> None:
    found = checked(runner, given, RIGHT, f"# mine\ndef mean_squared_error(y, t):\n    {code}")
    told = str(of(found, "mean_squared_error").message)
    assert told.startswith(said)
    assert ": it was on line " in told
    assert told.splitlines()[0].endswith(("on line 3 of code cell 2", "on line 4 of code cell 2"))


def test_the_file_of_an_exercise_is_the_one_with_work(given: Catalogue) -> None:
    """As grading chooses it. So a check of the notebook is one of the file that progress looks at."""
    exercise = given.exercise("02")
    module = given.stub(exercise)
    notebook = module.with_suffix(".ipynb")
    assert own_file(given, exercise) == module
    notebook.write_bytes(book("from losses import *", "x = 1"))
    assert own_file(given, exercise) == module
    notebook.write_bytes(b"no notebook")
    assert own_file(given, exercise) == module
    notebook.write_bytes(book(RIGHT))
    assert own_file(given, exercise) == notebook
    assert Progress.of(given).state_of(exercise).kind is Kind.BEGUN
    module.write_text(RIGHT, encoding="utf-8")
    assert own_file(given, exercise) == module
    module.unlink()
    assert own_file(given, exercise) == notebook
