"""Weighing a message: how much memory its value will take, computed from the bytes before anything is built.

msgpack calls its hook for a list only at the end of the list. A bound in that hook comes too late for nested lists:
lists that never end take a gigabyte before the first of them is counted. Here a message is walked through without
building anything, and refused if it would take too much.

Sizes are those of CPython and NumPy on this machine, as ``sys.getsizeof`` tells them, rounded up as allocators do. If a
size depends on the content, the worst case counts.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

MAX_ITEMS = 200_000
"""Items in one list from a guest: twenty times the steps of the longest training of an exercise, a loss for each."""

MAX_TOTAL = 2 * MAX_ITEMS
"""Items of all lists and mappings of one message together. It bounds the time that reading takes."""

MAX_KEYS = 10_000
"""Keys of one mapping: a net has a dozen parameters."""

MAX_DEPTH = 64
"""Nesting of values. Real answers have fewer than ten. Python's recursion limit, which printing meets, is higher."""

MAX_TEXT_BYTES = 1_000_000
"""Bytes of one text from a guest. An exception's message has 2,000 characters at most (``guest.MAX_ERROR_TEXT``)."""

MAX_DIMS = 8
"""Dimensions of an array. Right answers have at most four (images with channels). A mistake adds one or two
(``x[None]``, an ``outer``) and should arrive, so that the message can name the shape. NumPy allows 64, and each takes
16 bytes in every array and time in every operation."""

ARRAY, SCALAR, COMPLEX, BIGINT, TUPLE, REF, CALLBACK = range(1, 8)
"""Extension types of the wire."""

TUPLE_MARK = b"\xc7\x00" + bytes([TUPLE])
"""The first item of the list as which a tuple travels."""


class WireError(Exception):
    """A message that is malformed, too large, or holds what may not travel."""


class TooHeavy(WireError):  # noqa: N818 - the house's way: the name says what happened
    """A message that would take more memory than it may."""


# --- sizes ------------------------------------------------------------------------------------------------------------

POINTER = 8
"""Bytes of a place in a list."""


def size_of(value: Any) -> int:
    """Return the bytes that ``value`` itself takes, with its place in a list. Small objects take a multiple of 16."""
    return -(-sys.getsizeof(value) // 16) * 16 + POINTER


SHARED_SIZE = POINTER
"""None, booleans and integers from -5 to 256 exist once, so each takes only a place."""

INT_SIZE = size_of(2**64 - 1)
FLOAT_SIZE = size_of(0.5)
TEXT_SIZE, TEXT_BYTE = size_of("\U0001d538"), 5
"""One character beyond 16 bits makes all others four bytes wide, and a text that is sent again keeps its UTF-8 too."""
BYTES_SIZE = size_of(b"")
LIST_SIZE = size_of([])
MAPPING_SIZE, ENTRY_SIZE = size_of({0: 0}), 64 + size_of((0, 0))
"""A dictionary takes at most 54 bytes for each entry beyond the first. While it is built, each entry is also a pair."""
ARRAY_SIZE = size_of(np.empty((1,) * MAX_DIMS)) + 32
"""Header, dimensions and strides of ``MAX_DIMS``, and what malloc adds to two blocks. The data are counted apart."""
SCALAR_SIZE = size_of(np.complex128())
COMPLEX_SIZE = size_of(0j)
BIGINT_SIZE = size_of(2**4096)
REF_SIZE = 320
"""A handle with its reference, number and attributes takes 240 bytes and the text of its class's name."""

EXTENSION_SIZES = {
    ARRAY: (ARRAY_SIZE, 1),
    SCALAR: (SCALAR_SIZE, 1),
    COMPLEX: (COMPLEX_SIZE, 1),
    BIGINT: (BIGINT_SIZE, 1),
    REF: (REF_SIZE + TEXT_SIZE, TEXT_BYTE),
    CALLBACK: (FLOAT_SIZE, 1),
}
"""By extension type: bytes that it takes, and bytes for each byte of its content."""


def _self_contained() -> Iterator[tuple[int, int, int]]:
    """Yield first bytes that alone determine an item's size: the byte, the length on the wire, the size in memory."""
    yield from ((head, 1, SHARED_SIZE) for head in (*range(0x80), 0xC0, 0xC2, 0xC3))
    yield from ((head, 1, INT_SIZE) for head in range(0xE0, 0x100))
    yield from ((0xA0 + n, 1 + n, TEXT_SIZE + TEXT_BYTE * n) for n in range(32))
    yield from ((head, 1 + n, FLOAT_SIZE) for head, n in ((0xCA, 4), (0xCB, 8)))
    yield from ((0xCC + n, 1 + 2**n, INT_SIZE) for n in range(4))
    yield from ((0xD0 + n, 1 + 2**n, INT_SIZE) for n in range(4))


LENGTHS, SIZES = [0] * 256, [0] * 256
for _head, _length, _size in _self_contained():
    LENGTHS[_head], SIZES[_head] = _length, _size

HEADS: dict[int, tuple[str, int, int]] = {
    **{0x80 + n: ("mapping", 0, n) for n in range(16)},
    **{0x90 + n: ("list", 0, n) for n in range(16)},
    **{0xD4 + n: ("extension", 0, 2**n) for n in range(5)},
    **{0xC4 + n: ("bytes", 2**n, 0) for n in range(3)},
    **{0xC7 + n: ("extension", 2**n, 0) for n in range(3)},
    **{0xD9 + n: ("text", 2**n, 0) for n in range(3)},
    **{0xDC + n: ("list", 2 * 2**n, 0) for n in range(2)},
    **{0xDE + n: ("mapping", 2 * 2**n, 0) for n in range(2)},
}
"""By first byte: the kind of item, the number of bytes in which its length follows, and its length if none follows."""


# --- walking through --------------------------------------------------------------------------------------------------

Message = bytes | bytearray | memoryview


def weigh(data: Message, most: int) -> int:
    """Return the bytes of memory that the value in ``data`` will take.

    Raises:
        TooHeavy: they are more than ``most``.
        WireError: it is malformed, nested too deeply, or has more of something than a guest may send.
    """
    walk = _Walk(data, most)
    try:
        walk.go()
    except IndexError:
        raise WireError("a message cannot be read: it ends too early") from None
    if walk.at != len(data):
        raise WireError("a message cannot be read: its end is not where it should be")
    return walk.weight


class _Walk:
    """One pass through a message.

    Attributes:
        at: position of the next byte.
        weight: bytes of memory that everything before it takes.
    """

    def __init__(self, data: Message, most: int) -> None:
        self.data = data
        self.at = 0
        self.weight = 0
        self._most = most
        self._items = 0
        self._open: list[int] = []  # for each list or mapping around the current one, how many items are left in it

    def go(self) -> None:
        data, lengths, sizes = self.data, LENGTHS, SIZES
        left = 1
        while True:
            at, weight = self.at, self.weight
            while left:
                left -= 1
                head = data[at]
                length = lengths[head]
                if not length:
                    break
                at += length
                weight += sizes[head]
            else:
                head = -1
            self.at, self.weight = at, weight
            if head >= 0:
                left = self._longer(head, left)
            if self.weight > self._most:
                raise TooHeavy(f"a message takes more than {self._most:,} bytes of memory")
            while not left:
                if not self._open:
                    return
                left = self._open.pop()

    def _longer(self, head: int, left: int) -> int:
        """Pass an item whose length must be read; return how many items are left in the list that is open then."""
        kind, width, count = HEADS.get(head, ("", 0, 0))
        self.at += 1
        if width:
            self.data[self.at + width - 1]  # an IndexError if the message is cut off
            count = int.from_bytes(self.data[self.at : self.at + width], "big")
            self.at += width
        match kind:
            case "list":
                return self._list(count, left)
            case "mapping":
                return self._mapping(count, left)
            case "text":
                if count > MAX_TEXT_BYTES:
                    raise WireError(f"a text has more than {MAX_TEXT_BYTES:,} bytes")
                self.weight += TEXT_SIZE + TEXT_BYTE * count
            case "bytes":
                self.weight += BYTES_SIZE + count
            case "extension":
                self._extension(count)
            case _:
                raise WireError("a message cannot be read: it holds a byte that means nothing")
        self.at += count
        return left

    def _list(self, count: int, left: int) -> int:
        if count > MAX_ITEMS:
            raise WireError(f"a list has more than {MAX_ITEMS:,} items")
        if count and self.data[self.at : self.at + len(TUPLE_MARK)] == TUPLE_MARK:
            self.at += len(TUPLE_MARK)
            self.weight += POINTER
            count -= 1
        self.weight += LIST_SIZE
        return self._enter(count, left)

    def _mapping(self, count: int, left: int) -> int:
        if count > MAX_KEYS:
            raise WireError(f"a mapping has more than {MAX_KEYS:,} keys")
        self.weight += MAPPING_SIZE + ENTRY_SIZE * count
        return self._enter(2 * count, left)

    def _enter(self, count: int, left: int) -> int:
        self._items += 1 + count
        if self._items > MAX_TOTAL:
            raise WireError(f"a message has more than {MAX_TOTAL:,} items")
        if count > len(self.data) - self.at:
            raise WireError("a message cannot be read: it promises more items than it has bytes")
        if len(self._open) >= MAX_DEPTH:
            raise WireError("a value is nested too deeply")
        self._open.append(left)
        return count

    def _extension(self, count: int) -> None:
        code = self.data[self.at]
        if code not in EXTENSION_SIZES:
            raise WireError(f"extension type {code} is unknown")
        fixed, each = EXTENSION_SIZES[code]
        self.weight += fixed + each * count
        self.at += 1
