"""The places where a function differs from a right one, made as they are there: what takes whose place."""

from __future__ import annotations

import ast
import builtins
import copy
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from grader.explain.compare import NEAR, Compared, Difference, Names, telling
from grader.explain.edits.edit import Kind
from grader.explain.edits.site import Function, Module

MOST_PLACES = 3
"""Places in which a function may differ from a right one, at most. A function that differs in more is another way to
write it, and each try costs a run of the suite."""

MOST_READ = 256
"""Right solutions, and students' files, of which is remembered what a comparison needs: a course has some hundred."""


@dataclass(frozen=True, slots=True)
class Change:
    """One place of a student's function, made as it is in a right one.

    Attributes:
        kind: what it changes.
        line: of the student's file.
        first: the first of the student's nodes that the text takes the place of.
        last: the last of them.
        text: in their place.
        before: what is told of the student's text.
        after: what is told of the right one.
        size: the number of nodes that it changes.
        share: of the function's nodes; 0 of a function that is one place itself.
    """

    kind: Kind
    line: int
    first: ast.AST
    last: ast.AST
    text: str
    before: str
    after: str
    size: int
    share: float


def changes_of(module: Module, two: Compared) -> tuple[Change, ...]:
    """Return the changes that make one function of the other; none if they are many."""
    if len(two.found) > MOST_PLACES:
        return ()
    is_short = max(map(_lines, (two.mine, two.theirs))) <= NEAR
    whole = math.inf if is_short else max(_body_size(two.mine), _body_size(two.theirs))
    made = [change for one in two.found if (change := _change(module, two, one, whole)) is not None]
    return in_order(made) if len(made) == len(two.found) else ()


def _change(module: Module, two: Compared, one: Difference, whole: float) -> Change | None:
    """Return one place made as in the right function, if it is a place whose text can be replaced."""
    if not one.mine or not all(isinstance(node, (ast.expr, ast.stmt)) for node in one.mine):
        return None
    size = max(sum(map(_size, nodes)) for nodes in ((() if one.missing else one.mine), one.theirs))
    indent = "\n" + " " * one.mine[0].col_offset  # type: ignore[attr-defined]
    texts = [_text(node, two.names).replace("\n", indent) for node in one.theirs] or ["pass"]
    if isinstance(one.mine[0], ast.expr) and not isinstance(one.theirs[0], (ast.Slice, ast.Starred)):
        texts = [f"({texts[0]})"]
    mine = module.text(one.mine[0], one.mine[-1])
    order = {"after": [mine, *texts], "before": [*texts, mine]}.get(one.missing, texts)
    before, after = "" if one.missing else _one_line(mine), _one_line("; ".join(texts))
    return Change(one.kind, one.line, one.mine[0], one.mine[-1], indent.join(order), before, after, size, size / whole)


def edited(module: Module, changes: Sequence[Change]) -> str | None:
    """Return a file with some changes; ``None`` if they overlap, or if the file lacks what they use."""
    ends = [module.span(c.first)[0] for c in changes[1:]], [module.span(c.last)[1] for c in changes[:-1]]
    if any(begin < end for begin, end in zip(*ends, strict=True)):
        return None
    source = module.replaced_all((c.first, c.last, c.text) for c in changes)
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None
    return source if _lacking(tree) <= _lacking_of(module.source) else None


@lru_cache(maxsize=MOST_READ)
def _lacking_of(source: str) -> frozenset[str]:
    return frozenset(_lacking(ast.parse(source)))


def _lacking(tree: ast.Module) -> set[str]:
    """Return the names that a file uses and binds nowhere: those of right solutions' helpers are not the student's."""
    used: set[str] = set()
    bound = set(dir(builtins))
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=context):
                (used if isinstance(context, ast.Load) else bound).add(name)
            case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=context):
                (used if isinstance(context, ast.Load) else bound).add(f"self.{name}")
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                bound |= {name, f"self.{name}"}
            case ast.arg(arg=name):
                bound.add(name)
            case ast.alias(name=name, asname=given):
                bound.add((given or name).partition(".")[0])
    return used - bound


def _lines(function: Function) -> int:
    """Return the number of lines of a function's body."""
    body = telling(function.body)
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def _size(node: ast.AST) -> int:
    return sum(1 for _node in ast.walk(node))


def _body_size(function: Function) -> int:
    return sum(map(_size, telling(function.body)))


def _text(node: ast.AST, names: Names) -> str:
    """Return the text of a right solution's node, with the student's names."""
    renamed = copy.deepcopy(node)
    for one in ast.walk(renamed):
        if isinstance(one, ast.Name):
            one.id = names.known.get(one.id, one.id)
    return ast.unparse(renamed)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def in_order(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return changes in the order of their lines."""
    return tuple(sorted(changes, key=lambda c: c.line))
