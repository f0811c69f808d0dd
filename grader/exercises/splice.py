"""Putting the statements of one file into another, as text: what ``grader.exercises.overlay`` renders with.

A statement takes the place of the one that binds the same name. Lines are put together by the places of ``ast``'s
nodes. Nothing that ``ast.unparse`` writes gets into the result: it differs between versions of Python.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import Literal

from grader.errors import CatalogueError
from grader.exercises.statements import DOCSTRING, Body, Item
from grader.language import _


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a statement.

    Attributes:
        how: ``idle`` is one that is as it was; ``head`` the first lines of a class.
        owner: the qualified name of the class that it stands in, with a dot behind; empty in a module.
        item: the statement, as it is now; of one that is removed as it was.
        where: its place in the overlay, for messages.
    """

    how: Literal["added", "changed", "removed", "head", "idle"]
    owner: str
    item: Item
    where: str


def spliced(base: Body, over: Body) -> tuple[str, list[Change]]:
    """Return the text of ``base`` with the statements of ``over`` in it, and what that changes.

    Raises:
        CatalogueError: they do not fit together.
    """
    splice = _Splice()
    splice.bodies(base, over)
    pieces: list[str] = []
    line = 0
    for edit in sorted(splice.edits, key=lambda e: (e.start, e.stop)):
        pieces += [*base.lines[line : edit.start], edit.text]
        line = edit.stop
    return "".join([*pieces, *base.lines[line:]]), splice.changes


@dataclass(frozen=True, slots=True)
class _Edit:
    """Lines ``start`` to ``stop`` of the base give way to ``text``."""

    start: int
    stop: int
    text: str


@dataclass(slots=True)
class _Place:
    """What becomes of a statement of the base.

    Attributes:
        item: the statement.
        before: what is added before it.
        instead: what stands in its place; ``None`` where it stays.
        merged: whether it is a class whose members are changed.
    """

    item: Item
    before: list[Item] = field(default_factory=list)
    instead: list[Item] | None = None
    merged: bool = False


@dataclass(slots=True)
class _Splice:
    """Edits of the base's lines and what they change, as they are found out."""

    edits: list[_Edit] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def bodies(self, base: Body, over: Body) -> None:
        """Put the statements of ``over`` into ``base``; both are modules, or classes."""
        places = [_Place(item) for item in base.items]
        top: list[Item] = []
        waiting: list[Item] = []
        for item in over.items:
            removed = _removed(item)
            by_names = [base.binding(names, over.where(item)) for names in removed or [item.names]]
            found = [places[i] for numbers in by_names for i in numbers]
            if any(place.merged for place in found):
                raise CatalogueError(_("{where} stands there a second time", where=over.where(item)))
            if removed:
                if not all(by_names):
                    raise CatalogueError(
                        _("{where} takes out what {name} does not have", where=over.where(item), name=base.name)
                    )
                for place in found:
                    place.instead = []
            elif found:
                found[0].before += waiting
                waiting = []
                self.one(base, over, item, found)
            elif not isinstance(item.node, ast.Pass):
                (top if _belongs_to_the_top(over, item) else waiting).append(item)
                self.changes.append(Change("added", over.owner, item, over.where(item)))
        self.note(base, over, places)
        self.edits += [*_at_the_top(base, over, top), *_in_place(base, over, places), *_at_the_end(base, over, waiting)]

    def one(self, base: Body, over: Body, new: Item, found: Sequence[_Place]) -> None:
        """Put a statement into the place of those that bind its names, or a class's members into the class."""
        first = found[0]
        both_classes = isinstance(first.item.node, ast.ClassDef) and isinstance(new.node, ast.ClassDef)
        if both_classes and first.instead is None:
            first.merged = True
            self.classes(base, first.item, over, new)
            return
        for place in found:
            place.instead = place.instead or []
        first.instead = [*(first.instead or []), new]

    def classes(self, base: Body, old: Item, over: Body, new: Item) -> None:
        """Put the members of a class into another, and its head too if it says more than its name."""
        inner, outer = base.inner(old), over.inner(new)
        if inner.indentation() != outer.indentation():
            raise CatalogueError(
                _("{where} is not indented as the class of {name} is", where=over.where(new), name=base.name)
            )
        before = len(self.changes)
        self.bodies(inner, outer)
        if (head := _head(new)) and head != _head(old):
            text = "".join(over.lines[new.start : outer.items[0].start])
            self.edits.append(_Edit(old.start, inner.items[0].start, text))
            self.changes.append(Change("head", inner.owner, new, over.where(new)))
        elif len(self.changes) == before:
            self.changes.append(Change("idle", over.owner, new, over.where(new)))

    def note(self, base: Body, over: Body, places: Sequence[_Place]) -> None:
        """Note which statements are now others, or gone, or still the same."""
        groups: dict[frozenset[str], list[_Place]] = {}
        for place in places:
            groups.setdefault(place.item.names, []).append(place)
        for group in groups.values():
            new, old = group[0].instead, [place.item for place in group]
            if not new:
                self.changes += [Change("removed", base.owner, item, "") for item in old if new is not None]
            elif [item.shape for item in new] == [item.shape for item in old]:
                self.changes.append(Change("idle", base.owner, new[0], over.where(new[0])))
            else:
                self.changes += [Change("changed", base.owner, item, over.where(item)) for item in new]


def _in_place(base: Body, over: Body, places: Sequence[_Place]) -> Iterator[_Edit]:
    """Yield the edits at the statements of the base."""
    for place in places:
        item, new = place.item, [*place.before, *(place.instead or [])]
        if place.instead is None and new:
            yield _Edit(item.start, item.start, _joined(over, new) + _gap(base, new[-1], item))
        elif new:
            yield _Edit(item.start, item.stop, _joined(over, new))
        elif place.instead is not None:
            start = item.start
            while start and not base.lines[start - 1].strip():
                start -= 1
            yield _Edit(start, item.stop, "")


def _at_the_end(base: Body, over: Body, added: Sequence[Item]) -> Iterator[_Edit]:
    """Yield the edit that adds statements below all others."""
    if added:
        last = base.items[-1:]
        place = last[0].stop if last else 0
        yield _Edit(place, place, "".join(_gap(base, item, added[0]) for item in last) + _joined(over, added))


def _at_the_top(base: Body, over: Body, added: Sequence[Item]) -> Iterator[_Edit]:
    """Yield the edits that add a docstring, imports from ``__future__``, and other imports, in this order."""
    for rank in range(len(_TOP)):
        new = [item for item in added if _rank(item) == rank]
        above = list(takewhile(lambda i: _rank(i) <= rank, base.items))  # noqa: B023 - called at once
        if new and above:
            gap = "\n" if _rank(above[-1]) == 0 else ""
            yield _Edit(above[-1].stop, above[-1].stop, gap + _joined(over, new))
        elif new:
            first = base.items[:1]
            place = first[0].start if first else 0
            yield _Edit(place, place, _joined(over, new) + "".join(_gap(base, new[-1], i) or "\n" for i in first))


_TOP = ("docstring", "__future__", "import")
"""What stands at the top of a module, in this order."""


def _rank(item: Item) -> int:
    """Return the place in ``_TOP`` of what a statement is; one of the rest comes behind all of them."""
    if item.names == {DOCSTRING}:
        return 0
    if isinstance(item.node, ast.ImportFrom) and item.node.module == "__future__":
        return 1
    return 2 if item.imports else len(_TOP)


def _belongs_to_the_top(over: Body, item: Item) -> bool:
    """Whether it is added at the top: a docstring, and an import of a module."""
    return _rank(item) == 0 or (item.imports and not over.owner)


def _joined(over: Body, items: Sequence[Item]) -> str:
    """Return the text of statements, with blank lines between them."""
    gaps = [_gap(over, above, below) for above, below in pairwise(items)]
    return "".join(over.text(item) + gap for item, gap in zip(items, [*gaps, ""], strict=True))


def _gap(body: Body, above: Item, below: Item) -> str:
    """Return the blank lines between two statements of a body."""
    return ("\n" if body.owner else "\n\n") if above.defines or below.defines else ""


def _removed(item: Item) -> list[frozenset[str]]:
    """Return the names that a statement ``del a, b`` takes out; none where it is another statement."""
    targets = item.node.targets if isinstance(item.node, ast.Delete) else []
    names = [frozenset({t.id}) for t in targets if isinstance(t, ast.Name)]
    return names if len(names) == len(targets) else []


def _head(item: Item) -> str:
    """Return what is said of a class beside its name and its members, as text."""
    assert isinstance(item.node, ast.ClassDef)
    node = item.node
    parts = [*node.bases, *node.keywords, *node.decorator_list, *getattr(node, "type_params", [])]
    return " ".join(map(ast.dump, parts))
