"""Wrong variants as overlays over the reference solution. The only module that makes whole files of them.

A file of ``wrong/`` holds what differs from the reference and nothing else. There is one rule: a statement takes the
place of the reference's statement that binds the same name. So a whole overlay may be::

    def train(net, x):              # instead of the reference's train
        ...

    class Net:                      # the reference's Net, but for
        def loss(self, x):          # this method
            ...

        del gradient                # and without this one

What has no counterpart is added: imports below the reference's imports, everything else directly before the overlay's
next statement that has one, or at the end. ``del NAME`` takes out what the reference binds; a class written after
``del NAME`` is the whole new class. A class with bases or decorators takes them in place of the reference's. All
statements that bind one name, as a property and its setter do, go together. The overlay's docstring, if it has one,
takes the place of the reference's.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from grader.errors import CatalogueError, reason
from grader.exercises.splice import Change, spliced
from grader.exercises.statements import DOCSTRING, Body, Item, read_body
from grader.language import _

if TYPE_CHECKING:
    from pathlib import Path

    from grader.exercises.catalogue import Catalogue
    from grader.exercises.exercise import Exercise

RENDERER = 1
"""Counts changes of what rendering gives for the same texts; digests of suites hold it."""


@dataclass(frozen=True, slots=True)
class Variant:
    """The whole file that an overlay stands for.

    Attributes:
        text: the file.
        overlay: text of the overlay.
        definitions: functions, methods and classes that are changed, added or removed: ``train``, ``Net.loss``, and
            ``Net`` for a class of which more than methods differs.
        statements: names that other changed, added or removed statements of the module bind; an empty name for one that
            binds none. Added imports are left out: by themselves they change nothing.
        faults: what is wrong with the overlay although it can be rendered, in words.
    """

    text: str
    overlay: str
    definitions: frozenset[str]
    statements: frozenset[str]
    faults: tuple[str, ...] = ()


def render(reference: str, overlay: str, name: str = _("the overlay")) -> Variant:
    r"""Return the whole file that an overlay stands for.

    Args:
        reference: text of the reference solution.
        overlay: text of the overlay.
        name: what messages call the overlay.

    Raises:
        CatalogueError: one of the two is no Python, or they cannot be put together.

    Example:
        >>> render("def f(x):\n    return x\n", "def f(x):\n    return -x\n").text
        'def f(x):\n    return -x\n'
    """
    text, changes = spliced(_read_reference(reference), read_body(overlay, name))
    return _variant(text, overlay, changes, name)


def read_variant(catalogue: Catalogue, exercise: Exercise, path: Path) -> Variant:
    """Return the wrong variant whose overlay is the file ``path``.

    Raises:
        CatalogueError: it cannot be rendered; see ``render``.
    """
    name = f"wrong/{path.name}"
    return render(_text_of(catalogue.reference(exercise)), _text_of(path), name)


def variants(catalogue: Catalogue, exercise: Exercise) -> dict[str, Variant]:
    """Return the wrong variants of an exercise by key.

    Raises:
        CatalogueError: one of them cannot be rendered; see ``render``.
    """
    return {path.stem: read_variant(catalogue, exercise, path) for path in catalogue.variants(exercise)}


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else error
        raise CatalogueError(_("{path} cannot be read: {why}", path=path, why=why)) from None


@lru_cache(maxsize=2)  # an exercise's variants are rendered one after another
def _read_reference(text: str) -> Body:
    return read_body(text, _("the reference"))


def _variant(text: str, overlay: str, changes: Sequence[Change], name: str) -> Variant:
    """Return a rendered overlay with what is to be said of it.

    Raises:
        CatalogueError: its text is no Python.
    """
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise CatalogueError(
            _("{name} makes a file that is no Python: line {line}: {why}", name=name, line=error.lineno, why=error.msg)
        ) from None
    faults: list[str] = [
        _("{where} is as in the reference: take it out", where=c.where) for c in changes if c.how == "idle"
    ]
    used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    used |= {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    heirs = {n.name for n in ast.walk(tree) if isinstance(n, ast.ClassDef) and n.bases}
    for change in changes:
        # what a class inherits from may call its methods
        if change.how == "added" and change.owner.partition(".")[0] not in heirs and _is_lost(change.item, used):
            faults.append(
                _("{where} is not in the reference, and nothing uses it: is it misspelt?", where=change.where)
            )
    definitions = {d for change in changes for d in _definitions(change)}
    statements = {s for change in changes for s in _statements(change)}
    if not (definitions or statements or faults):
        faults.append(_("{name} changes nothing of the reference", name=name))
    of_whole_classes = {d for d in definitions if "." in d and d.partition(".")[0] in definitions}
    return Variant(text, overlay, frozenset(definitions - of_whole_classes), frozenset(statements), tuple(faults))


def _is_lost(added: Item, used: Collection[str]) -> bool:
    """Whether nothing uses what a statement binds; names with two underscores on both sides are for Python itself."""
    names = {n for n in added.names if not (n.startswith("__") and n.endswith("__"))}
    return bool(names) and not added.imports and names.isdisjoint(used)


def _definitions(change: Change) -> Iterator[str]:
    """Yield the function, method or class that differs."""
    item = change.item
    if change.how == "idle" or item.names == {DOCSTRING}:
        return
    if change.owner:
        method = isinstance(item.node, (ast.FunctionDef, ast.AsyncFunctionDef)) and change.how in ("changed", "added")
        outermost, _, rest = change.owner.partition(".")
        yield from (outermost + "." + name if method and not rest else outermost for name in item.names or {""})
    elif item.defines:
        yield from item.names


def _statements(change: Change) -> Iterator[str]:
    """Yield the names that a statement of the module binds which differs and defines nothing."""
    item = change.item
    if change.owner or item.defines or change.how == "idle" or item.names == {DOCSTRING}:
        return
    if not (item.imports and change.how == "added"):
        yield from item.names or {""}
