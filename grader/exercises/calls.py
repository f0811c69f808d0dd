"""Which functions, classes and variables of a file use which others, found by their names.

A name is ``train`` for a function, class or variable of the module, and ``TwoLayerNet.loss`` for a method.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable

from grader.exercises.body import DOCSTRING, read_body


def pieces(source: str) -> dict[str, list[ast.stmt]]:
    """Return by name the statements that define it; imports are left out."""
    found: dict[str, list[ast.stmt]] = {}
    for item in read_body(source, "the file").items:
        if item.imports or item.names == {DOCSTRING}:
            continue
        for name in item.names:
            found.setdefault(name, []).append(item.node)
        if isinstance(item.node, ast.ClassDef):
            for member in item.node.body:
                if isinstance(member, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    found.setdefault(f"{item.node.name}.{member.name}", []).append(member)
    return found


def reached(source: str, name: str) -> set[str]:
    """Return what ``name`` uses, directly or through others.

    The class of an object is not known, so ``x.loss`` counts as a use of every method called ``loss``.
    """
    return _reached(pieces(source), name)


def users(source: str, wanted: Collection[str]) -> set[str]:
    """Return the functions, classes and variables of the module that are in ``wanted``, or use a name that is.

    A method counts as its whole class: a test that calls another method of an object may depend on it.

    Args:
        source: a file.
        wanted: names that the file defines, or that it uses and does not define.
    """
    heads = {_head(name) for name in wanted}
    known = pieces(source)
    known |= {name: [] for name in wanted if name not in known}
    top = {name for name in known if "." not in name}
    return {name for name in top if name in heads or heads & {_head(n) for n in _reached(known, name)}}


def _reached(known: dict[str, list[ast.stmt]], name: str) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        used = _used(known[waiting.pop()], known)
        waiting += used - found
        found |= used
    return found


def _used(statements: Iterable[ast.stmt], known: Iterable[str]) -> set[str]:
    """Return the known names that the statements use."""
    nodes = [n for statement in statements for n in ast.walk(statement)]
    names = {n.id for n in nodes if isinstance(n, ast.Name)}
    attributes = {n.attr for n in nodes if isinstance(n, ast.Attribute)}
    used = {k for k in known if k in names or k.partition(".")[2] in attributes}
    return used | {k for k in known if _head(k) in names and k.endswith(".__init__")}


def _head(name: str) -> str:
    return name.partition(".")[0]
