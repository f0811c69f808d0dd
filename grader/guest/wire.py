"""The wire between judge and worker: bounded frames of plain data and raw array bytes. Never pickle, never objects.

A frame is four bytes of length, big-endian, and one msgpack value. What msgpack lacks travels as extension types; a
tuple is a list whose first item is a mark. Both sides use this file; only the judge relies on its checks, since
everything that a worker sends is a student's word. The judge weighs a message before it makes anything of it; see
``weight``.

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

from grader.guest.weight import (
    ARRAY,
    BIGINT,
    CALLBACK,
    COMPLEX,
    MAX_DIMS,
    REF,
    SCALAR,
    TUPLE,
    Message,
    TooHeavy,
    WireError,
    weigh,
)

__all__ = [
    "AT_ONCE",
    "HEADER",
    "MAX_ANSWER",
    "MAX_AT_ONCE",
    "MAX_FRAME",
    "MAX_WEIGHT",
    "Callback",
    "Codec",
    "Ref",
    "TooHeavy",
    "WireError",
    "frame",
    "plain",
    "split",
]

HEADER = struct.Struct(">I")

MAX_FRAME = 512 * 2**20
"""What the judge may send: MNIST whole as float32 is 188 MB; twice that with room."""

MAX_ANSWER = 64 * 2**20
"""What a worker may send: ten times the weights of the largest network asked for, and 60,000 28x28 images as bytes."""

MAX_WEIGHT = MAX_ANSWER + 16 * 2**20
"""Bytes of memory that one answer may take: the largest array that a frame holds; or 200,000 losses as scalars of
NumPy's, which take 15 MB, or as arrays of one element, which take 59."""

KEYS = frozenset({str, bytes, int, float, bool, type(None)})
"""What a mapping may have for keys: types of which nobody can make many with the same hash. Of tuples, complex numbers
and integers beyond 64 bits anybody can, and the time to fill a dictionary with those is quadratic."""

MAX_BITS = 4096
"""Bits of an integer. No exercise asks for such a number; turning it into text is quadratic."""

DTYPES = frozenset("?bBhHiIlLqQefdFD")
"""Type characters of the dtypes that travel: numbers and booleans of the machine's own byte order."""

AT_ONCE, MAX_AT_ONCE = 2**16, 2**20
"""Bytes that are read at once: the least, which most answers fit into, and the most, however long an answer is."""

KINDS_OF_ARRAY = 1024
"""Headers of arrays that are remembered: a suite sends a few dozen. A worker may fill them with headers of its own, of
255 bytes at most: together less than a megabyte, and each of its arrays then takes microseconds more to read."""

MAX_RESTING = 2**20
"""Bytes of a message after which its packer is let go of: a buffer never shrinks, and few messages are larger."""

MAX_REF = 1024
"""Bytes of a handle on the wire: 200 characters of a class's name, and its number."""


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


@dataclass(frozen=True, slots=True)
class Callback:
    """Stands for a function of the judge's.

    Attributes:
        number: its number among those that were sent with the request.
    """

    number: int


class Codec:
    """Packs and unpacks values.

    Args:
        give: turns what does not travel into a ``Ref``, a ``Callback``, or a value that stands in for it (a tensor's
            array, a list subclass's list).
        take_ref: turns a received ``Ref`` into what this side holds for it.
        take_callback: turns a received callback number into a function.
        most: bytes of memory that a received message may take; ``None`` where the other side is trusted, and nothing is
            weighed.

    Attributes:
        weight: bytes of memory that the message takes which was read last, where they are weighed.
    """

    def __init__(
        self,
        give: Callable[[Any], Any],
        take_ref: Callable[[Ref], Any],
        take_callback: Callable[[int], Any],
        *,
        most: int | None,
    ) -> None:
        self._give = give
        self._take_ref = take_ref
        self._take_callback = take_callback
        self._most = most
        self._packers: list[msgpack.Packer] = []  # those that are at rest
        self.weight = 0

    def pack(self, value: Any) -> bytes:
        """Return ``value`` as msgpack.

        A packer has a buffer of 256 KiB, too much to make one for every message; and one may be at work already, since
        what stands in for a thing that does not travel may have to be asked for in the middle of another message.

        Raises:
            WireError: it is nested too deeply or too large for any frame.
        """
        packer = self._packers.pop() if self._packers else self._packer()
        try:
            packed: bytes = packer.pack(value)
        except (ValueError, OverflowError, RecursionError, MemoryError) as error:
            raise WireError(f"a value cannot be sent: {error}") from None
        if len(packed) <= MAX_RESTING:
            self._packers.append(packer)
        return packed

    def _packer(self) -> msgpack.Packer:
        return msgpack.Packer(default=self._extend, strict_types=True, unicode_errors="replace")

    def _extend(self, item: Any) -> Any:
        """Return what msgpack can pack for what it cannot."""
        kind = type(item)
        if kind is np.ndarray and item.dtype.char in DTYPES:
            return msgpack.ExtType(ARRAY, _array_bytes(item))
        if isinstance(item, np.generic) and item.dtype.char in DTYPES:
            return msgpack.ExtType(SCALAR, _array_bytes(np.asarray(item)))
        if kind is tuple:
            return [_MARK, *item]
        if kind is complex:
            return msgpack.ExtType(COMPLEX, struct.pack(">dd", item.real, item.imag))
        if kind is int:
            if item.bit_length() > MAX_BITS:
                raise WireError(f"an integer has more than {MAX_BITS} bits")
            return msgpack.ExtType(BIGINT, item.to_bytes(item.bit_length() // 8 + 1, "big", signed=True))
        given = item if kind is Ref else self._give(item)
        match given:
            case Callback():
                return msgpack.ExtType(CALLBACK, struct.pack(">I", given.number))
            case Ref():
                return msgpack.ExtType(REF, plain([given.id, given.type_name[:200], given.callable]))
        return given if is_key(given) or type(given) in (list, dict) else self._extend(given)

    def unpack(self, data: Message, most: int | None = None) -> Any:
        """Return the value in ``data``, rebuilt of exact built-in and NumPy types; arrays can be written.

        Args:
            data: one msgpack value.
            most: bytes of memory that it may take, where that is less than this side's bound.

        Raises:
            TooHeavy: it would take more. Nothing was made of it.
            WireError: anything about it is not as this file says.
        """
        if self._most is not None:
            self.weight = weigh(data, self._most if most is None else min(most, self._most))
        try:
            return msgpack.unpackb(
                data,
                ext_hook=self._extended,
                list_hook=_listed,
                object_pairs_hook=_paired,
                strict_map_key=False,
                unicode_errors="replace",
            )
        except WireError:
            raise
        except (ValueError, TypeError, OverflowError, RecursionError, msgpack.UnpackException, struct.error) as error:
            raise WireError(f"a message cannot be read: {type(error).__name__}") from None

    def _extended(self, code: int, payload: bytes) -> Any:
        match code:
            case 1:  # ARRAY
                return _array_of(payload).copy()  # to be written; what it was made of goes at once
            case 2:  # SCALAR
                array = _array_of(payload)
                if array.shape != ():
                    raise WireError("a scalar has a shape")
                return array[()]
            case 3:  # COMPLEX
                return complex(*struct.unpack(">dd", payload))
            case 4:  # BIGINT
                return _integer_of(payload)
            case 5:  # TUPLE
                return _MARK
            case 6 if len(payload) <= MAX_REF:  # REF
                match msgpack.unpackb(payload, unicode_errors="replace", max_array_len=3, max_str_len=800):
                    case [int(number), str(name), bool(can_call)] if 0 <= number < 2**32 and len(name) <= 200:
                        return self._take_ref(Ref(number, name, can_call))
                raise WireError("a handle is not one")
            case 7:  # CALLBACK
                return self._take_callback(struct.unpack(">I", payload)[0])
        raise WireError(f"extension type {code} is unknown")


_MARK = msgpack.ExtType(TUPLE, b"")
"""The mark of a tuple, as it is packed and as it is read."""


def _listed(items: list[Any]) -> list[Any] | tuple[Any, ...]:
    return tuple(items[1:]) if items and items[0] is _MARK else items


def _paired(pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
    if not all(is_key(k) for k, _ in pairs):
        raise WireError("a mapping has a key that is neither text nor a plain number")
    return dict(pairs)


def is_key(key: Any) -> bool:
    """Whether a mapping may have this key; see ``KEYS``. Each of them is packed as it is."""
    return type(key) in KEYS and (type(key) is not int or -(2**63) <= key < 2**64)


def _integer_of(payload: bytes) -> int:
    if len(payload) > MAX_BITS // 8 + 1:
        raise WireError("an integer is too large")
    number = int.from_bytes(payload, "big", signed=True)
    if number.bit_length() > MAX_BITS:  # what may come may be sent back too
        raise WireError("an integer is too large")
    return number


def _array_bytes(array: np.ndarray[Any, Any]) -> bytes:
    if array.ndim > MAX_DIMS:
        raise WireError(f"an array has {array.ndim} dimensions; at most {MAX_DIMS} can be sent")
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
        case [str(char), [*shape]] if char in DTYPES and len(char) == 1 and len(shape) <= MAX_DIMS:
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
