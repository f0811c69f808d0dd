"""Which of an exercise's functions and classes a module has, and which are still as a stub leaves them."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from grader.submission.silence import silence


def unwritten(source: bytes, names: Sequence[str]) -> tuple[str, ...]:
    """Return those of ``names`` that a module lacks, or has as a stub leaves them.

    In a file that cannot be parsed everything counts as written: a check says what is wrong with it. So does everything
    in a file with ``from x import *``, which may set any name.
    """
    try:
        with silence():
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    written = set().union(*(_names(node) for node in tree.body if _does_something(node)))
    return () if "*" in written else tuple(name for name in names if name not in written)


def is_begun(source: bytes, names: Sequence[str]) -> bool:
    """Whether one of ``names`` is written in a module."""
    return unwritten(source, names) != tuple(names)


def _names(node: ast.stmt) -> set[str]:
    """Return what a statement of a module binds, wherever in it."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    found = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    found |= {n.asname or n.name.partition(".")[0] for n in ast.walk(node) if isinstance(n, ast.alias)}
    return found | {n.name for n in ast.walk(node) if isinstance(n, (ast.FunctionDef, ast.ClassDef))}


def _does_something(node: ast.stmt) -> bool:
    if isinstance(node, ast.ClassDef):
        methods = [n for n in node.body if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]
        return any(map(_does_something, methods)) or (not methods and bool(node.bases))
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return not all(_is_nothing(s) for s in node.body)
    return True


def _is_nothing(node: ast.stmt) -> bool:
    """Whether a statement is one of those that a stub has: a docstring, ``pass``, ``...``, ``NotImplementedError``."""
    if isinstance(node, ast.Raise):
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
