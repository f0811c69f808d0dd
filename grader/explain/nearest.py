"""A student's function beside right ones: the few places where it differs from one of them.

Variables may have other names. The method is that of program repair by the nearest right program, such as CLARA
(Gulwani, Radiček, Zuleger: Automated Clustering and Program Repair for Introductory Programming Assignments, 2018),
for a simple case: all but a few places of the function are as in one right solution. Some of them may be a free choice
of the student, so each is tried alone before two are tried together.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from grader.explain.changes import MOST_READ, Change, changes_of, edited, in_order
from grader.explain.compare import NEAR, Side, compared
from grader.explain.edits.edit import Edit
from grader.explain.edits.site import Module
from grader.explain.edits.transplant import LARGEST

TRIED = 2
"""Places that are changed at once, at most: what takes three changes says little of where the fault is."""


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
    yield from _edits(module, itertools.chain(_alone(ways), _each(ways), _twice(ways), _two_functions(ways)))


def nearest_alone(source: str, functions: Sequence[str], solutions: Iterable[str]) -> Iterator[Edit]:
    """Yield the first edits of ``nearest``: for each function the smallest after which it is a right one.

    Left out is what says little of a place: an edit of several lines, and of the whole of a function of few lines.

    Args:
        source: as of ``nearest``.
        functions: as of ``nearest``.
        solutions: as of ``nearest``.

    Raises:
        SyntaxError: the file is not Python.
    """
    module = Module(source)
    yield from _edits(module, (one for one in _alone(_ways(module, functions, solutions)) if _is_telling(*one)))


def _is_telling(change: Change) -> bool:
    return change.kind != "near" and (change.kind != "expression" or change.share > 0)


def _edits(module: Module, several: Iterable[tuple[Change, ...]]) -> Iterator[Edit]:
    """Yield the edits that make some changes, each once."""
    seen: set[str] = set()
    for changes in several:
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
    return edited(module, in_order([change for changes in best for change in changes]))


Ways = Mapping[str, Sequence[tuple[Change, ...]]]
"""By function, for each right one the changes that make it that one, those that change least first."""


def _ways(module: Module, functions: Sequence[str], solutions: Iterable[str]) -> Ways:
    """Return how some functions of a file can be made right; nothing for one that is.

    A change that takes away the call of a helper of the student's own is left out: the fault may be in the helper.
    """
    known = module.definitions()
    right = [_read(text) for text in solutions]
    helpers = set(map(_last_name, known)) - {_last_name(name) for text in right for name in text}
    ways = {}
    for name in [n for n in functions if n in known]:
        mine = Side.of(known[name])
        found = list(itertools.takewhile(lambda two: two.found, (compared(mine, d[name]) for d in right if name in d)))
        if len(found) == sum(name in d for d in right):  # else it is one of them
            made = [changes for two in found if (changes := changes_of(module, two))]
            made = [changes for changes in made if not any(helpers & _taken_away(c) for c in changes)]
            fitting = [changes for changes in made if len(changes) > TRIED or edited(module, changes) is not None]
            ways[name] = sorted(fitting, key=lambda changes: sum(c.size for c in changes))
    return ways


def _last_name(name: str) -> str:
    """Return the name by which a function or method is called."""
    return name.rpartition(".")[2]


def _taken_away(change: Change) -> set[str]:
    """Return the words of the student's text that the right one lacks."""
    before, after = (set(re.findall(r"\w+", text)) for text in (change.before, change.after))
    return before - after


@lru_cache(maxsize=MOST_READ)
def _read(solution: str) -> Mapping[str, Side]:
    """Return the functions of a right solution by name. They are only read."""
    return {name: Side.of(function) for name, function in Module(solution).definitions().items()}


def _alone(ways: Ways) -> Iterator[tuple[Change, ...]]:
    """Yield the one change that makes a function right."""
    for name in ways:
        yield from _best(ways[name], 1)


def _each(ways: Ways) -> Iterator[tuple[Change, ...]]:
    """Yield each change of several: the others may be a free choice."""
    for every in ways.values():
        for changes in every:
            if len(changes) > 1:
                yield from ((change,) for change in changes)


def _twice(ways: Ways) -> Iterator[tuple[Change, ...]]:
    """Yield the two changes that make a function right."""
    for name in ways:
        yield from _best(ways[name], 2)


def _two_functions(ways: Ways) -> Iterator[tuple[Change, ...]]:
    """Yield for two functions the change that makes each of them right."""
    single = [changes for name in ways for changes in _best(ways[name], 1)]
    yield from (in_order(one + other) for one, other in itertools.combinations(single, 2))


def _best(every: Sequence[tuple[Change, ...]], count: int) -> Iterator[tuple[Change, ...]]:
    """Yield the smallest of the changes of ``count`` places, if all that are as small are on the same lines.

    What changes most of a function says nothing of a place.
    """
    fitting = [changes for changes in every if len(changes) == count and sum(c.share for c in changes) <= LARGEST]
    sizes = [sum(c.size for c in changes) for changes in fitting]
    least = [changes for changes, size in zip(fitting, sizes, strict=True) if size == sizes[0]]
    if len({tuple(c.line for c in changes) for changes in least}) == 1:
        yield least[0]


def _edit(module: Module, changes: Sequence[Change]) -> Edit | None:
    """Return the edit that makes one or two changes, if it can be made and none is most of a function."""
    source = edited(module, changes)
    if source is None or any(c.share > LARGEST for c in changes):
        return None
    before, after = "; ".join(c.before for c in changes), "; ".join(c.after for c in changes)
    first, last = changes[0].line, changes[-1].line
    if last - first >= NEAR:
        return Edit("two", first, before, after, source, last)
    return Edit(changes[0].kind if len(changes) == 1 else "near", first, before, after, source)
