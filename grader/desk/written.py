"""The file that a student works in: which it is, what of it is written, whether it is still what was handed out."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path

from grader.exercises.catalogue import Catalogue, sha256
from grader.exercises.exercise import Exercise


def own_file(catalogue: Catalogue, exercise: Exercise) -> Path | None:
    """Return the file that a student works in, the module or else its notebook; ``None`` where neither is there."""
    module = catalogue.stub(exercise)
    return next((path for path in (module, module.with_suffix(".ipynb")) if path.is_file()), None)


def content_of(path: Path | None) -> bytes | None:
    """Return the content of a file; ``None`` where there is none, or it cannot be read."""
    try:
        return path.read_bytes() if path is not None else None
    except OSError:
        return None


def digest_of(catalogue: Catalogue, exercise: Exercise) -> str:
    """Return the SHA-256 of the file that a student works in; empty where there is none."""
    content = content_of(own_file(catalogue, exercise))
    return "" if content is None else sha256(content)


def unwritten(source: bytes, names: Sequence[str]) -> tuple[str, ...]:
    """Return those of ``names`` that a module lacks, or has as a stub leaves them.

    In a file that cannot be parsed everything counts as written: a check says what is wrong with it.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return ()
    written = set().union(*(_names(node) for node in tree.body if _does_something(node)))
    return tuple(name for name in names if name not in written)


def is_untouched(catalogue: Catalogue, exercise: Exercise, source: bytes) -> bool:
    """Whether a student's file is the stub that was handed out, or has nothing written in it yet.

    An editor may have given it the line ends of another system.
    """
    given = catalogue.stub_digest(exercise)
    same = given in (sha256(source), sha256(source.replace(b"\r\n", b"\n")))
    return same or unwritten(source, exercise.entry_points) == exercise.entry_points


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
