"""A place of a file where edits can be made: a node of its syntax tree, with what an operator needs to know of it."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Scope:
    """The function or method around a place.

    Attributes:
        function: its definition.
        parameters: names of its parameters, without ``self``.
        names: all names that it binds, parameters first.
    """

    function: Function
    parameters: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, function: Function) -> Scope:
        """Return the scope of a definition."""
        given = function.args
        every = [a.arg for a in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
        parameters = [name for name in every if name not in ("self", "cls")]
        bound = [n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
        return cls(function, tuple(parameters), tuple(dict.fromkeys([*parameters, *bound])))


@dataclass(frozen=True, slots=True)
class Site:
    """One node.

    Attributes:
        node: the node.
        text: its source text.
        scope: the function around it.
        parents: the nodes around it, innermost first.
    """

    node: ast.AST
    text: str
    scope: Scope
    parents: tuple[ast.AST, ...]

    @property
    def parent(self) -> ast.AST:
        """The node directly around it."""
        return self.parents[0]


@dataclass(slots=True)
class Module:
    """A file with its syntax tree, whose nodes can be replaced by text.

    Raises:
        SyntaxError: it is not Python.
        ValueError: it holds a null character.
    """

    source: str
    tree: ast.Module = field(init=False)
    _raw: bytes = field(init=False)
    _offsets: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.tree = ast.parse(self.source)
        self._raw = self.source.encode()
        lines = self._raw.splitlines(keepends=True)
        self._offsets = list(itertools.accumulate(map(len, lines), initial=0))

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Return where the text of a node begins and ends, in bytes."""
        start = self._offsets[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined]
        end = self._offsets[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined]
        return start, end

    def text(self, node: ast.AST, last: ast.AST | None = None) -> str:
        """Return the text of a node, or from a node to the last of some."""
        start, end = self.span(node)[0], self.span(last or node)[1]
        return self._raw[start:end].decode()

    def replaced(self, node: ast.AST, text: str, last: ast.AST | None = None) -> str:
        """Return the file with another text for a node, or for all from a node to the last of some."""
        start, end = self.span(node)[0], self.span(last or node)[1]
        return (self._raw[:start] + text.encode() + self._raw[end:]).decode()

    def replaced_all(self, changes: Iterable[tuple[ast.AST, ast.AST, str]]) -> str:
        """Return the file with other texts for several parts, each from a node to another. They may not overlap."""
        raw = self._raw
        for first, last, text in sorted(changes, key=lambda change: self.span(change[0]), reverse=True):
            start, end = self.span(first)[0], self.span(last)[1]
            raw = raw[:start] + text.encode() + raw[end:]
        return raw.decode()

    def definitions(self) -> dict[str, Function]:
        """Return the functions by name, ``f``, and the methods, ``Net.loss``."""
        found: dict[str, Function] = {}
        for node in self.tree.body:
            if isinstance(node, Function):
                found[node.name] = node
            elif isinstance(node, ast.ClassDef):
                for member in node.body:
                    if isinstance(member, Function):
                        found[f"{node.name}.{member.name}"] = member
        return found

    def sites(self, function: Function) -> Iterator[Site]:
        """Yield the places of a function, in the order of the text: its defaults and its body.

        Docstrings and annotations are left out.
        """
        scope = Scope.of(function)
        for default in (*function.args.defaults, *function.args.kw_defaults):
            if default is not None:
                yield from self._below(default, scope, (function.args, function))
        body = function.body[1:] if is_docstring(function.body[0]) else function.body
        for statement in body:
            yield from self._below(statement, scope, (function,))

    def _below(self, node: ast.AST, scope: Scope, parents: tuple[ast.AST, ...]) -> Iterator[Site]:
        if isinstance(node, (ast.expr, ast.stmt, ast.Slice)):
            yield Site(node, self.text(node), scope, parents)
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list") or isinstance(node, ast.JoinedStr):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from self._below(child, scope, (node, *parents))


def is_docstring(node: ast.stmt) -> bool:
    """Return whether a statement is a string alone."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
