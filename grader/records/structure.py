"""From what a file says to a record; what is wrong with it in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from grader.errors import CatalogueError, UsageError
from grader.language import Message, _, joined
from grader.records.hooks import KINDS, Wrong, strict_converter
from grader.records.words import key_path, shown, unknown

T = TypeVar("T")


class BadRecord(Exception):  # noqa: N818 - what is wrong, before anybody knows in which file
    """What is wrong with a record.

    Attributes:
        faults: one line each, which begins with the key; never empty. Unknown keys come first: a key that is
            misspelt is often one that is missing, too.
    """

    def __init__(self, faults: list[Message]) -> None:
        super().__init__(*faults)
        self.faults = faults


def record(path: Path, raw: object, cls: type[T], error: type[UsageError] = CatalogueError, **given: object) -> T:
    """Return the record that ``raw``, the content of ``path``, describes.

    Args:
        path: the file, for the message.
        raw: what it says.
        cls: a dataclass.
        error: the type of the error.
        given: attributes that do not come from the file; as keys of the file they are unknown.

    Raises:
        UsageError: the first fault, in one line; of the type ``error``.
    """
    try:
        return structure(raw, cls, **given)
    except BadRecord as bad:
        raise error(_("{path}: {fault}", path=path, fault=bad.faults[0])) from None


def structure(raw: object, cls: type[T], *where: str | int, **given: object) -> T:
    """Return ``raw`` as a ``cls``, which may be any type that an attribute of a record may have.

    Args:
        raw: what a file, or a part of it, says.
        cls: a dataclass or another type.
        where: the keys and places in lists, counted from 0, that lead to ``raw``.
        given: attributes that do not come from the file.

    Raises:
        BadRecord: all faults.
    """
    from cattrs import BaseValidationError

    if isinstance(raw, Mapping):
        known = {field.name for field in dataclasses.fields(cls)} - given.keys() if given else set()  # type: ignore[arg-type]
        if clash := sorted(given.keys() & raw.keys()):
            raise BadRecord([_below(where, unknown(key, known)) for key in clash])
        raw = {**raw, **given}
    try:
        return strict_converter().structure(raw, cls)
    except (Wrong, BaseValidationError) as error:
        faults = list(_faults(error, where, frozenset(given)))
        raise BadRecord([fault[1] for fault in sorted(faults, key=lambda fault: fault[0])]) from None


def _below(where: tuple[str | int, ...], fault: Message) -> Message:
    return joined(_(": "), [key_path(where), fault]) if where else fault


def _faults(error: Exception, where: tuple[str | int, ...], given: frozenset[str]) -> Iterator[tuple[int, Message]]:
    """Yield the faults below ``where``: how late it is to be told, and the line."""
    from cattrs import AttributeValidationNote, BaseValidationError, ForbiddenExtraKeysError, IterableValidationNote

    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            steps: list[str | int] = []
            for note in getattr(inner, "__notes__", ()):
                if isinstance(note, AttributeValidationNote):
                    steps = [note.name]
                elif isinstance(note, IterableValidationNote):
                    steps = [note.index]
            if isinstance(inner, KeyError):
                yield 1, _missing(key_path((*where, *steps)), error.cl, str(steps[0]))
            else:
                yield from _faults(inner, (*where, *steps), given if not steps else frozenset())
    elif isinstance(error, ForbiddenExtraKeysError):
        known = {field.name for field in dataclasses.fields(error.cl)} - given
        for key in sorted(error.extra_fields):
            yield 0, _below(where, unknown(key, known))
    elif isinstance(error, Wrong):
        key = key_path(where)
        heading = key_path(tuple(part for part in where if not isinstance(part, int)))
        if where and isinstance(where[-1], int):
            heading = joined("", ["[", heading, "]"])
        rule = error.says.having(key=heading) if isinstance(error.says, Message) else error.says
        if error.value is None:
            yield 1, _("{key} {rule}", key=key, rule=rule)
        else:
            yield 1, _("{key} {rule}; it is {value}", key=key, rule=rule, value=shown(error.value))
    else:  # no hook raises anything else: a fault of ours must not be told as one of the file
        raise error


def _missing(key: str, cls: Any, name: str) -> Message:
    hint = get_type_hints(cls, include_extras=True)[name]
    rules = getattr(hint, "__metadata__", ())
    says = rules[-1].says if rules else KINDS.get(hint)
    return _("{key} is missing: it {rule}", key=key, rule=says) if says else _("{key} is missing", key=key)
