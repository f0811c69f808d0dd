"""A student's function and a right one, compared node by node: the places where they differ.

Variables may have other names, and a name may mean something else after it is bound again.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self

from grader.explain.edits.edit import Kind
from grader.explain.edits.site import Function, Scope, is_docstring

IGNORED = frozenset(("ctx", "annotation", "returns", "decorator_list", "type_comment", "type_params", "kind"))
"""Fields of a node that change nothing of what a function answers. A decorator does; it stays as the student has it."""


FIRST = frozenset(("value", "generators"))
"""Fields of a node that are looked at first: a name means something else after a value is bound to it."""


NEAR = 3
"""Lines that one place may span, at most: a student who looks at the first sees the others. A function that is not
longer is one place itself, whatever share of it differs."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two functions differ.

    Attributes:
        line: of the student's file.
        kind: what differs.
        mine: the student's node, or neighbouring statements, that others take the place of. Where statements are
            missing, the one before or after them. None if it is too much to be one place.
        theirs: the right solution's; none where the student has more.
        missing: where ``theirs`` belong: after ``mine``, or before it. Empty if they take its place.
    """

    line: int
    kind: Kind
    mine: tuple[ast.AST, ...]
    theirs: tuple[ast.AST, ...]
    missing: Literal["", "after", "before"] = ""


@dataclass(slots=True)
class Names:
    """Which variable of a right function is which of the student's; parameters go by their place."""

    mine: frozenset[str]
    theirs: frozenset[str]
    known: dict[str, str] = field(default_factory=dict)
    """The student's name for each of the other's."""

    def same(self, mine: str, theirs: str) -> bool:
        """Return whether two names may mean the same, and remember it."""
        if mine not in self.mine or theirs not in self.theirs:
            return mine == theirs and mine not in self.mine and theirs not in self.theirs
        if theirs not in self.known and mine not in self.known.values():
            self.known[theirs] = mine
        return self.known.get(theirs) == mine

    def bind(self, mine: str, theirs: str) -> bool:
        """Return whether two names that are bound to a value may mean the same; from here on they do."""
        if mine not in self.mine or theirs not in self.theirs:
            return self.same(mine, theirs)
        self.known = {name: own for name, own in self.known.items() if own != mine} | {theirs: mine}
        return True


@dataclass(frozen=True, slots=True)
class Side:
    """A function, and the names that it binds."""

    function: Function
    bound: frozenset[str]

    @classmethod
    def of(cls, function: Function) -> Self:
        """Return a function with the names that it binds, also those of functions within it."""
        inner = [n for n in ast.walk(function) if n is not function]
        names = [n.arg for n in inner if isinstance(n, ast.arg)]
        names += [n.name for n in inner if isinstance(n, ast.FunctionDef)]
        return cls(function, frozenset((*Scope.of(function).names, *names)))


@dataclass(frozen=True, slots=True)
class Compared:
    """A student's function and a right one."""

    mine: Function
    theirs: Function
    names: Names
    found: list[Difference]


def compared(mine: Side, theirs: Side) -> Compared:
    """Return two functions with the places where they differ."""
    names = Names(mine.bound, theirs.bound)
    found = list(_differences(mine.function, theirs.function, names))
    return Compared(mine.function, theirs.function, names, found)


def _differences(mine: ast.AST, theirs: ast.AST, names: Names) -> Iterator[Difference]:
    """Yield the places where two nodes differ. Several in one statement, on neighbouring lines, are one place."""
    found = list(_parts(mine, theirs, names))
    if isinstance(mine, (ast.expr, ast.stmt)):  # what has no place of its own is told with what is around it
        found = [d if d.line else Difference(mine.lineno, d.kind, (mine,), (theirs,)) for d in found]
        lines = {d.line for d in found}
        if len(found) > 1 and not hasattr(mine, "body") and max(lines) - min(lines) < NEAR:
            kind: Kind = "expression" if len(lines) == 1 else "near"
            found = [Difference(min(lines), kind, (mine,), (theirs,))]
    yield from found


def _parts(mine: ast.AST, theirs: ast.AST, names: Names) -> Iterator[Difference]:
    if type(mine) is not type(theirs):
        yield _whole(mine, theirs)
        return
    match mine, theirs:
        case ast.Name(id=a, ctx=context), ast.Name(id=b):
            if not (names.bind(a, b) if isinstance(context, ast.Store) else names.same(a, b)):
                yield _whole(mine, theirs)
            return
        case ast.Constant(value=a), ast.Constant(value=b):
            if (type(a), a) != (type(b), b):
                yield _whole(mine, theirs)
            return
        case ast.Call(), ast.Call() if sorted(_keywords(mine)) != sorted(_keywords(theirs)):
            yield Difference(_line_of_arguments(mine, theirs), "arguments", (mine,), (theirs,))
            return
    for name, value in sorted(ast.iter_fields(mine), key=lambda given: given[0] not in FIRST):
        other = getattr(theirs, name)
        if name in IGNORED:
            continue
        if name == "keywords":
            given = _keywords(theirs)
            for key, keyword in _keywords(mine).items():
                found = _differences(keyword.value, given[key].value, names)
                yield from (replace(d, kind="axis") if key == "axis" else d for d in found)
        elif name == "func":
            yield from (replace(d, kind="call") if d.mine == (value,) else d for d in _differences(value, other, names))
        elif isinstance(value, list):
            yield from _of_lists(mine, theirs, name, names)
        elif isinstance(value, ast.AST) and isinstance(other, ast.AST):
            yield from _differences(value, other, names)
        elif not (names.same(value, other) if name in ("arg", "name") else value == other):
            yield _whole(mine, theirs)


def _of_lists(mine: ast.AST, theirs: ast.AST, name: str, names: Names) -> Iterator[Difference]:
    """Yield the differences of a field that holds a list."""
    a, b = (telling(getattr(node, name)) for node in (mine, theirs))
    if all(isinstance(node, ast.stmt) for node in (*a, *b)):
        yield from _of_statements(a, b, names)
    elif len(a) == len(b):
        for one, other in zip(a, b, strict=True):
            if isinstance(one, ast.AST) and isinstance(other, ast.AST):
                yield from _differences(one, other, names)
            elif one != other:  # a key of ``**``, a name after ``global``
                yield _whole(mine, theirs)
    else:
        kind: Kind = "arguments" if isinstance(mine, ast.Call) else "expression"
        first, _last = _ends(a, b, names)
        place = next((n for n in reversed(a[: first + 1]) if hasattr(n, "lineno")), mine)
        yield Difference(getattr(place, "lineno", getattr(mine, "lineno", 0)), kind, (mine,), (theirs,))


def _of_statements(a: list[ast.stmt], b: list[ast.stmt], names: Names) -> Iterator[Difference]:
    """Yield the differences of two blocks: what is left of them without equal statements at their ends."""
    first, last = _ends(a, b, names)
    mine, theirs = tuple(a[first : len(a) - last]), tuple(b[first : len(b) - last])
    if len(mine) == 1 == len(theirs) or [*map(type, mine)] == [*map(type, theirs)]:
        for one, other in zip(mine, theirs, strict=True):
            yield from _differences(one, other, names)
    elif mine and (mine[-1].end_lineno or 0) - mine[0].lineno < NEAR:
        kind: Kind = "near" if theirs or len(mine) > 1 else "statement"
        yield Difference(mine[0].lineno, kind, mine, theirs)
    elif theirs and not mine and first:
        before = a[first - 1]
        yield Difference(before.end_lineno or before.lineno, "missing", (before,), theirs, "after")
    elif theirs and not mine and a:
        yield Difference(a[0].lineno, "missing", (a[0],), theirs, "before")
    elif mine or theirs:  # too much to be one place
        yield Difference((mine or theirs)[0].lineno, "near", (), ())


def _ends(a: list[Any], b: list[Any], names: Names) -> tuple[int, int]:
    """Return how many nodes at the beginnings, and then at the ends, of two lists are the same."""
    counts = [0, 0]
    for end, step in ((0, 1), (1, -1)):
        while sum(counts) < min(len(a), len(b)):
            at = step * counts[end] - end
            tried = Names(names.mine, names.theirs, dict(names.known))
            if any(True for _d in _differences(a[at], b[at], tried)):
                break
            names.known = tried.known
            counts[end] += 1
    return counts[0], counts[1]


def _whole(mine: ast.AST, theirs: ast.AST) -> Difference:
    """Return the difference of two nodes that are compared no further."""
    kind: Kind = "expression"
    match mine, theirs:
        case ast.Constant(value=a), ast.Constant(value=b):
            kind = "number" if type(a) in (int, float) and type(b) in (int, float) else kind
        case ast.Name(), ast.Name():
            kind = "name"
        case (ast.operator(), _) | (ast.unaryop(), _):
            kind = "operator"
        case ast.cmpop(), _:
            kind = "comparison"
        case (ast.UnaryOp(op=ast.USub()), _) | (_, ast.UnaryOp(op=ast.USub())):
            kind = "sign"
        case ast.Return(), _:
            kind = "return"
    return Difference(getattr(mine, "lineno", 0), kind, (mine,), (theirs,))


def _keywords(call: ast.AST) -> Mapping[str, ast.keyword]:
    """Return the keyword arguments of a call by name; ``**`` is one with an empty name."""
    return {keyword.arg or "": keyword for keyword in getattr(call, "keywords", ())}


def _line_of_arguments(mine: ast.Call, theirs: ast.Call) -> int:
    """Return the line of the argument that only the student's call has, or that of its last one, or of the call."""
    given = _keywords(theirs)
    extra = [keyword for key, keyword in _keywords(mine).items() if key not in given]
    places: list[ast.expr | ast.keyword] = [mine.func, *mine.args, *mine.keywords, *extra]
    return places[-1].lineno


def telling(nodes: list[Any]) -> list[Any]:
    """Return nodes without those that do nothing: a docstring, ``pass``."""
    return [n for n in nodes if not isinstance(n, ast.Pass) and not (n is nodes[0] and is_docstring(n))]
