"""What grading says of a line of a module that was made from a notebook: its cell, and the line in the cell."""

from __future__ import annotations

from submission.sample import book

from grader.errors import Place, StudentRaised
from grader.language import _
from grader.submission.notebook import Notebook
from grader.worker.faults import ReportedExceptions
from grader.worker.source_lines import SourceLines

CELLS = ("%%time\nimport tensorflow as tf", "print('x')", "\n# why\ndef f(x):\n    return tf.exp(x) / 0\n")
FILES = {"answer.py": Notebook.read(book(*CELLS), "alice.ipynb").module(["f"])[0], "other.py": b"x = 1\n"}


def line_of(text: str) -> int:
    """Return the number of a line of the module."""
    return FILES["answer.py"].decode().splitlines().index(text) + 1


def test_a_place_is_a_line_of_its_cell() -> None:
    said = ["answer.py", line_of("    return tf.exp(x) / 0")]
    found = SourceLines(FILES, "answer").find(said)
    assert found == Place("on line 4 of code cell 3", "return tf.exp(x) / 0", "answer.py", 4, 3)
    assert found is not None
    assert found.where.told("zh-CN") == "在 第 3 个代码单元格 第 4 行"  # type: ignore[attr-defined]


def test_places_name_no_more_lines_than_before() -> None:
    """One place for each line that can be named: a cell is a function of it. The comment with the cell is none."""
    lines = SourceLines(FILES, "answer")
    found = [lines.find(["answer.py", n]) for n in range(30)]
    assert [place.source for place in found if place] == [
        "import tensorflow as tf",
        "def f(x):",
        "return tf.exp(x) / 0",
    ]


def test_another_file_keeps_its_lines() -> None:
    found = SourceLines(FILES, "answer").find(["other.py", 1])
    assert found == Place("on line 1 of another of your files", "other.py: x = 1", "other.py", 1)


def test_an_exception_and_a_library_are_told_with_their_cells() -> None:
    reported = ReportedExceptions(FILES, "answer", numpy_only=True)
    kinds = ["ModuleNotFoundError", "ImportError", "Exception"]
    fault = reported.fault(kinds[0], kinds, "no", ["answer.py", line_of("import tensorflow as tf")])
    assert isinstance(fault, StudentRaised)
    told = "this exercise needs NumPy only; `tensorflow` was imported on line 2 of code cell 1"
    assert "on line 2 of code cell 1" in str(fault.summary)
    assert told in str(fault.message)
    assert str(reported.timed_out(_("late")).message) == f"late: {told}"
