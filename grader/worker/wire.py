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

MAX_TOTAL = 1_000_000
"""Items of all lists and mappings in one message. An empty list is one byte here and 64 in memory, so 64 MB of them
would fill the judge; a million is the ten probabilities of 60,000 images as lists, and some more."""

MAX_DEPTH = 64
"""Nesting of values. Real answers stay below ten; Python's own recursion limit is far above."""

MAX_TEXT = 1_000_000
"""Characters of one string from a worker."""

DTYPES = frozenset("?bBhHiIlLqQefdFD")
"""Type characters of the dtypes that travel: numbers and booleans of the machine's own byte order."""

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
        self._items = 0

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
        if depth > MAX_DEPTH:
            raise WireError("a value is nested too deeply to be sent")

        def default(item: Any) -> msgpack.ExtType:
            return self._extend(item, depth)

        packed: bytes = msgpack.packb(value, default=default, strict_types=True, unicode_errors="replace")
        return packed

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
            if item.bit_length() > 4096:  # no exercise asks for such a number; turning it into text is quadratic
                raise WireError("an integer has more than 4096 bits")
            return msgpack.ExtType(BIGINT, item.to_bytes(item.bit_length() // 8 + 1, "big", signed=True))
        given = item if kind is Ref else self._give(item)
        if type(given) is int:
            return msgpack.ExtType(CALLBACK, struct.pack(">I", given))
        if not isinstance(given, Ref):
            return msgpack.ExtType(STAND_IN, self._pack(given, depth + 1))
        return msgpack.ExtType(REF, msgpack.packb([given.id, given.type_name[:200], given.callable]))

    def unpack(self, data: bytes | bytearray | memoryview) -> Any:
        """Return the value in ``data``, rebuilt of exact built-in and NumPy types.

        Raises:
            WireError: anything about it is not as this file says.
        """
        self._items = 0
        return self._unpack(data, 0)

    def _unpack(self, data: bytes | bytearray | memoryview, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise WireError("a value is nested too deeply")

        def extended(code: int, payload: bytes) -> Any:
            return self._extended(code, payload, depth)

        def counted(items: Any) -> Any:
            self._items += 1 + len(items)
            if self._items > MAX_TOTAL:
                raise WireError("a message has too many items")
            return items

        try:
            return msgpack.unpackb(
                data,
                ext_hook=extended,
                list_hook=counted,
                object_hook=counted,
                strict_map_key=False,
                unicode_errors="replace",
                max_str_len=MAX_TEXT,
                max_array_len=MAX_ITEMS,
                max_map_len=MAX_ITEMS,
                max_bin_len=self.max_frame,
                max_ext_len=self.max_frame,
            )
        except WireError:
            raise
        except (ValueError, TypeError, OverflowError, RecursionError, msgpack.UnpackException, struct.error) as error:
            raise WireError(f"a message cannot be read: {type(error).__name__}") from None

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
                if len(payload) > 520:
                    raise WireError("an integer is too large")
                return int.from_bytes(payload, "big", signed=True)
            case 5:  # TUPLE
                items = self._unpack(payload, depth + 1)
                if type(items) is not list:
                    raise WireError("a tuple is not made of items")
                return tuple(items)
            case 6:  # REF
                match msgpack.unpackb(payload, unicode_errors="replace"):
                    case [int(number), str(name), bool(can_call)] if 0 <= number < 2**32 and len(name) <= 200:
                        return self._take_ref(Ref(number, name, can_call))
                raise WireError("a handle is not one")
            case 7:  # CALLBACK
                return self._take_callback(struct.unpack(">I", payload)[0])
            case 8:  # STAND_IN
                return self._unpack(payload, depth + 1)
        raise WireError(f"extension type {code} is unknown")


def _array_bytes(array: np.ndarray[Any, Any]) -> bytes:
    if not array.dtype.isnative:
        array = array.astype(array.dtype.newbyteorder("="))
    head: bytes = msgpack.packb([array.dtype.char, list(array.shape)])
    return bytes([len(head)]) + head + array.tobytes()


def _array_of(payload: bytes) -> np.ndarray[Any, Any]:
    if not payload:
        raise WireError("an array has no header")
    start = 1 + payload[0]
    match msgpack.unpackb(payload[1:start]):
        case [str(char), [*shape]] if char in DTYPES and len(char) == 1 and len(shape) <= 32:
            pass
        case _:
            raise WireError("an array's header is not one")
    if not all(type(n) is int and 0 <= n < 2**31 for n in shape):
        raise WireError("an array has an impossible shape")
    dtype = np.dtype(char)
    if math.prod(shape) * dtype.itemsize != len(payload) - start:
        raise WireError("an array's bytes do not fit its shape")
    if 0 in shape and math.prod(max(n, 1) for n in shape) >= 2**31:
        raise WireError("an empty array has an impossible shape")  # numpy itself refuses some of these
    return np.frombuffer(payload, dtype, offset=start).reshape(shape)


def frame(payload: bytes, limit: int) -> bytes:
    """Return ``payload`` with its length before it.

    Raises:
        WireError: it is longer than ``limit``.
    """
    if len(payload) > limit:
        raise WireError(f"a message has {len(payload):,} bytes; at most {limit:,} may be sent")
    return HEADER.pack(len(payload)) + payload
