"""Converting a notebook into a module, without running any of its code."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeGuard

from grader.exercises.body import DEFINITIONS
from grader.language import Message, _
from grader.submission.bounds import NOTEBOOK_CODE, NOTEBOOK_COMPILED, NOTEBOOK_PARTS, Refused, mib, shown
from grader.submission.cell_lines import mark, module_text
from grader.submission.magics import strip_magics
from grader.submission.reach import DependencyGraph
from grader.submission.repeats import compiled_size
from grader.submission.silence import silence
from grader.submission.statement import COMPREHENSIONS, Statement

# What Python's parser and compiler raise for text that is not Python or is nested too deeply.
_NOT_PYTHON = (SyntaxError, ValueError, RecursionError, MemoryError)

# What reading JSON raises if its structure is not that of a notebook.
_NO_BOOK = (ValueError, TypeError, AttributeError, LookupError, RecursionError)

_DEFINITION = re.compile(r"^[ \t]*(?:def|class)[ \t]+(\w+)", re.MULTILINE)

_SCOPES = (*DEFINITIONS, ast.Lambda, *COMPREHENSIONS)


@dataclass(frozen=True)
class Notebook:
    """A notebook's code, split into statements.

    Attributes:
        name: the name of the file.
        statements: the statements of all cells that are valid Python, in order.
        broken: the source of the code cells that are not valid Python, by their number from 1. Empty cells have none.
        notes: what the student should know, such as cells that were left out.
    """

    name: str
    statements: tuple[Statement, ...]
    broken: dict[int, str]
    notes: tuple[str, ...]

    @classmethod
    def read(cls, content: bytes, name: str) -> Notebook:
        """Read a notebook of any format version.

        Raises:
            Refused: it is not a notebook, its language is not Python, its code exceeds the limits, or nbformat is not
                installed.
        """
        statements: list[Statement] = []
        parts = compiled = 0
        broken: dict[int, str] = {}
        notes: list[str] = []
        for number, cell in enumerate(filter(str.strip, _code_cells(content, name)), 1):
            source = strip_magics(cell)
            try:
                tree = _parse(source)
                parts += len(tree.body) + sum(isinstance(node, _SCOPES) for node in ast.walk(tree))
                encoded = source.encode()
                compiled += compiled_size(tree, encoded)
                if parts > NOTEBOOK_PARTS:
                    raise Refused(_too_much(name))
                if compiled > NOTEBOOK_COMPILED:
                    raise Refused(
                        _(
                            "the notebook {name} has a `finally` that its `try` leaves for in too many ways, code cell"
                            " {cell}: write it with fewer of `return`, `break` and `finally`",
                            name=shown(name),
                            cell=number,
                        )
                    )
                _compile(source)
                lines = encoded.split(b"\n")
                statements += _statements(number, tree.body, lines)
            except _NOT_PYTHON as error:
                broken[number] = source
                where = _("{name}, code cell {cell}", name=shown(name), cell=number)
                if isinstance(error, SyntaxError) and error.lineno:
                    where = _("{name}, code cell {cell}, line {line}", name=shown(name), cell=number, line=error.lineno)
                why = shown(error.msg) if isinstance(error, SyntaxError) else _("too deeply nested, or not text")
                notes.append(_("{where}: {fault}; the cell was left out", where=where, fault=why))
        return cls(name, tuple(statements), broken, tuple(notes))

    def defines(self, names: Iterable[str]) -> bool:
        """Whether the notebook defines one of ``names``, also in a cell with a syntax error."""
        names = set(names)
        return not names.isdisjoint(self._graph.defined) or self._broken_cell(names) is not None

    def module(self, entry_points: Iterable[str]) -> tuple[bytes, tuple[str, ...]]:
        """Return the source of a module with ``entry_points`` and everything that they need, and notes about it.

        ``reach`` describes the rules. If the entry points are defined only in a cell with a syntax error, that cell is
        returned as the module. Then the student sees the error instead of the outcome "not attempted".
        """
        names = set(entry_points)
        if names.isdisjoint(self._graph.defined) and (cell := self._broken_cell(names)) is not None:
            number, source = cell
            return f"{mark(number, 1)}\n{source}".encode("utf-8", "replace"), self.notes
        kept, notes = self._graph.select(names)
        first = sorted(kept, key=lambda s: not s.is_future)  # imports from __future__ must come first
        return module_text(first).encode(), (
            *self.notes,
            *(_("{name}, {note}", name=shown(self.name), note=note) for note in notes),
        )

    @cached_property
    def _graph(self) -> DependencyGraph:
        return DependencyGraph(self.statements)

    @cached_property
    def _defined_in_broken(self) -> list[tuple[int, frozenset[str]]]:
        """The number of each cell that is not valid Python, with the names that it seems to define."""
        return [(number, frozenset(_DEFINITION.findall(source))) for number, source in self.broken.items()]

    def _broken_cell(self, names: set[str]) -> tuple[int, str] | None:
        """Return number and source of the first cell that is not valid Python and seems to define one of ``names``."""
        numbers = (number for number, found in self._defined_in_broken if not names.isdisjoint(found))
        return next(((number, self.broken[number]) for number in numbers), None)


def _code_cells(content: bytes, name: str) -> list[str]:
    try:
        import nbformat  # part of the extra `instructor`; a student's check of a module does not need it
    except ImportError:
        raise Refused(
            _("{name} is a notebook, which needs nbformat: pip install 'xorcise[instructor]'", name=shown(name))
        ) from None
    try:
        slim = json.dumps(_slim(json.loads(content.decode("utf-8-sig"))), ensure_ascii=False)
        # JSON adds escapes and about a hundred bytes a cell, hence four times the limit
        if len(slim) > 4 * NOTEBOOK_CODE:
            raise Refused(_too_much(name))
        with silence():
            book: Any = nbformat.reads(slim, as_version=4)
        sources = [cell.source for cell in book.cells if cell.cell_type == "code"]
        if not all(isinstance(source, str) for source in sources):
            raise TypeError
    except (nbformat.ValidationError, AssertionError, *_NO_BOOK) as error:  # nbformat checks its input with assert, too
        raise Refused(
            _("{name} is not a readable notebook: open it, save it and hand it in again", name=shown(name))
        ) from error
    language = book.metadata.get("language")
    if isinstance(language, str) and language.lower() not in ("python", "ipython"):
        raise Refused(
            _(
                "the notebook {name} is in {language}: the exercises are in Python",
                name=shown(name),
                language=shown(language, 20),
            )
        )
    if sum(map(len, sources)) > NOTEBOOK_CODE or len(sources) > NOTEBOOK_PARTS:
        raise Refused(_too_much(name))
    return sources


def _too_much(name: str) -> Message:
    return _(
        "the notebook {name} has more than {size} of code, or more than {parts} cells, functions or statements outside"
        " them: hand in only the exercises",
        name=shown(name),
        size=mib(NOTEBOOK_CODE),
        parts=NOTEBOOK_PARTS,
    )


def _slim(book: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook's JSON without outputs, attachments, metadata and cells that are not code.

    nbformat copies and checks everything that it is given. This takes many times the memory of the text.
    """
    metadata = book.get("metadata", {})
    language = metadata.get("language_info", {}).get("name") or metadata.get("kernelspec", {}).get("language")
    slim = {key: book[key] for key in ("nbformat", "nbformat_minor") if key in book} | {
        "metadata": {"language": language}
    }
    if "worksheets" in book:  # formats before version 4
        return slim | {"worksheets": [{"metadata": {}, "cells": _slim_cells(s["cells"])} for s in book["worksheets"]]}
    return slim | {"cells": _slim_cells(book["cells"])}


def _slim_cells(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    empty: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    kept = ("source", "input", "language", "id")
    return [
        empty | {key: cell[key] for key in kept if key in cell} for cell in cells if cell.get("cell_type") == "code"
    ]


def _parse(source: str) -> ast.Module:
    with silence():
        return ast.parse(source)


def _compile(source: str) -> None:
    """Raise the errors that parsing does not find, such as ``break`` outside a loop."""
    with silence():
        compile(source, "cell", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)


def _statements(cell: int, block: Iterable[ast.stmt], lines: list[bytes]) -> Iterator[Statement]:
    """Yield the statements of a cell. In a notebook ``__name__`` is ``"__main__"``, so what that guards is among them.

    As the condition does not hold in a module, ``if True:`` stands for it.
    """
    for node in block:
        if not _is_main(node):
            yield Statement(cell, node, _text(node, lines))
            continue
        for inner in node.body:
            margin = lines[inner.lineno - 1][: inner.col_offset].decode()
            text = _text(inner, lines)
            if margin.strip():  # it stands on a line with something else, so it is a simple statement
                yield Statement(cell, inner, text)
            else:
                decorated = bool(getattr(inner, "decorator_list", ()))
                yield Statement(cell, inner, f"if True:\n{'' if decorated else margin}{text}", True)


def _is_main(node: ast.stmt) -> TypeGuard[ast.If]:
    """Whether a statement is ``if __name__ == "__main__":``."""
    if not (isinstance(node, ast.If) and isinstance(node.test, ast.Compare) and len(node.test.ops) == 1):
        return False
    sides = (node.test.left, node.test.comparators[0])
    names = [side.id for side in sides if isinstance(side, ast.Name)]
    values = [side.value for side in sides if isinstance(side, ast.Constant)]
    return isinstance(node.test.ops[0], ast.Eq) and names == ["__name__"] and values == ["__main__"]


def _text(node: ast.stmt, lines: list[bytes]) -> str:
    """Return the source of ``node`` with its decorators. ``lines`` are bytes since ``ast`` counts columns in bytes."""
    first, column = node.lineno, node.col_offset
    for decorator in getattr(node, "decorator_list", ()):
        if decorator.lineno <= first:
            first, column = decorator.lineno, 0
    last = node.end_lineno or node.lineno
    if first == last:
        return lines[first - 1][column : node.end_col_offset].decode()
    return b"\n".join(
        [lines[first - 1][column:], *lines[first : last - 1], lines[last - 1][: node.end_col_offset]]
    ).decode()
