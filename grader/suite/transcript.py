"""Transcripts: what crossed the wire during one test.

Diagnosis reads them: each call with its arguments, what came back, and the callbacks. Values are kept as they were at
that moment; large arrays are kept as a digest with a sample, so that a transcript stays small.

All that a run keeps is taken from one ``Room``: the transcript of the running test, and of each finished test what
diagnosis needs (``evidence``), or its whole transcript where transcripts were asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal

import numpy as np

from grader.errors import Place
from grader.guest.weight import (
    ARRAY_SIZE,
    ENTRY_SIZE,
    INT_SIZE,
    LIST_SIZE,
    MAPPING_SIZE,
    POINTER,
    REF_SIZE,
    size_of,
)
from grader.result import Outcome

MAX_KEPT_ELEMENTS = 4096
"""Elements of the largest array that is kept whole: outputs of the exercises' networks are smaller, layers larger."""

SAMPLE = 64
"""Elements of a larger array that are kept with its digest, evenly spaced."""

MAX_KEPT_CALLBACKS = 1000
"""Callbacks of one call that are kept; all are counted. ``fingerprint.LISTED`` of them are compared."""

MAX_KEPT_ITEMS = 1000
"""Items of a list or mapping that are kept."""

MAX_KEPT_TEXT = 4096
"""Characters of a text, or bytes, that are kept."""

MAX_KEPT = 64 * 2**20
"""Bytes that are kept of one run: two thousand of the largest arrays that are kept whole. With every transcript, the
most that a reference takes is 2.1 MB, in 14. Without a bound a submission could fill the judge's memory, a little in
each test."""

MAX_EVENTS = 20_000
"""Requests of one test that are kept; each later one replaces the last."""

NUMBERS = frozenset({float, int, bool, type(None)})

EVENT_SIZE = 1024
"""Bytes of an event with its empty containers, 361 as measured, and of the class name of a fault: 100 characters."""

OBJECT_SIZE = REF_SIZE + 1000
"""Bytes of a ``SeenObject`` with 200 characters of its class's name. Whatever is no plain data counts as much."""

LARGE_SIZE = 4096
"""Bytes of a ``LargeArray``: 64 numbers, a digest and a shape."""


@dataclass(slots=True)
class Room:
    """What may still be kept of one run, in bytes."""

    left: int = MAX_KEPT

    def take(self, size: int) -> bool:
        """Take ``size`` bytes if they are left, and return whether they were."""
        if size > self.left:
            return False
        self.left -= size
        return True


class LeftOut:
    """Stands for a value that there was no room to keep."""

    def __repr__(self) -> str:
        return "…"


LEFT_OUT = LeftOut()


@dataclass(frozen=True, slots=True)
class LargeArray:
    """Stands for an array that is too large to keep."""

    dtype: str
    shape: tuple[int, ...]
    digest: str
    sample: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class SeenObject:
    """Stands for an object in the worker. Transcripts are read after the test, when nothing may be asked any more.

    Attributes:
        text: the object as messages name it.
    """

    text: str

    def __repr__(self) -> str:
        return self.text


class RemoteObject:
    """What a suite holds of something in the worker: to look at it is a request. A transcript keeps its text only."""


@dataclass(slots=True)
class Event:
    """One request and its answer.

    Attributes:
        call: what was asked for, as it reads in a test: ``mean_squared_error`` or ``net.gradient``.
        entry_point: the submission's function or class that was asked, or the class of the object that was.
        args: positional arguments before the call.
        kwargs: keyword arguments before the call.
        outcome: ``value``, or the class name of the fault.
        value: what came back; of an exception its class name.
        changed: arguments that the call changed, by position or name.
        callbacks: arguments of the first ``MAX_KEPT_CALLBACKS`` calls of a function that was given as an argument.
        callback_count: number of those calls.
        output: what was printed.
        place: of an exception, the line of the submission that raised it, where that is known.
        said: of an exception, the beginning of its text.
        kind: ``call``, or ``read`` or ``write`` of something that an object holds.
    """

    call: str
    entry_point: str
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    outcome: str = "value"
    value: Any = None
    changed: dict[int | str, Any] = field(default_factory=dict)
    callbacks: list[tuple[int, tuple[Any, ...]]] = field(default_factory=list)
    callback_count: int = 0
    output: str = ""
    place: Place | None = None
    said: str = ""
    kind: Literal["call", "read", "write"] = "call"


@dataclass(frozen=True, slots=True)
class Part:
    """One of a test's independent checks: its events are ``events[start:stop]``."""

    start: int
    stop: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Transcript:
    """What one test asked of a submission and what came back.

    Attributes:
        test: its name.
        outcome: how it ended.
        events: the requests, in order.
        parts: the events of each independent check, where the test consists of such checks.
    """

    test: str
    outcome: Outcome
    events: tuple[Event, ...]
    parts: tuple[Part, ...] = ()


def snapshot(value: Any, room: Room) -> Any:
    """Return a copy of ``value`` that later changes do not reach, with large arrays and texts shortened.

    ``LEFT_OUT`` replaces each part that there is no room for.
    """
    if type(value) in NUMBERS:  # most values
        return value if room.take(INT_SIZE) else LEFT_OUT
    if isinstance(value, np.ndarray):
        return _array(value, room)
    if isinstance(value, (list, tuple)):
        if not room.take(LIST_SIZE + POINTER * min(len(value), MAX_KEPT_ITEMS)):
            return LEFT_OUT
        return type(value)(snapshot(v, room) for v in value[:MAX_KEPT_ITEMS])
    if isinstance(value, Mapping):
        if not room.take(MAPPING_SIZE + ENTRY_SIZE * min(len(value), MAX_KEPT_ITEMS)):
            return LEFT_OUT
        return {snapshot(k, room): snapshot(v, room) for k, v in islice(value.items(), MAX_KEPT_ITEMS)}
    if isinstance(value, (str, bytes)):
        value = value[:MAX_KEPT_TEXT]
        return value if room.take(size_of(value)) else LEFT_OUT
    size = size_of(value) if isinstance(value, (np.generic, int, complex)) else OBJECT_SIZE
    if not room.take(size):
        return LEFT_OUT
    return SeenObject(repr(value)) if isinstance(value, RemoteObject) else value


def _array(value: np.ndarray[Any, Any], room: Room) -> Any:
    if value.size <= MAX_KEPT_ELEMENTS and room.take(ARRAY_SIZE + value.nbytes):
        return value.copy()
    if not room.take(LARGE_SIZE):
        return LEFT_OUT
    if value.size == 0:
        return LargeArray(value.dtype.str, value.shape, "", ())
    flat = np.ascontiguousarray(value).ravel()
    digest = hashlib.sha256(flat.data).hexdigest()
    places = np.linspace(0, flat.size - 1, SAMPLE).astype(int)
    return LargeArray(value.dtype.str, value.shape, digest, tuple(flat[places].tolist()))
