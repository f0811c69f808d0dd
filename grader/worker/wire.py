"""The wire between judge and worker: bounded frames of plain data and raw array bytes. Never pickle, never objects.

A frame is four bytes of length, big-endian, and one msgpack value. What msgpack lacks travels as extension types. Both
sides use this file; only the judge relies on its checks, since everything that a worker sends is a student's word.

What cannot travel becomes a handle on the worker's side (``Ref``), and a function of the judge's becomes a callback.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgpack
import numpy as np

HEADER = struct.Struct(">I")

MAX_FRAME = 512 * 2**20
"""What the judge may send: MNIST whole as float32 is 188 MB; twice that with room."""

MAX_ANSWER = 64 * 2**20
"""What a worker may send: ten times the weights of the largest network asked for, and 60,000 28x28 images as bytes."""

MAX_ITEMS = 200_000
"""Items in one list or mapping from a worker: a loss for each step of any training asked for, twenty times over."""

MAX_TOTAL = 2 * MAX_ITEMS
"""Items of all lists and mappings of one message. An empty list is one byte on the wire and 64 in memory: without this
a message of 64 MiB would become four gigabytes."""

MAX_KEYS = 10_000
"""Keys of one mapping: names of a net's parameters are a dozen."""

KEYS = frozenset({str, bytes, int, float, bool, type(None)})
"""What a mapping may have for keys: types of which nobody can make many with the same hash. Of tuples, complex numbers
and integers beyond 64 bits anybody can, and the time to fill a dictionary with those is quadratic."""

CONTAINERS = frozenset({list, tuple, dict})
LOOKED_INTO = CONTAINERS | {msgpack.Timestamp}

MAX_DEPTH = 64
"""Nesting of values. Real answers stay below ten; Python's own recursion limit, which printing meets, is far above."""

MAX_BITS = 4096
"""Bits of an integer. No exercise asks for such a number; turning it into text is quadratic."""

MAX_TEXT = 1_000_000
"""Characters of one string from a worker."""

DTYPES = frozenset("?bBhHiIlLqQefdFD")
"""Type characters of the dtypes that travel: numbers and booleans of the machine's own byte order."""

AT_ONCE, MAX_AT_ONCE = 2**16, 2**20
"""Bytes that are read at once: the least, which most answers fit into, and the most, however long an answer is."""

KINDS_OF_ARRAY = 1024
"""Headers of arrays that are remembered: a suite sends a few dozen, and whoever sends thousands gains nothing."""

MAX_RESTING = 2**20
"""Bytes of a message after which its packer is let go of: a buffer never shrinks, and few messages are larger."""

ARRAY, SCALAR, COMPLEX, BIGINT, TUPLE, REF, CALLBACK, STAND_IN = range(1, 9)


class WireError(Exception):
    """A frame that is malformed, too large, or holds what may not travel."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A name for an object that stays in the worker.

    Attributes:
        id: its number in the worker's table.
        type_name: its class's name, for messages only.
        callable: whether it claims to be callable.
    """

    id: int
    type_name: str
    callable: bool


class Codec:
    """Packs and unpacks values.

    Args:
        give: turns what does not travel into a ``Ref``, into an ``int`` that numbers a callback, or into a plain value
            that stands in for it (a tensor's array, a list subclass's list).
        take_ref: turns a received ``Ref`` into what this side holds for it.
        take_callback: turns a received callback number into a function.
        max_frame: largest frame that this side accepts.
        writable: whether received arrays are copied so that they can be written.
    """

    def __init__(
        self,
        give: Callable[[Any], Any],
        take_ref: Callable[[Ref], Any],
        take_callback: Callable[[int], Any],
        *,
        max_frame: int,
        writable: bool,
    ) -> None:
        self.max_frame = max_frame
        self._give = give
        self._take_ref = take_ref
        self._take_callback = take_callback
        self._writable = writable
        self._packers: list[list[msgpack.Packer]] = []  # by depth of nesting, those that are at rest
        self.items = 0  # of the message that was read last

    def pack(self, value: Any) -> bytes:
        """Return ``value`` as msgpack.

        Raises:
            WireError: it is nested too deeply or too large for any frame.
        """
        try:
            return self._pack(value, 0)
        except (ValueError, OverflowError, RecursionError, MemoryError) as error:
            raise WireError(f"a value cannot be sent: {error}") from None

    def _pack(self, value: Any, depth: int) -> bytes:
        """Pack with a packer that is at rest.

        Each has a buffer of 256 KiB, too much to make one for every message; and one may be at work already, since what
        stands in for a thing that does not travel is packed in the middle of another.
        """
        if depth > MAX_DEPTH:
            raise WireError("a value is nested too deeply to be sent")
        if depth == len(self._packers):
            self._packers.append([])
        at_rest = self._packers[depth]
        packer = at_rest.pop() if at_rest else self._packer(depth)
        packed: bytes = packer.pack(value)
        if len(packed) <= MAX_RESTING:
            at_rest.append(packer)
        return packed

    def _packer(self, depth: int) -> msgpack.Packer:
        def default(item: Any) -> msgpack.ExtType:
            return self._extend(item, depth)

        return msgpack.Packer(default=default, strict_types=True, unicode_errors="replace")

    def _extend(self, item: Any, depth: int) -> msgpack.ExtType:
        kind = type(item)
        if kind is np.ndarray and item.dtype.char in DTYPES:
            return msgpack.ExtType(ARRAY, _array_bytes(item))
        if isinstance(item, np.generic) and item.dtype.char in DTYPES:
            return msgpack.ExtType(SCALAR, _array_bytes(np.asarray(item)))
        if kind is tuple:
            return msgpack.ExtType(TUPLE, self._pack(list(item), depth + 1))
        if kind is complex:
            return msgpack.ExtType(COMPLEX, struct.pack(">dd", item.real, item.imag))
        if kind is int:
            if item.bit_length() > MAX_BITS:
                raise WireError(f"an integer has more than {MAX_BITS} bits")
            return msgpack.ExtType(BIGINT, item.to_bytes(item.bit_length() // 8 + 1, "big", signed=True))
        given = item if kind is Ref else self._give(item)
        if type(given) is int:
            return msgpack.ExtType(CALLBACK, struct.pack(">I", given))
        if not isinstance(given, Ref):
            return msgpack.ExtType(STAND_IN, self._pack(given, depth + 1))
        return msgpack.ExtType(REF, plain([given.id, given.type_name[:200], given.callable]))

    def unpack(self, data: bytes | bytearray | memoryview) -> Any:
        """Return the value in ``data``, rebuilt of exact built-in and NumPy types.

        Raises:
            WireError: anything about it is not as this file says.
        """
        self.items = 0
        value = self._unpack(data, 0)
        check_form(value)
        return value

    def _unpack(self, data: bytes | bytearray | memoryview, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise WireError("a value is nested too deeply")

        def extended(code: int, payload: bytes) -> Any:
            self._count(1)
            return self._extended(code, payload, depth)

        def listed(items: list[Any]) -> list[Any]:
            self._count(1 + len(items))
            return items

        def paired(pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
            if not all(is_key(k) for k, _ in pairs):
                raise WireError("a mapping has a key that is neither text nor a plain number")
            self._count(1 + 2 * len(pairs))
            return dict(pairs)

        try:
            return msgpack.unpackb(
                data,
                ext_hook=extended,
                list_hook=listed,
                object_pairs_hook=paired,
                strict_map_key=False,
                unicode_errors="replace",
                max_str_len=MAX_TEXT,
                max_array_len=MAX_ITEMS,
                max_map_len=MAX_KEYS,
                max_bin_len=self.max_frame,
                max_ext_len=self.max_frame,
            )
        except WireError:
            raise
        except (ValueError, TypeError, OverflowError, RecursionError, msgpack.UnpackException, struct.error) as error:
            raise WireError(f"a message cannot be read: {type(error).__name__}") from None

    def _count(self, items: int) -> None:
        self.items += items
        if self.items > MAX_TOTAL:
            raise WireError(f"a message has more than {MAX_TOTAL:,} items")

    def _extended(self, code: int, payload: bytes, depth: int) -> Any:
        match code:
            case 1:  # ARRAY
                array = _array_of(payload)
                return array.copy() if self._writable else array
            case 2:  # SCALAR
                array = _array_of(payload)
                if array.shape != ():
                    raise WireError("a scalar has a shape")
                return array[()]
            case 3:  # COMPLEX
                return complex(*struct.unpack(">dd", payload))
            case 4:  # BIGINT
                if len(payload) > MAX_BITS // 8 + 1:
                    raise WireError("an integer is too large")
                number = int.from_bytes(payload, "big", signed=True)
                if number.bit_length() > MAX_BITS:  # what may come may be sent back too
                    raise WireError("an integer is too large")
                return number
            case 5:  # TUPLE
                items = self._unpack(payload, depth + 1)
                if type(items) is not list:
                    raise WireError("a tuple is not made of items")
                return tuple(items)
            case 6:  # REF
                match msgpack.unpackb(payload, unicode_errors="replace", max_array_len=3, max_str_len=800):
                    case [int(number), str(name), bool(can_call)] if 0 <= number < 2**32 and len(name) <= 200:
                        return self._take_ref(Ref(number, name, can_call))
                raise WireError("a handle is not one")
            case 7:  # CALLBACK
                return self._take_callback(struct.unpack(">I", payload)[0])
            case 8:  # STAND_IN
                return self._unpack(payload, depth + 1)
        raise WireError(f"extension type {code} is unknown")


def is_key(key: Any) -> bool:
    """Whether a mapping may have this key; see ``KEYS``."""
    return type(key) in KEYS and (type(key) is not int or -(2**63) <= key < 2**64)


def check_form(value: Any, left: int = MAX_DEPTH) -> None:
    """Refuse what is nested more deeply than ``left``; and timestamps.

    msgpack makes those of extension type -1 without asking anybody, and nobody here sends them.

    Raises:
        WireError: it is.
    """
    if type(value) is msgpack.Timestamp:
        raise WireError("a timestamp is not asked for")
    if type(value) not in CONTAINERS:
        return
    if left < 1:
        raise WireError("a value is nested too deeply")
    items = value.values() if type(value) is dict else value
    kinds = set(map(type, items))  # most lists hold nothing to look into, and some hold a hundred thousand numbers
    if not kinds.isdisjoint(LOOKED_INTO):
        for item in items:
            if type(item) in LOOKED_INTO:
                check_form(item, left - 1)


def _array_bytes(array: np.ndarray[Any, Any]) -> bytes:
    if not array.dtype.isnative:
        array = array.astype(array.dtype.newbyteorder("="))
    return _head(array.dtype.char, array.shape) + array.tobytes()


def _array_of(payload: bytes) -> np.ndarray[Any, Any]:
    if not payload:
        raise WireError("an array has no header")
    start = 1 + payload[0]
    dtype, shape = _read_head(payload[1:start], len(payload) - start)
    return np.frombuffer(payload, dtype, offset=start).reshape(shape)


@lru_cache(KINDS_OF_ARRAY)
def _head(char: str, shape: tuple[int, ...]) -> bytes:
    """Return the header of an array, with its length before it."""
    head = plain([char, list(shape)])
    return bytes([len(head)]) + head


@lru_cache(KINDS_OF_ARRAY)
def _read_head(head: bytes, size: int) -> tuple[np.dtype[Any], tuple[int, ...]]:
    """Return dtype and shape of an array of ``size`` bytes.

    Raises:
        WireError: the header is not one, or is that of another array.
    """
    match msgpack.unpackb(head):  # 255 bytes at most
        case [str(char), [*shape]] if char in DTYPES and len(char) == 1 and len(shape) <= 32:
            pass
        case _:
            raise WireError("an array's header is not one")
    if not all(type(n) is int and 0 <= n < 2**31 for n in shape):
        raise WireError("an array has an impossible shape")
    dtype = np.dtype(char)
    if math.prod(shape) * dtype.itemsize != size:
        raise WireError("an array's bytes do not fit its shape")
    if 0 in shape and math.prod(max(n, 1) for n in shape) >= 2**31:
        raise WireError("an empty array has an impossible shape")  # numpy itself refuses some of these
    return dtype, tuple(shape)


_plain = msgpack.Packer()


def plain(value: list[Any]) -> bytes:
    """Return a short list of plain values as msgpack, without asking for a buffer of 256 KiB first."""
    packed: bytes = _plain.pack(value)
    return packed


def split(heard: bytearray, size: int) -> tuple[bytearray, bytearray]:
    """Return the first ``size`` bytes and the rest; where there is none, as after all that is large, without a copy."""
    return (heard, bytearray()) if len(heard) == size else (heard[:size], heard[size:])


def frame(payload: bytes, limit: int) -> bytes:
    """Return ``payload`` with its length before it.

    Raises:
        WireError: it is longer than ``limit``.
    """
    if len(payload) > limit:
        raise WireError(f"a message has {len(payload):,} bytes; at most {limit:,} may be sent")
    return HEADER.pack(len(payload)) + payload
