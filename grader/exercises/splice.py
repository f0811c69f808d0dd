"""Inserting the statements of an overlay into the reference, as text. ``grader.exercises.overlay`` uses it.

A statement replaces the one that binds the same name. The lines are those of the two files, cut at the positions of
``ast``'s nodes. ``ast.unparse`` is not used, since its output differs between versions of Python.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import Literal

from grader.errors import CatalogueError
from grader.exercises.body import DOCSTRING, Body, Item
from grader.language import _


@dataclass(frozen=True, slots=True)
class ItemChange:
    """How the overlay changes one statement.

    Attributes:
        how: the kind of change. ``idle`` means that the statement is the same as in the reference, ``head`` that the
            bases, keywords or decorators of a class are replaced.
        owner: the qualified name of the class that contains the statement, followed by a dot. Empty for a module.
        item: the new statement; the old one if it is removed.
        where: the position in the overlay, for messages.
    """

    how: Literal["added", "changed", "removed", "head", "idle"]
    owner: str
    item: Item
    where: str


def spliced(base: Body, over: Body) -> tuple[str, list[ItemChange]]:
    """Return the text of ``base`` with the statements of ``over`` inserted, and the changes.

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
    """Replaces the lines ``start`` to ``stop`` (exclusive, from 0) of the base by ``text``."""

    start: int
    stop: int
    text: str


@dataclass(slots=True)
class _BaseItem:
    """A statement of the base, and what the overlay does with it.

    Attributes:
        item: the statement.
        before: the statements that are added before it.
        instead: the statements that replace it; ``None`` if it stays.
        merged: whether it is a class whose members are changed.
    """

    item: Item
    before: list[Item] = field(default_factory=list)
    instead: list[Item] | None = None
    merged: bool = False


@dataclass(slots=True)
class _Splice:
    """Collects the edits of the base's lines, and the changes."""

    edits: list[_Edit] = field(default_factory=list)
    changes: list[ItemChange] = field(default_factory=list)

    def bodies(self, base: Body, over: Body) -> None:
        """Insert the statements of ``over`` into ``base``. Both are modules, or both are classes."""
        places = [_BaseItem(item) for item in base.items]
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
                self.changes.append(ItemChange("added", over.owner, item, over.where(item)))
        self.note(base, over, places)
        self.edits += [*_at_the_top(base, over, top), *_in_place(base, over, places), *_at_the_end(base, over, waiting)]

    def one(self, base: Body, over: Body, new: Item, found: Sequence[_BaseItem]) -> None:
        """Replace the statements ``found`` by ``new``, which binds the same names; merge two classes."""
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
        """Insert the members of a class into another. Replace the head if the new one has more than a name."""
        inner, outer = base.inner(old), over.inner(new)
        if inner.indentation() != outer.indentation():
            raise CatalogueError(
                _("{where} is not indented as the class of {name} is", where=over.where(new), name=base.name)
            )
        before = len(self.changes)
        self.bodies(inner, outer)
        if (head := _class_header(new)) and head != _class_header(old):
            text = "".join(over.lines[new.start : outer.items[0].start])
            self.edits.append(_Edit(old.start, inner.items[0].start, text))
            self.changes.append(ItemChange("head", inner.owner, new, over.where(new)))
        elif len(self.changes) == before:
            self.changes.append(ItemChange("idle", over.owner, new, over.where(new)))

    def note(self, base: Body, over: Body, places: Sequence[_BaseItem]) -> None:
        """Note which statements are changed, removed or unchanged."""
        groups: dict[frozenset[str], list[_BaseItem]] = {}
        for place in places:
            groups.setdefault(place.item.names, []).append(place)
        for group in groups.values():
            new, old = group[0].instead, [place.item for place in group]
            if not new:
                self.changes += [ItemChange("removed", base.owner, item, "") for item in old if new is not None]
            elif [item.shape for item in new] == [item.shape for item in old]:
                self.changes.append(ItemChange("idle", base.owner, new[0], over.where(new[0])))
            else:
                self.changes += [ItemChange("changed", base.owner, item, over.where(item)) for item in new]


def _in_place(base: Body, over: Body, places: Sequence[_BaseItem]) -> Iterator[_Edit]:
    """Yield the edits that replace or remove statements of the base, or add some before them."""
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
    """Yield the edit that adds statements at the end, if there are any."""
    if added:
        last = base.items[-1:]
        place = last[0].stop if last else 0
        yield _Edit(place, place, "".join(_gap(base, item, added[0]) for item in last) + _joined(over, added))


def _at_the_top(base: Body, over: Body, added: Sequence[Item]) -> Iterator[_Edit]:
    """Yield the edits that add a docstring, imports from ``__future__`` and other imports, in this order."""
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
"""The kinds of statements at the top of a module, in this order."""


def _rank(item: Item) -> int:
    """Return the index in ``_TOP`` of a statement's kind. Other statements have the next index."""
    if item.names == {DOCSTRING}:
        return 0
    if isinstance(item.node, ast.ImportFrom) and item.node.module == "__future__":
        return 1
    return 2 if item.imports else len(_TOP)


def _belongs_to_the_top(over: Body, item: Item) -> bool:
    """Whether a new statement is added at the top: a docstring, or an import that is not in a class."""
    return _rank(item) == 0 or (item.imports and not over.owner)


def _joined(over: Body, items: Sequence[Item]) -> str:
    """Return the text of statements with blank lines between them."""
    gaps = [_gap(over, above, below) for above, below in pairwise(items)]
    return "".join(over.text(item) + gap for item, gap in zip(items, [*gaps, ""], strict=True))


def _gap(body: Body, above: Item, below: Item) -> str:
    """Return the blank lines between two statements of a body."""
    return ("\n" if body.owner else "\n\n") if above.defines or below.defines else ""


def _removed(item: Item) -> list[frozenset[str]]:
    """Return the names that a statement ``del a, b`` removes. For another statement the list is empty."""
    targets = item.node.targets if isinstance(item.node, ast.Delete) else []
    names = [frozenset({t.id}) for t in targets if isinstance(t, ast.Name)]
    return names if len(names) == len(targets) else []


def _class_header(item: Item) -> str:
    """Return the bases, keywords, decorators and type parameters of a class, as text to compare."""
    assert isinstance(item.node, ast.ClassDef)
    node = item.node
    parts = [*node.bases, *node.keywords, *node.decorator_list, *getattr(node, "type_params", [])]
    return " ".join(map(ast.dump, parts))
