"""A student's function beside right ones: the few places where it differs from one of them.

Variables may have other names. The method is that of program repair by the nearest right program, such as CLARA
(Gulwani, Radiček, Zuleger: Automated Clustering and Program Repair for Introductory Programming Assignments, 2018),
for a simple case: all but a few places of the function are as in one right solution. Some of them may be a free choice
of the student, so each is tried alone before two are tried together.
"""

from __future__ import annotations

import ast
import builtins
import copy
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal

from grader.explain.edits.edit import Edit, Kind
from grader.explain.edits.site import Function, Module, Scope, is_docstring
from grader.explain.edits.transplant import LARGEST

IGNORED = frozenset(("ctx", "annotation", "returns", "decorator_list", "type_comment", "type_params", "kind"))
"""Fields of a node that change nothing of what a function answers. A decorator does; it stays as the student has it."""


MOST_PLACES = 3
"""Places in which a function may differ from a right one, at most. A function that differs in more is another way to
write it, and each try costs a run of the suite."""

MOST_READ = 256
"""Right solutions, and students' files, of which is remembered what a comparison needs: a course has some hundred."""

TRIED = 2
"""Places that are changed at once, at most: what takes three changes says little of where the fault is."""

FIRST = frozenset(("value", "generators"))
"""Fields of a node that are looked at first: a name means something else after a value is bound to it."""


def nearest(source: str, functions: Sequence[str], solutions: Iterable[str]) -> Iterator[Edit]:
    """Yield edits that bring functions nearer to those of right solutions, in the order in which they are to be tried.

    First for each function the smallest edit after which it is a right one; none if two of the same size change
    different lines. Then each of the few places in which a function differs from a right one. Then two places at once:
    of one function, and of two functions. A function that is a right one already is left out.

    Args:
        source: the student's file.
        functions: names of functions and methods, as ``Module.definitions`` has them; others are left out.
        solutions: texts of right solutions.

    Raises:
        SyntaxError: the file is not Python.
    """
    module = Module(source)
    ways = _ways(module, functions, solutions)
    seen: set[str] = set()
    for changes in itertools.chain(_alone(ways), _each(ways), _twice(ways), _two_functions(ways)):
        edit = _edit(module, changes)
        if edit is not None and edit.source not in seen:
            seen.add(edit.source)
            yield edit


def all_right(source: str, functions: Sequence[str], solutions: Iterable[str]) -> str | None:
    """Return the file with each function that is near a right one made right; ``None`` if they do not fit together.

    Args:
        source: as of ``nearest``.
        functions: as of ``nearest``.
        solutions: as of ``nearest``.

    Raises:
        SyntaxError: the file is not Python.
    """
    module = Module(source)
    best = (next(iter(every), ()) for every in _ways(module, functions, solutions).values())
    return _edited(module, _in_order([change for changes in best for change in changes]))


Ways = Mapping[str, Sequence[tuple["_Change", ...]]]
"""By function, for each right one the changes that make it that one, those that change least first."""


def _ways(module: Module, functions: Sequence[str], solutions: Iterable[str]) -> Ways:
    """Return how some functions of a file can be made right; nothing for one that is."""
    known = module.definitions()
    right = [_read(text) for text in solutions]
    ways = {}
    for name in [n for n in functions if n in known]:
        mine = _Side(known[name], _bound(known[name]))
        compared = list(
            itertools.takewhile(lambda two: two.found, (_compared(mine, d[name]) for d in right if name in d))
        )
        if len(compared) == sum(name in d for d in right):  # else it is one of them
            made = [changes for two in compared if (changes := _changes(module, two))]
            fitting = [changes for changes in made if len(changes) > TRIED or _edited(module, changes) is not None]
            ways[name] = sorted(fitting, key=lambda changes: sum(c.size for c in changes))
    return ways


@dataclass(frozen=True, slots=True)
class _Side:
    """A function, and the names that it binds."""

    function: Function
    bound: frozenset[str]


@lru_cache(maxsize=MOST_READ)
def _read(solution: str) -> Mapping[str, _Side]:
    """Return the functions of a right solution by name. They are only read."""
    return {name: _Side(function, _bound(function)) for name, function in Module(solution).definitions().items()}


@lru_cache(maxsize=MOST_READ)
def _lacking_of(source: str) -> frozenset[str]:
    return frozenset(_lacking(ast.parse(source)))


def _alone(ways: Ways) -> Iterator[tuple[_Change, ...]]:
    """Yield the one change that makes a function right."""
    for name in ways:
        yield from _best(ways[name], 1)


def _each(ways: Ways) -> Iterator[tuple[_Change, ...]]:
    """Yield each change of several: the others may be a free choice."""
    for every in ways.values():
        for changes in every:
            if len(changes) > 1:
                yield from ((change,) for change in changes)


def _twice(ways: Ways) -> Iterator[tuple[_Change, ...]]:
    """Yield the two changes that make a function right."""
    for name in ways:
        yield from _best(ways[name], 2)


def _two_functions(ways: Ways) -> Iterator[tuple[_Change, ...]]:
    """Yield for two functions the change that makes each of them right."""
    single = [changes for name in ways for changes in _best(ways[name], 1)]
    yield from (_in_order(one + other) for one, other in itertools.combinations(single, 2))


def _in_order(changes: Sequence[_Change]) -> tuple[_Change, ...]:
    """Return changes in the order of their lines."""
    return tuple(sorted(changes, key=lambda c: c.line))


def _best(every: Sequence[tuple[_Change, ...]], count: int) -> Iterator[tuple[_Change, ...]]:
    """Yield the smallest of the changes of ``count`` places, if all that are as small are on the same lines.

    What changes most of a function says nothing of a place.
    """
    fitting = [changes for changes in every if len(changes) == count and sum(c.share for c in changes) <= LARGEST]
    sizes = [sum(c.size for c in changes) for changes in fitting]
    least = [changes for changes, size in zip(fitting, sizes, strict=True) if size == sizes[0]]
    if len({tuple(c.line for c in changes) for changes in least}) == 1:
        yield least[0]


NEAR = 3
"""Lines that one place may span, at most: a student who looks at the first sees the others. A function that is not
longer is one place itself, whatever share of it differs."""


@dataclass(frozen=True, slots=True)
class _Difference:
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
class _Names:
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
class _Compared:
    """A student's function and a right one."""

    mine: Function
    theirs: Function
    names: _Names
    found: list[_Difference]


def _compared(mine: _Side, theirs: _Side) -> _Compared:
    """Return two functions with the places where they differ."""
    names = _Names(mine.bound, theirs.bound)
    found = list(_differences(mine.function, theirs.function, names))
    return _Compared(mine.function, theirs.function, names, found)


@dataclass(frozen=True, slots=True)
class _Change:
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


def _changes(module: Module, two: _Compared) -> tuple[_Change, ...]:
    """Return the changes that make one function of the other; none if they are many."""
    if len(two.found) > MOST_PLACES:
        return ()
    is_short = max(map(_lines, (two.mine, two.theirs))) <= NEAR
    whole = math.inf if is_short else max(_body_size(two.mine), _body_size(two.theirs))
    made = [change for one in two.found if (change := _change(module, two, one, whole)) is not None]
    return _in_order(made) if len(made) == len(two.found) else ()


def _change(module: Module, two: _Compared, one: _Difference, whole: float) -> _Change | None:
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
    return _Change(one.kind, one.line, one.mine[0], one.mine[-1], indent.join(order), before, after, size, size / whole)


def _edit(module: Module, changes: Sequence[_Change]) -> Edit | None:
    """Return the edit that makes one or two changes, if it can be made and none is most of a function."""
    source = _edited(module, changes)
    if source is None or any(c.share > LARGEST for c in changes):
        return None
    before, after = "; ".join(c.before for c in changes), "; ".join(c.after for c in changes)
    first, last = changes[0].line, changes[-1].line
    if last - first >= NEAR:
        return Edit("two", first, before, after, source, last)
    return Edit(changes[0].kind if len(changes) == 1 else "near", first, before, after, source)


def _edited(module: Module, changes: Sequence[_Change]) -> str | None:
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


def _differences(mine: ast.AST, theirs: ast.AST, names: _Names) -> Iterator[_Difference]:
    """Yield the places where two nodes differ. Several in one statement, on neighbouring lines, are one place."""
    found = list(_parts(mine, theirs, names))
    if isinstance(mine, (ast.expr, ast.stmt)):  # what has no place of its own is told with what is around it
        found = [d if d.line else _Difference(mine.lineno, d.kind, (mine,), (theirs,)) for d in found]
        lines = {d.line for d in found}
        if len(found) > 1 and not hasattr(mine, "body") and max(lines) - min(lines) < NEAR:
            kind: Kind = "expression" if len(lines) == 1 else "near"
            found = [_Difference(min(lines), kind, (mine,), (theirs,))]
    yield from found


def _parts(mine: ast.AST, theirs: ast.AST, names: _Names) -> Iterator[_Difference]:
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
            yield _Difference(_line_of_arguments(mine, theirs), "arguments", (mine,), (theirs,))
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


def _of_lists(mine: ast.AST, theirs: ast.AST, name: str, names: _Names) -> Iterator[_Difference]:
    """Yield the differences of a field that holds a list."""
    a, b = (_telling(getattr(node, name)) for node in (mine, theirs))
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
        yield _Difference(getattr(place, "lineno", getattr(mine, "lineno", 0)), kind, (mine,), (theirs,))


def _of_statements(a: list[ast.stmt], b: list[ast.stmt], names: _Names) -> Iterator[_Difference]:
    """Yield the differences of two blocks: what is left of them without equal statements at their ends."""
    first, last = _ends(a, b, names)
    mine, theirs = tuple(a[first : len(a) - last]), tuple(b[first : len(b) - last])
    if len(mine) == 1 == len(theirs) or [*map(type, mine)] == [*map(type, theirs)]:
        for one, other in zip(mine, theirs, strict=True):
            yield from _differences(one, other, names)
    elif mine and (mine[-1].end_lineno or 0) - mine[0].lineno < NEAR:
        kind: Kind = "near" if theirs or len(mine) > 1 else "statement"
        yield _Difference(mine[0].lineno, kind, mine, theirs)
    elif theirs and not mine and first:
        before = a[first - 1]
        yield _Difference(before.end_lineno or before.lineno, "missing", (before,), theirs, "after")
    elif theirs and not mine and a:
        yield _Difference(a[0].lineno, "missing", (a[0],), theirs, "before")
    elif mine or theirs:  # too much to be one place
        yield _Difference((mine or theirs)[0].lineno, "near", (), ())


def _ends(a: list[Any], b: list[Any], names: _Names) -> tuple[int, int]:
    """Return how many nodes at the beginnings, and then at the ends, of two lists are the same."""
    counts = [0, 0]
    for end, step in ((0, 1), (1, -1)):
        while sum(counts) < min(len(a), len(b)):
            at = step * counts[end] - end
            tried = _Names(names.mine, names.theirs, dict(names.known))
            if any(True for _d in _differences(a[at], b[at], tried)):
                break
            names.known = tried.known
            counts[end] += 1
    return counts[0], counts[1]


def _whole(mine: ast.AST, theirs: ast.AST) -> _Difference:
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
    return _Difference(getattr(mine, "lineno", 0), kind, (mine,), (theirs,))


def _keywords(call: ast.AST) -> Mapping[str, ast.keyword]:
    """Return the keyword arguments of a call by name; ``**`` is one with an empty name."""
    return {keyword.arg or "": keyword for keyword in getattr(call, "keywords", ())}


def _line_of_arguments(mine: ast.Call, theirs: ast.Call) -> int:
    """Return the line of the argument that only the student's call has, or that of its last one, or of the call."""
    given = _keywords(theirs)
    extra = [keyword for key, keyword in _keywords(mine).items() if key not in given]
    places: list[ast.expr | ast.keyword] = [mine.func, *mine.args, *mine.keywords, *extra]
    return places[-1].lineno


def _telling(nodes: list[Any]) -> list[Any]:
    """Return nodes without those that do nothing: a docstring, ``pass``."""
    return [n for n in nodes if not isinstance(n, ast.Pass) and not (n is nodes[0] and is_docstring(n))]


def _lines(function: Function) -> int:
    """Return the number of lines of a function's body."""
    body = _telling(function.body)
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def _bound(function: Function) -> frozenset[str]:
    """Return the names that a function binds, also those of functions within it."""
    inner = [n for n in ast.walk(function) if n is not function]
    names = [n.arg for n in inner if isinstance(n, ast.arg)] + [n.name for n in inner if isinstance(n, ast.FunctionDef)]
    return frozenset((*Scope.of(function).names, *names))


def _size(node: ast.AST) -> int:
    return sum(1 for _node in ast.walk(node))


def _body_size(function: Function) -> int:
    return sum(map(_size, _telling(function.body)))


def _text(node: ast.AST, names: _Names) -> str:
    """Return the text of a right solution's node, with the student's names."""
    renamed = copy.deepcopy(node)
    for one in ast.walk(renamed):
        if isinstance(one, ast.Name):
            one.id = names.known.get(one.id, one.id)
    return ast.unparse(renamed)


def _one_line(text: str) -> str:
    return " ".join(text.split())
