"""How much a compiler has to write for some code: Python repeats a ``finally`` for each way out of its ``try``."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

_WAYS_OUT = (ast.Return, ast.Break, ast.Continue)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def compiled_size(tree: ast.Module, source: bytes) -> int:
    """Return the length of ``source`` in bytes as if each repetition that compiling it makes were written out.

    An upper bound: a ``break`` counts as a way out of each ``try`` around it, also where its loop is inside.
    """
    starts = [0]
    for line in source.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    return _Size(starts).of_block(tree.body)[0]


class _Size:
    def __init__(self, starts: Sequence[int]) -> None:
        self._starts = starts

    def of_block(self, block: Sequence[ast.stmt]) -> tuple[int, int]:
        """Return the size of ``block`` and how many ways out it has."""
        size = ways = 0
        for statement in block:
            more, out = self._of_statement(statement)
            size += self._written(statement) + more
            ways += out
        return size, ways

    def _written(self, node: ast.stmt) -> int:
        last = node.end_lineno or node.lineno
        return self._starts[last - 1] + (node.end_col_offset or 0) - self._starts[node.lineno - 1] - node.col_offset

    def _of_statement(self, statement: ast.stmt) -> tuple[int, int]:
        """Return by how much repetitions make ``statement`` longer than it is written, and its ways out."""
        longer, ways = 0, int(isinstance(statement, _WAYS_OUT))
        for block in _nested_blocks(statement):
            size, out = self.of_block(block)
            longer += size - sum(map(self._written, block))
            ways += out
        if isinstance(statement, (ast.Try, ast.TryStar)) and statement.finalbody:
            size, out = self.of_block(statement.finalbody)
            copies = 2 + ways  # it is reached without and with an exception, and by each way out
            longer += size * copies - sum(map(self._written, statement.finalbody))
            ways += out * copies
        return longer, 0 if isinstance(statement, _SCOPES) else ways


def _nested_blocks(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    """Yield the blocks inside ``statement``, without a ``finally``; a chain of ``elif`` without nesting."""
    while isinstance(statement, ast.If) and len(statement.orelse) == 1 and isinstance(statement.orelse[0], ast.If):
        yield statement.body
        statement = statement.orelse[0]
    yield getattr(statement, "body", [])
    yield getattr(statement, "orelse", [])
    for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
        yield part.body
