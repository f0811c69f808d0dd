"""Lines of a notebook's cells in the module that is made from it.

The module carries its own map, so that it goes wherever the module goes: into a zip, to a worker, into the record of a
grading. A comment says which line of which cell the next line of the module is::

    # cell 3, line 1
    def softmax(x):
        return np.exp(x) / np.exp(x).sum()

Cells are counted among the code cells that are not empty, from 1. A notebook shows this number beside a cell, as in
``In [3]``, after its kernel was restarted and all cells were run. Lines are counted within the cell, from 1.

A student may write such a comment into any file. That only names other lines to the student and the teacher.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grader.language import _
from grader.submission.statement import Statement

_MARK = re.compile(rb"# cell (\d{1,5}), line (\d{1,6})")
_MARKS = re.compile(rf"^{_MARK.pattern.decode()}$", re.MULTILINE | re.ASCII)
"""A notebook has at most ``NOTEBOOK_PARTS`` cells, and at most ``NOTEBOOK_CODE`` lines: four and six digits."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A line as its author knows it.

    Attributes:
        file: the file's name, or which cell it is, in words of ours.
        line: the line, from 1; of a notebook, in the cell.
        cell: the number of the notebook's code cell, from 1; ``None`` of another file.
    """

    file: str
    line: int
    cell: int | None = None


def mark(cell: int, line: int) -> str:
    """Return the comment before a line of a cell."""
    return f"# cell {cell}, line {line}"


def module_text(statements: Iterable[Statement]) -> str:
    """Return statements of a notebook as the text of a module.

    Statements of one cell keep their distance. What lay between them is left out, and leaves empty lines.
    """
    lines: list[str] = []
    cell, following = 0, 0  # of the next line of the module
    for statement in statements:
        if statement.cell == cell and statement.line >= following:
            lines += [""] * (statement.line - following)
        else:
            lines += ["", mark(statement.cell, statement.line)]
        text = statement.text.split("\n")
        lines += text
        cell, following = statement.cell, statement.line + len(text)
    return "\n".join(lines).strip() + "\n"


def spot(files: Mapping[str, bytes], path: str, line: int) -> Spot:
    """Return a line of a module as its author knows it: in a cell, if the module was made from a notebook.

    Args:
        files: the submission's files.
        path: that of the module.
        line: the line in it, from 1.
    """
    above = files.get(path, b"").split(b"\n", line)[: line - 1]
    for distance, text in enumerate(reversed(above)):
        if (found := _MARK.fullmatch(text)) is not None:
            cell = int(found[1])
            return Spot(_("code cell {cell}", cell=cell), int(found[2]) + distance, cell)
    return Spot(path, line)


def module_line(text: str, cell: int, line: int) -> int | None:
    """Return which line of a module a line of a cell became, from 1; ``None`` where it has none.

    Args:
        text: of the module.
        cell: the number of the cell.
        line: the line in the cell, from 1.
    """
    found = None
    for marked in _MARKS.finditer(text):  # going through the lines took 0.2 s for a file of empty ones
        if int(marked[1]) == cell and int(marked[2]) <= line:
            found = marked
    return None if found is None else text.count("\n", 0, found.start()) + 2 + line - int(found[2])
