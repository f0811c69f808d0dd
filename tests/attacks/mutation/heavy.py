"""Messages that are small on the wire and large in memory, at a scale that a test can afford; and measuring them."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from typing import Any

import msgpack
import numpy as np

from grader.guest.weight import ARRAY, MAX_DIMS, REF, SCALAR, TUPLE_MARK, WireError
from grader.guest.wire import Codec, Ref

MANY = 3_000
"""Items of a message: a hundredth of what a worker may send."""


def array(shape: list[int], body: bytes = b"", code: int = ARRAY) -> bytes:
    """Return an array, packed."""
    head = msgpack.packb(["d", shape])
    return bytes(msgpack.packb(msgpack.ExtType(code, bytes([len(head)]) + head + body)))


def row(item: bytes, count: int = MANY) -> bytes:
    """Return a list of the same packed item."""
    return b"\xdd" + count.to_bytes(4, "big") + item * count


def wide(letters: int) -> bytes:
    """Return a text of one byte a letter on the wire and four in memory."""
    return bytes(msgpack.packb("\U0001d538" + "a" * letters))


HEAVY: dict[str, Callable[[], bytes]] = {
    "empty arrays": lambda: row(array([0] * MAX_DIMS)),
    "scalars": lambda: row(array([], bytes(8), SCALAR), 3 * MANY),
    "lists": lambda: row(b"\x90", 2 * MANY),
    "tuples": lambda: row(b"\x92" + TUPLE_MARK + b"\x01", 2 * MANY),
    "mappings": lambda: row(b"\x81\x01\x01"),
    "wide texts": lambda: row(wide(1000), MANY // 30),
    "never closed": lambda: (b"\xdd" + MANY.to_bytes(4, "big") + b"\xa2zz" * (MANY - 1)) * 5 + b"\xc0",
    "handles": lambda: row(bytes(msgpack.packb(msgpack.ExtType(REF, msgpack.packb([1000, "T", False]))))),
    "changed": lambda: b"\x93\xa5value\xc0" + row(b"\x92\x01" + array([0] * MAX_DIMS)),
    "one array": lambda: array([10**5], bytes(8 * 10**5)),
}
"""Each takes more than ``LITTLE`` when it is made."""

LITTLE = 200_000
"""Bytes that the messages above are tried with as a bound."""


def refuse(*_: Any) -> Any:
    """Take nothing."""
    raise WireError("unexpected")


class Held:
    """Stands for a handle, with attributes like one."""

    def __init__(self, ref: Ref) -> None:
        self.student = None
        self.ref = ref
        self.generation = 1


def read(data: bytes, most: int) -> Any:
    """Read a message as the judge does, of which nothing may be nonsense."""
    return Codec(refuse, Held, refuse, most=most).unpack(data)


def measured(make: Callable[[], Any]) -> tuple[Any, int, int]:
    """Return what ``make`` returns, or the exception; the bytes that it takes, and the most that there were."""
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        try:
            made = make()
        except WireError as error:
            made = error.with_traceback(None)
        now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return made, now - before, most - before


def evenly(size: int) -> np.ndarray[Any, Any]:
    """Return an array of ``size`` numbers that a transcript keeps whole, if it is small enough."""
    return np.linspace(0.0, 1.0, size)
