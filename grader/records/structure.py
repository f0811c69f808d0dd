"""Turning the content of a file into a record, or into messages that say what is wrong with it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from grader.errors import CatalogueError, UsageError
from grader.language import Message, _, joined
from grader.records.hooks import KINDS, Wrong, strict_converter
from grader.records.words import key_path, unknown, value_text

T = TypeVar("T")


class BadRecord(Exception):  # noqa: N818 - it holds faults, and is turned into an error that names the file
    """A record has faults.

    Attributes:
        faults: the faults, at least one. Each is one line that begins with the key. Unknown keys come first, since a
            misspelt key usually also causes the fault that a key is missing.
    """

    def __init__(self, faults: list[Message]) -> None:
        super().__init__(*faults)
        self.faults = faults


def record(path: Path, raw: object, cls: type[T], error: type[UsageError] = CatalogueError, **given: object) -> T:
    """Return the record that ``raw``, the content of ``path``, describes.

    Args:
        path: the file, for the message.
        raw: the content of the file.
        cls: a dataclass.
        error: the type of the error to raise.
        given: attributes that do not come from the file. In the file they are unknown keys.

    Raises:
        UsageError: the record has faults; the message is the first one. The error has the type ``error``.
    """
    try:
        return structure(raw, cls, **given)
    except BadRecord as bad:
        raise error(_("{path}: {fault}", path=path, fault=bad.faults[0])) from None


def structure(raw: object, cls: type[T], *where: str | int, **given: object) -> T:
    """Return ``raw`` as a ``cls``.

    Args:
        raw: the content of a file, or a part of it.
        cls: a dataclass, or another type that an attribute of a record may have.
        where: the path to ``raw`` in the file: keys, and indices in lists, counted from 0.
        given: attributes that do not come from the file.

    Raises:
        BadRecord: the record has faults. It holds all of them.
    """
    from cattrs import BaseValidationError  # 15 ms, which commands that read no record do not wait for

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
    """Yield the faults below ``where`` as pairs: a rank to sort by, and the message."""
    # only where something is wrong
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
            yield 1, _("{key} {rule}; it is {value}", key=key, rule=rule, value=value_text(error.value))
    else:  # no hook raises anything else: this is a fault of the grader and must not be reported as one of the file
        raise error


def _missing(key: str, cls: Any, name: str) -> Message:
    hint = get_type_hints(cls, include_extras=True)[name]
    rules = getattr(hint, "__metadata__", ())
    says = rules[-1].says if rules else KINDS.get(hint)
    return _("{key} is missing: it {rule}", key=key, rule=says) if says else _("{key} is missing", key=key)
