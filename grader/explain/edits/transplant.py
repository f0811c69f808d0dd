"""Expressions of right solutions, written with the names of a student's function."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator

from grader.explain.edits.site import Module, Scope, Site

LARGEST = 0.4
"""Share of a function's nodes that one transplant may replace, at most. A larger one replaces the student's work, and
says nothing about the place of a fault."""

MOST_NODES = 30
"""Nodes of an expression that is taken over, at most. Larger ones are whole functions of one line."""


def transplants(solutions: Iterable[str], name: str, scope: Scope, known: frozenset[str]) -> list[tuple[str, int]]:
    """Return expressions that right solutions have in a function, smallest first, each with its number of nodes.

    Args:
        solutions: texts of right solutions.
        name: the function, ``f`` or ``Net.loss``.
        scope: the student's function; the expressions use its parameters by position, and its other names by name.
        known: names of the student's module.
    """
    found: dict[str, int] = {}
    usable = known | set(scope.names) | set(dir(builtins)) | {"self"}
    for text in solutions:
        definition = Module(text).definitions().get(name)
        if definition is None:
            continue
        theirs = Scope.of(definition)
        renamed = dict(zip(theirs.parameters, scope.parameters, strict=False))
        for node in ast.walk(definition):
            if isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
                size = sum(1 for _node in ast.walk(node))
                if 2 <= size <= MOST_NODES and (written := _renamed(node, renamed, usable)):
                    found.setdefault(written, size)
    return sorted(found.items(), key=lambda item: (item[1], item[0]))


def fitting(site: Site, donors: list[tuple[str, int]], whole: int) -> Iterator[str]:
    """Yield the expressions that may take the place of a node.

    Args:
        site: the place.
        donors: see ``transplants``.
        whole: number of nodes of the student's function.
    """
    node = site.node
    if not isinstance(node, ast.expr) or not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        return
    if isinstance(site.parent, ast.Attribute) or sum(1 for _node in ast.walk(node)) > LARGEST * whole:
        return
    if isinstance(site.parent, ast.Call) and site.parent.func is node:
        return
    yield from (f"({text})" for text, _size in donors)


def _renamed(node: ast.expr, renamed: dict[str, str], usable: frozenset[str] | set[str]) -> str:
    """Return the text of an expression with other names; empty if it uses a name that the student does not have."""
    try:
        copy = ast.parse(ast.unparse(node), mode="eval")
    except SyntaxError:  # the indices of a subscript, which are no expression elsewhere
        return ""
    own = {n.id for n in ast.walk(copy) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    for name in [n for n in ast.walk(copy) if isinstance(n, ast.Name)]:
        name.id = renamed.get(name.id, name.id)
        if name.id not in usable and name.id not in own:
            return ""
    return ast.unparse(copy)
