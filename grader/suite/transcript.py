"""What passed between a suite and a submission during one test.

The record that diagnosis reads: each call with its arguments, what came back, and every callback. Values are kept as
they were at that moment; large arrays are kept as a digest with a sample, so that a transcript stays small.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal

import numpy as np

from grader.outcome import Outcome

MAX_ELEMENTS = 4096
"""Elements of an array that are kept whole: a layer of the nets of the exercises is larger, their outputs are not."""

SAMPLE = 64
"""Elements of a larger array that are kept beside its digest, evenly spaced."""

MAX_CALLBACKS = 1000
"""Callbacks that are kept of one call; all are counted."""

MAX_LIST = 1000
"""Items of a list or mapping that are kept."""


MAX_TEXT = 4096
"""Characters of a text, or bytes, that are kept."""

MAX_KEPT = 2**22
"""Elements of arrays, items of lists and characters that are kept of one test: 32 MiB of numbers, a thousand of the
largest arrays that are kept whole. Transcripts last as long as their run: without a bound a submission fills the
judge's memory."""

MAX_EVENTS = 20_000
"""Requests that are kept of one test; later ones take the last one's place."""


NUMBERS = frozenset({float, int, bool, type(None)})


@dataclass(slots=True)
class Room:
    """What may still be kept of one test."""

    left: int = MAX_KEPT


@dataclass(frozen=True, slots=True)
class LargeArray:
    """Stands for an array that is too large to keep."""

    dtype: str
    shape: tuple[int, ...]
    digest: str
    sample: tuple[Any, ...]


@dataclass(slots=True)
class Event:
    """One request and what came of it.

    Attributes:
        call: what was asked for, as it reads in a test: ``mean_squared_error`` or ``net.gradient``.
        entry: the entry point that it started from.
        args: positional arguments before the call.
        kwargs: keyword arguments before the call.
        outcome: ``value``, or the class name of the fault.
        value: what came back; for an exception its class name.
        changed: arguments that the call changed, by position or name.
        callbacks: arguments of each call of a given function, the first ``MAX_CALLBACKS``.
        callback_count: how many there were.
        output: what was printed.
        kind: ``call``, or ``read`` or ``write`` of something that an object holds.
    """

    call: str
    entry: str
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    outcome: str = "value"
    value: Any = None
    changed: dict[int | str, Any] = field(default_factory=dict)
    callbacks: list[tuple[int, tuple[Any, ...]]] = field(default_factory=list)
    callback_count: int = 0
    output: str = ""
    kind: Literal["call", "read", "write"] = "call"


@dataclass(frozen=True, slots=True)
class Part:
    """One of several independent checks of a test: its events are ``events[start:stop]``."""

    start: int
    stop: int
    outcome: Outcome


def snapshot(value: Any, room: Room) -> Any:
    """Return a copy of ``value`` that later changes do not reach, with large arrays and texts shortened."""
    room.left -= 1
    if type(value) in NUMBERS:  # most of what passes
        return value
    if isinstance(value, np.ndarray):
        if value.size <= MAX_ELEMENTS and value.size <= room.left:
            room.left -= value.size
            return value.copy()
        if value.size == 0:
            return LargeArray(value.dtype.str, value.shape, "", ())
        flat = np.ascontiguousarray(value).ravel()
        digest = hashlib.sha256(flat.tobytes()).hexdigest()
        places = np.linspace(0, flat.size - 1, SAMPLE).astype(int)
        return LargeArray(value.dtype.str, value.shape, digest, tuple(flat[places].tolist()))
    if isinstance(value, (list, tuple)):
        return type(value)(snapshot(v, room) for v in value[: _most(room)])
    if isinstance(value, Mapping):
        return {snapshot(k, room): snapshot(v, room) for k, v in islice(value.items(), _most(room))}
    if isinstance(value, (str, bytes)):
        room.left -= min(len(value), MAX_TEXT)
        return value[:MAX_TEXT]
    return value


def _most(room: Room) -> int:
    return MAX_LIST if room.left > 0 else 0
