"""A notebook is converted into a module, and none of its code runs."""

from __future__ import annotations

import json
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from grader.submission import Entry, read_entry
from grader.submission.bounds import NOTEBOOK, NOTEBOOK_CODE, NOTEBOOK_PARTS, NOTEBOOK_WITH_OUTPUTS, Refused
from grader.submission.notebook import Notebook
from grader.submission.outputs import without_outputs
from submission.sample import CODE, COURSE, LOSSES, F, book, module, notes, problem, write, zipped


def test_definitions_come_out_as_written_and_in_order() -> None:
    """The module keeps the source of definitions and the order of cells. Comments tell the number of each cell."""
    source, found = Notebook.read(
        book("def f(x):\n    # why\n    return g(x)\n", "def g(x): return 2 * x"), "a.ipynb"
    ).module(["f"])
    first, second = source.decode().split("\n\n")
    assert first == "# cell 1, line 1\ndef f(x):\n    # why\n    return g(x)"
    assert second == "# cell 2, line 1\ndef g(x): return 2 * x\n"
    assert found == ()


def test_statements_on_one_line_are_taken_apart() -> None:
    """Statements on one line are separated, also after characters of several bytes and over several lines."""
    assert module("'字'; A = '字'; print(A); B = 2", "def f(): return A + str(B)").startswith("A = '字'\nB = 2\n")
    assert module("print(); A = (1,\n 2); print(A)", "def f(): return A").startswith("A = (1,\n 2)\ndef")


def test_a_cell_with_a_syntax_error_is_left_out_and_noted() -> None:
    """A cell with a syntax error is left out with a note, and the other cells are used."""
    assert module(F, "def g(:\n    pass") == F
    assert notes(F, "x = 1\ndef g(:\n    pass") == (
        "alice.ipynb, code cell 2, line 2: invalid syntax; the cell was left out",
    )


@pytest.mark.parametrize(
    "cell", ["return 1", "break", "def g():\n    x = 1\n    nonlocal x", "x = '\0'", "x = " + "-" * 9000 + "1"]
)
def test_what_only_the_compiler_refuses_is_left_out_too(cell: str) -> None:
    """A cell that parses but does not compile is left out, since with it the whole module could not be loaded."""
    assert module(F, cell) == F
    assert len(notes(F, cell)) == 1


def test_an_entry_point_with_a_syntax_error_comes_out_as_it_is() -> None:
    """If an entry point is defined only in a cell with a syntax error, the module is that cell with its error."""
    broken = "def f(x)\n    return x"
    source, found = Notebook.read(book("def g(): pass", broken), "a.ipynb").module(["f"])
    assert source.decode() == f"# cell 2, line 1\n{broken}"
    assert len(found) == 1
    with pytest.raises(SyntaxError):
        compile(source, "losses.py", "exec")


def test_an_earlier_version_serves_where_a_later_one_is_broken() -> None:
    """If a later definition has a syntax error, the earlier one is used, as in the notebook."""
    assert module(F, "def f(x)\n    return 2 * x") == F


def test_warnings_about_students_code_stay_silent() -> None:
    """Warnings about a student's code are suppressed. In these tests a warning would be an error."""
    source = "def f():\n    return '\\d' is 'd'"
    assert module(source) == source


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (F, True),
        ("f = lambda x: x", True),
        ("f = np.exp", True),
        ("if fast:\n    def f(): pass", True),
        ("from losses import f", False),
        ("f = 3", False),
        ("f(3)", False),
        ("class g:\n    def f(): pass", False),
        ("def f(:", True),
        ("def ff(:", False),
    ],
)
def test_defining_is_giving_a_name_something_to_call(cell: str, expected: bool) -> None:
    """A notebook defines a name if it gives the name something callable. An import or a value does not count."""
    assert Notebook.read(book(cell), "a.ipynb").defines(["f", "other"]) is expected


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        Notebook.read(content, "alice.ipynb")
    return str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"3",
        b"null",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"nbformat": 99, "cells": []}',
        b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 3}',
        b'{"nbformat": 4}',
        b'{"nbformat": "4"}',
        b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "source": 3}]}',
        b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "source": [3]}]}',
        b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {"language_info": 3}, "cells": []}',
        b'{"nbformat": 4, "nbformat_minor": 5, "metadata": 3, "cells": [3]}',
    ],
)
def test_what_is_no_notebook_is_refused(content: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    """What is not a notebook is refused with one sentence, and nbformat prints nothing."""
    assert refusal(content) == "alice.ipynb is not a readable notebook: open it, save it and hand it in again"
    assert capfd.readouterr() == ("", "")


def test_other_languages_are_refused() -> None:
    """A notebook in another language is refused, and the message names the language."""
    assert "is in R" in refusal(book("x <- 1", metadata={"language_info": {"name": "R"}}))
    assert "is in julia" in refusal(
        book("x = 1", metadata={"kernelspec": {"name": "j", "display_name": "j", "language": "julia"}})
    )


def test_too_much_code_is_refused() -> None:
    """A notebook with too much code, or too many cells or statements, is refused. The limit itself passes."""
    many = NOTEBOOK_PARTS + 1
    functions = "class A:\n" + " def f(): f\n" * many
    for cells in (
        ["#" * (NOTEBOOK_CODE + 1)],
        ["#" * 5 * NOTEBOOK_CODE],
        ["1"] * many,
        ["1\n" * many],
        [functions],
        ["#"] * many,
    ):
        assert "more than 0.25 MiB of code, or more than 3000 cells" in refusal(book(*cells))
    pieces = {"cell_type": "code", "source": [""] * NOTEBOOK_CODE * 2}
    assert "more than 0.25 MiB of code" in refusal(book(pieces))
    assert len(Notebook.read(book(*["1"] * NOTEBOOK_PARTS), "a.ipynb").statements) == NOTEBOOK_PARTS


def test_outputs_and_text_weigh_nothing() -> None:
    """Large outputs and texts are ignored, and outputs are not validated."""
    image = {"output_type": "display_data", "data": {"image/png": "A" * 4_000_000}, "metadata": {}}
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [image, 3], "source": [F]}
    text = {"cell_type": "markdown", "id": "b", "metadata": {}, "source": "A" * 4_000_000}
    assert Notebook.read(book(cell, text), "a.ipynb").module(["f"])[0].decode() == f"# cell 1, line 1\n{F}\n"


def test_metadata_costs_no_more_than_its_text() -> None:
    """Metadata are not passed to nbformat, which would need many times their size to copy them."""
    whole = json.loads(book(F)) | {"metadata": {"x": [{}] * 100_000}}
    content = json.dumps(whole).encode()
    tracemalloc.start()
    assert Notebook.read(content, "a.ipynb").defines(["f"])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100 * len(content)


def test_older_formats_are_read() -> None:
    """A notebook of format 3 is read. It has cells in worksheets and the code under another key."""
    cell = {"cell_type": "code", "language": "python", "collapsed": False, "input": F, "outputs": [], "metadata": {}}
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": [cell], "metadata": {}}],
    }
    assert Notebook.read(json.dumps(old).encode(), "a.ipynb").module(["f"])[0].decode() == f"# cell 1, line 1\n{F}\n"


def test_without_nbformat_the_problem_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without nbformat, reading a notebook is refused, and the message says what to install."""
    monkeypatch.setitem(sys.modules, "nbformat", None)
    assert "pip install 'xorcise[instructor]'" in refusal(b"{}")


def test_nothing_is_run(tmp_path: Path) -> None:
    """Reading a notebook runs no code, whether at the top level, in a default, a decorator or a class body."""
    proof = tmp_path / "ran"
    act = f"open({str(proof)!r}, 'w')"
    Notebook.read(
        book(act, f"@{act}\ndef f(x={act}): pass", f"class g:\n    {act}", f"!touch {proof}"), "a.ipynb"
    ).module(["f", "g"])
    assert not proof.exists()


def figure(size: int) -> dict[str, Any]:
    """Return a cell that defines ``f`` and shows a figure of ``size`` bytes."""
    return CODE | {"source": F, "outputs": [{"output_type": "display_data", "data": {"image/png": "A" * size}}]}


def test_a_notebook_that_is_large_because_of_its_outputs_is_read(tmp_path: Path) -> None:
    """Outputs above the limit are left out before the notebook is parsed, in a folder, a zip and a single file."""
    content = book(figure(NOTEBOOK), "x = '\"outputs\": [1'")
    write(tmp_path, {"alice/losses.ipynb": content, "bob.ipynb": content})
    zipped(tmp_path / "carl.zip", {"losses.ipynb": content})
    for name in ("alice", "bob.ipynb", "carl.zip"):
        submission = read_entry(Entry("s", tmp_path / name), [LOSSES], COURSE)
        assert F.encode() in submission.files["02_losses"]["losses.py"]
    assert json.loads(without_outputs(content)) == json.loads(
        book(figure(0) | {"outputs": []}, "x = '\"outputs\": [1'")
    )


def test_a_notebook_that_is_large_without_outputs_is_not(tmp_path: Path) -> None:
    """Text cells count, and a notebook above the larger limit is not even read."""
    text = {"cell_type": "markdown", "metadata": {}, "source": "x" * NOTEBOOK}
    write(tmp_path, {"bob.ipynb": book(F, text)})
    assert problem(tmp_path / "bob.ipynb") == "bob.ipynb is larger than 10 MiB: hand in the work itself"
    with (tmp_path / "carl.ipynb").open("wb") as file:
        file.truncate(NOTEBOOK_WITH_OUTPUTS + 1)
    assert problem(tmp_path / "carl.ipynb") == "carl.ipynb is larger than 10 MiB: hand in the work itself"


@pytest.mark.parametrize("content", [b'{"outputs": [', b'{"outputs": [}', b'"outputs": [[', b"]" * 99, b'"\\', b""])
def test_what_is_no_json_stays_none(content: bytes) -> None:
    """Leaving out outputs raises nothing, and makes no notebook of what is none."""
    with pytest.raises(Refused):
        Notebook.read(without_outputs(content), "a.ipynb")
