"""Wrong variants as overlays over the reference solution. This is the only module that renders them as whole files.

A file of ``wrong/`` contains only what differs from the reference. The rule is: a statement replaces the statement of
the reference that binds the same name. So a whole overlay may be::

    def train(net, x):              # replaces the reference's train
        ...

    class Net:                      # the reference's Net with
        def loss(self, x):          # this method replaced
            ...

        del gradient                # and this method removed

A statement without a counterpart is added. Imports are added below the reference's imports. Any other statement is
added directly before the overlay's next statement that has a counterpart, or at the end. ``del NAME`` removes what the
reference binds to NAME, and a class written after ``del NAME`` replaces the whole class. The bases and decorators of a
class replace those of the reference. All statements that bind one name, such as a property and its setter, are treated
as one. The overlay's docstring, if it has one, replaces that of the reference.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from grader.errors import CatalogueError, reason
from grader.exercises.body import DOCSTRING, Body, Item, read_body
from grader.exercises.splice import ItemChange, spliced
from grader.language import _

if TYPE_CHECKING:
    from pathlib import Path

    from grader.exercises.catalogue import Catalogue
    from grader.exercises.exercise import Exercise

RENDERER = 1
"""The version of the renderer. It changes if the same texts render differently. The digests of suites include it."""


@dataclass(frozen=True, slots=True)
class Variant:
    """An overlay rendered as a whole file.

    Attributes:
        text: the file.
        overlay: the text of the overlay.
        definitions: the functions, methods and classes that are changed, added or removed: ``train``, ``Net.loss``, or
            ``Net`` for a class that differs in more than methods.
        statements: the names that other changed, added or removed statements of the module bind. A statement that binds
            no name has an empty one. Added imports are left out since they change nothing by themselves.
        faults: what is wrong with the overlay although it can be rendered, in words.
    """

    text: str
    overlay: str
    definitions: frozenset[str]
    statements: frozenset[str]
    faults: tuple[str, ...] = ()


def render_overlay(reference: str, overlay: str, name: str = _("the overlay")) -> Variant:
    r"""Return the whole file that an overlay describes.

    Args:
        reference: the text of the reference solution.
        overlay: the text of the overlay.
        name: the overlay's name in messages.

    Raises:
        CatalogueError: one of the two is not valid Python, or they do not fit together.

    Example:
        >>> render_overlay("def f(x):\n    return x\n", "def f(x):\n    return -x\n").text
        'def f(x):\n    return -x\n'
    """
    text, changes = spliced(_read_reference(reference), read_body(overlay, name))
    return _variant(text, overlay, changes, name)


def read_variant(catalogue: Catalogue, exercise: Exercise, path: Path) -> Variant:
    """Return the wrong variant whose overlay is the file ``path``.

    Raises:
        CatalogueError: it cannot be rendered; see ``render_overlay``.
    """
    name = f"wrong/{path.name}"
    return render_overlay(_text_of(catalogue.reference(exercise)), _text_of(path), name)


def read_variants(catalogue: Catalogue, exercise: Exercise) -> dict[str, Variant]:
    """Return the wrong variants of an exercise by key.

    Raises:
        CatalogueError: one of them cannot be rendered; see ``render_overlay``.
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


def _variant(text: str, overlay: str, changes: Sequence[ItemChange], name: str) -> Variant:
    """Return the variant of a rendered overlay, with its changes and faults.

    Raises:
        CatalogueError: the rendered text is not valid Python.
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
        # a base class may call the methods
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
    """Whether nothing uses the names that a statement binds. Python itself uses names like ``__len__``."""
    names = {n for n in added.names if not (n.startswith("__") and n.endswith("__"))}
    return bool(names) and not added.imports and names.isdisjoint(used)


def _definitions(change: ItemChange) -> Iterator[str]:
    """Yield the names of the functions, methods or classes that ``change`` affects."""
    item = change.item
    if change.how == "idle" or item.names == {DOCSTRING}:
        return
    if change.owner:
        method = isinstance(item.node, (ast.FunctionDef, ast.AsyncFunctionDef)) and change.how in ("changed", "added")
        outermost, _, rest = change.owner.partition(".")
        yield from (outermost + "." + name if method and not rest else outermost for name in item.names or {""})
    elif item.defines:
        yield from item.names


def _statements(change: ItemChange) -> Iterator[str]:
    """Yield the names that ``change`` affects if its statement is of the module and neither a function nor a class."""
    item = change.item
    if change.owner or item.defines or change.how == "idle" or item.names == {DOCSTRING}:
        return
    if not (item.imports and change.how == "added"):
        yield from item.names or {""}
