"""Each line of a module that was made from a notebook is known by its cell, and its line in the cell."""

from __future__ import annotations

import time

import pytest

from grader.submission.cell_lines import Spot, module_line, spot
from grader.submission.notebook import Notebook
from submission.sample import book


def found(*cells: str, wanted: str = "f") -> dict[str, tuple[int | None, int]]:
    """Return by text the cell and the line of each line of code in the module from a notebook."""
    source = Notebook.read(book(*cells), "alice.ipynb").module([wanted])[0]
    each = {text: spot({"f.py": source}, "f.py", n) for n, text in enumerate(source.decode().split("\n"), 1)}
    return {text: (at.cell, at.line) for text, at in each.items() if text.strip() and not text.startswith("# cell")}


def expected(*cells: str) -> dict[str, tuple[int, int]]:
    """Return by text the cell and the line of each line of cells."""
    lines = [(number, cell.split("\n")) for number, cell in enumerate(cells, 1)]
    return {text: (number, line) for number, some in lines for line, text in enumerate(some, 1)}


CELLS = (
    "# a comment\n\nimport numpy as np\nprint(np)\nfrom math import exp\n\n\nA = 1",
    "%%time\n!ls\nB = np.exp(A)",
    "print('dropped')",
    "@wraps\n@other(\n    1)\ndef g(x):\n    # why\n\n    return x + exp(B)\n\nx = 3\nwraps = other = id",
    'def f(x):\n    text = """a\n# not a mark\n  b"""\n    return g(x)',
    "from __future__ import annotations\ndef h(): pass\nf.help = h",
)


def test_lines_are_those_of_their_cells() -> None:
    """With what was left out above them: comments, magics, calls, and a future import that had to come first."""
    lines = found(*CELLS)
    known = expected(*CELLS)
    assert {text: known[text] for text in lines} == lines
    assert len(lines) > 15
    assert lines["    return g(x)"] == (5, 5)
    assert lines["B = np.exp(A)"] == (2, 3)
    assert lines["from __future__ import annotations"] == (6, 1)


def test_statements_on_one_line_have_that_line() -> None:
    lines = found("A = 1; B = (2,\n 3); C = 4", "def f(): return A, B, C")
    assert [lines[text] for text in ("A = 1", "B = (2,", " 3)", "C = 4")] == [(1, 1), (1, 1), (1, 2), (1, 2)]


def test_a_cell_that_is_not_python_has_its_lines() -> None:
    """It stands alone in the module, with its error."""
    assert found("x = 1", "%%time\n\ndef f(x)\n    return 1") == {"def f(x)": (2, 3), "    return 1": (2, 4)}


def test_empty_cells_and_texts_have_no_number() -> None:
    """A kernel does not count them either."""
    text = {"cell_type": "markdown", "metadata": {}, "source": "# Losses"}
    source = Notebook.read(book("", text, " \n", "x = 1", text, "def f(): pass"), "a.ipynb").module(["f"])[0]
    assert spot({"f.py": source}, "f.py", 2) == Spot("code cell 2", 1, 2)


def test_the_same_notebook_gives_the_same_text() -> None:
    """Whatever its name, and whatever its outputs: so what two students hand in alike is graded once."""
    one, other = (Notebook.read(book(*CELLS, **more), name) for name, more in (("a.ipynb", {}), ("b.ipynb", {"x": 1})))
    assert one.module(["f"])[0] == other.module(["f"])[0]


@pytest.mark.parametrize(
    "above",
    [
        "",
        "# cell 3",
        "# cell 3, line 4 and more",
        " # cell 3, line 4",
        "# cell 999999, line 4",
        "x = 1  # cell 3, line 4",
        "# cell ３, line 4",
    ],
)
def test_other_comments_are_no_map(above: str) -> None:
    """A module that a student wrote keeps its own lines."""
    assert spot({"f.py": f"{above}\nx = 1\n".encode()}, "f.py", 2) == Spot("f.py", 2)


@pytest.mark.parametrize("line", [0, 1, 10**9])
def test_a_line_that_is_not_there_is_told_as_it_is(line: int) -> None:
    assert spot({"f.py": b"x = 1"}, "f.py", line) == Spot("f.py", line)
    assert spot({}, "f.py", line) == Spot("f.py", line)


def test_a_cell_is_told_in_both_languages() -> None:
    at = spot({"f.py": b"# cell 3, line 4\nx = 1\n"}, "f.py", 2)
    assert (str(at.file), at.line, at.cell) == ("code cell 3", 4, 3)
    assert at.file.told("zh-CN") == "第 3 个代码单元格"  # type: ignore[attr-defined]


def test_a_line_of_a_cell_is_found_in_the_module() -> None:
    text = "# cell 1, line 1\na\n\n# cell 2, line 3\nb\nc\n# cell 2, line 9\nd\n # cell 3, line 1\n# cell 4, line 1 \n"
    assert [module_line(text, cell, line) for cell, line in ((1, 1), (2, 4), (2, 9), (2, 2), (3, 1), (4, 1))] == [
        *(2, 6, 8),
        *(None, None, None),
    ]


@pytest.mark.parametrize("text", ["\n" * 200_000, "# cell 1, line 1\n" * 12_000, "# cell 1, " * 20_000])
def test_a_hostile_file_takes_no_time(text: str) -> None:
    """A page asks for a line of each test."""
    began = time.perf_counter()
    for _ in range(10):
        module_line(text, 2, 500)
    assert time.perf_counter() - began < 10
