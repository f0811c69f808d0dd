"""Estimating the size of compiled code: Python repeats a ``finally`` block for each exit from its ``try``."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from grader.exercises.body import DEFINITIONS

_EXITS = (ast.Return, ast.Break, ast.Continue)


def compiled_size(tree: ast.Module, source: bytes) -> int:
    """Return the length of ``source`` in bytes, with every repetition that the compiler makes written out.

    This is an upper bound: a ``break`` counts as an exit from every ``try`` around it, also if its loop is inside.
    """
    starts = [0]
    for line in source.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    return _Size(starts).of_block(tree.body)[0]


class _Size:
    def __init__(self, starts: Sequence[int]) -> None:
        self._starts = starts

    def of_block(self, block: Sequence[ast.stmt]) -> tuple[int, int]:
        """Return the size of ``block`` in bytes and its number of exits."""
        size = exits = 0
        for statement in block:
            more, out = self._of_statement(statement)
            size += self._written(statement) + more
            exits += out
        return size, exits

    def _written(self, node: ast.stmt) -> int:
        last = node.end_lineno or node.lineno
        return self._starts[last - 1] + (node.end_col_offset or 0) - self._starts[node.lineno - 1] - node.col_offset

    def _of_statement(self, statement: ast.stmt) -> tuple[int, int]:
        """Return the bytes that repetitions add to ``statement``, and its number of exits."""
        longer, exits = 0, int(isinstance(statement, _EXITS))
        for block in _nested_blocks(statement):
            size, out = self.of_block(block)
            longer += size - sum(map(self._written, block))
            exits += out
        if isinstance(statement, (ast.Try, ast.TryStar)) and statement.finalbody:
            size, out = self.of_block(statement.finalbody)
            copies = 2 + exits  # one for the normal end, one for exceptions, and one for each exit
            longer += size * copies - sum(map(self._written, statement.finalbody))
            exits += out * copies
        return longer, 0 if isinstance(statement, DEFINITIONS) else exits


def _nested_blocks(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    """Yield the blocks inside ``statement`` except ``finally``. A chain of ``elif`` is flattened."""
    while isinstance(statement, ast.If) and len(statement.orelse) == 1 and isinstance(statement.orelse[0], ast.If):
        yield statement.body
        statement = statement.orelse[0]
    yield getattr(statement, "body", [])
    yield getattr(statement, "orelse", [])
    for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
        yield part.body
