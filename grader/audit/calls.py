"""Who makes use of whom in a file, by names.

What can be named is ``train`` for a function, class or variable of the module, and ``TwoLayerNet.loss`` for a method.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable

from grader.exercises.body import DOCSTRING, read_body


def pieces(source: str) -> dict[str, list[ast.stmt]]:
    """Return by name the statements that define or set it; imports are left out."""
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
    """Return what ``name`` makes use of, by way of others too.

    Whose method a name after a dot is, is not known: it is taken for everybody's.
    """
    return _reached(pieces(source), name)


def users(source: str, wanted: Collection[str]) -> set[str]:
    """Return the functions, classes and variables of the module that make use of what is ``wanted``, or are it.

    A method counts as all of its class: a test that calls an object's other methods may have made it do anything.

    Args:
        source: a file.
        wanted: names of what stands in it, or of what it makes use of and does not have.
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
    """Return what is named in some statements."""
    nodes = [n for statement in statements for n in ast.walk(statement)]
    names = {n.id for n in nodes if isinstance(n, ast.Name)}
    attributes = {n.attr for n in nodes if isinstance(n, ast.Attribute)}
    used = {k for k in known if k in names or k.partition(".")[2] in attributes}
    return used | {k for k in known if _head(k) in names and k.endswith(".__init__")}


def _head(name: str) -> str:
    return name.partition(".")[0]
