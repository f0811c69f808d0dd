"""The wire between judge and guest: bounded frames of plain data and raw array bytes. Never pickle, never objects.

A frame is four bytes of length, big-endian, and one msgpack value. What msgpack lacks travels as extension types; a
tuple is a list whose first item is a mark. Both sides use this module. Only the judge relies on its checks, since
everything that a guest sends is chosen by a student. The judge weighs a message before it reads it; see ``weight``.

An object that cannot travel stays in the guest, and a handle of it travels (``Ref``). A function of the judge's travels
as a number (``Callback``).
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgpack
import numpy as np

from grader.guest.arrays import DTYPES, array_from_bytes, array_to_bytes
from grader.guest.weight import (
    ARRAY,
    BIGINT,
    CALLBACK,
    COMPLEX,
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
    "pack_plain",
    "split",
]

HEADER = struct.Struct(">I")
"""The length of a frame's content, before it."""

MAX_FRAME = 512 * 2**20
"""Bytes that the judge may send: all of MNIST as float32 is 188 MB, so this is nearly three times as much."""

MAX_ANSWER = 64 * 2**20
"""Bytes that a guest may send: ten times the weights of the largest network of an exercise, and more than 60,000 images
of 28x28 bytes."""

MAX_WEIGHT = MAX_ANSWER + 16 * 2**20
"""Bytes of memory that one answer may take: the largest array of a frame; or 200,000 losses as NumPy scalars, which
take 15 MB, or as arrays of one element, which take 59 MB."""

KEYS = frozenset({str, bytes, int, float, bool, type(None)})
"""The types that keys of a mapping may have. Nobody can make many such keys with the same hash. With tuples, complex
numbers and integers beyond 64 bits anybody can, and filling a dictionary with those takes quadratic time."""

MAX_BITS = 4096
"""Bits of an integer. No exercise asks for a number as large; turning one into text takes quadratic time."""

AT_ONCE, MAX_AT_ONCE = 2**16, 2**20
"""Bytes that are read at once: the least, into which most answers fit, and the most, however long an answer is."""

MAX_REUSED = 2**20
"""Bytes of a message up to which its packer is used again. A packer's buffer never shrinks, and few messages are
larger."""

MAX_REF = 1024
"""Bytes of a handle on the wire: 200 characters of a class's name, and a number."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A handle of an object that stays in the guest.

    Attributes:
        id: its number in the guest's table.
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
        number: its number among the functions that were sent with the request.
    """

    number: int


class Codec:
    """Packs and unpacks values.

    Args:
        give: turns what cannot travel into a ``Ref``, a ``Callback``, or a plain value that replaces it (a tensor's
            array, a list for a subclass of list).
        take_ref: turns a received ``Ref`` into this side's object for it.
        take_callback: turns a received callback number into a function.
        most: bytes of memory that a received message may take. ``None`` if the other side is trusted; then nothing is
            weighed.

    Attributes:
        weight: bytes of memory that the last message takes, if messages are weighed.
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
        self._packers: list[msgpack.Packer] = []  # those that are not in use
        self.weight = 0

    def pack(self, value: Any) -> bytes:
        """Return ``value`` as msgpack.

        A packer has a buffer of 256 KiB, so it is kept for the next message. There may be several: ``give`` may pack
        another message while one is being packed.

        Raises:
            WireError: it is nested too deeply, or too large for any frame.
        """
        packer = self._packers.pop() if self._packers else self._packer()
        try:
            packed: bytes = packer.pack(value)
        except (ValueError, OverflowError, RecursionError, MemoryError) as error:
            raise WireError(f"a value cannot be sent: {error}") from None
        if len(packed) <= MAX_REUSED:
            self._packers.append(packer)
        return packed

    def _packer(self) -> msgpack.Packer:
        return msgpack.Packer(default=self._extend, strict_types=True, unicode_errors="replace")

    def _extend(self, item: Any) -> Any:
        """Return what msgpack can pack, in place of what it cannot."""
        kind = type(item)
        if kind is np.ndarray and item.dtype.char in DTYPES:
            return msgpack.ExtType(ARRAY, array_to_bytes(item))
        if isinstance(item, np.generic) and item.dtype.char in DTYPES:
            return msgpack.ExtType(SCALAR, array_to_bytes(np.asarray(item)))
        if kind is tuple:
            return [_TUPLE_EXTENSION, *item]
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
                return msgpack.ExtType(REF, pack_plain([given.id, given.type_name[:200], given.callable]))
        return given if is_key(given) or type(given) in (list, dict) else self._extend(given)

    def unpack(self, data: Message, most: int | None = None) -> Any:
        """Return the value in ``data``, built of exact built-in and NumPy types. Arrays can be written.

        Args:
            data: one msgpack value.
            most: bytes of memory that it may take, if that is less than this side's bound.

        Raises:
            TooHeavy: it would take more. No value was made.
            WireError: it is malformed.
        """
        if self._most is not None:
            self.weight = weigh(data, self._most if most is None else min(most, self._most))
        try:
            return msgpack.unpackb(
                data,
                ext_hook=self._extended,
                list_hook=_list_or_tuple,
                object_pairs_hook=_mapping,
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
                return array_from_bytes(payload).copy()  # so that it can be written, and the message's bytes are freed
            case 2:  # SCALAR
                array = array_from_bytes(payload)
                if array.shape != ():
                    raise WireError("a scalar has a shape")
                return array[()]
            case 3:  # COMPLEX
                return complex(*struct.unpack(">dd", payload))
            case 4:  # BIGINT
                return _integer_of(payload)
            case 5:  # TUPLE
                return _TUPLE_EXTENSION
            case 6 if len(payload) <= MAX_REF:  # REF
                match msgpack.unpackb(payload, unicode_errors="replace", max_array_len=3, max_str_len=800):
                    case [int(number), str(name), bool(can_call)] if 0 <= number < 2**32 and len(name) <= 200:
                        return self._take_ref(Ref(number, name, can_call))
                raise WireError("a handle is not one")
            case 7:  # CALLBACK
                return self._take_callback(struct.unpack(">I", payload)[0])
        raise WireError(f"extension type {code} is unknown")


_TUPLE_EXTENSION = msgpack.ExtType(TUPLE, b"")
"""The mark of a tuple, as it is packed and as it is read."""


def _list_or_tuple(items: list[Any]) -> list[Any] | tuple[Any, ...]:
    return tuple(items[1:]) if items and items[0] is _TUPLE_EXTENSION else items


def _mapping(pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
    if not all(is_key(k) for k, _ in pairs):
        raise WireError("a mapping has a key that is neither text nor a plain number")
    return dict(pairs)


def is_key(key: Any) -> bool:
    """Whether a mapping may have this key; see ``KEYS``. Such a key is packed as it is."""
    return type(key) in KEYS and (type(key) is not int or -(2**63) <= key < 2**64)


def _integer_of(payload: bytes) -> int:
    if len(payload) > MAX_BITS // 8 + 1:
        raise WireError("an integer is too large")
    number = int.from_bytes(payload, "big", signed=True)
    if number.bit_length() > MAX_BITS:  # a number that may arrive may also be sent back
        raise WireError("an integer is too large")
    return number


_plain_packer = msgpack.Packer()


def pack_plain(value: list[Any]) -> bytes:
    """Return a short list of plain values as msgpack, with a packer that is always there."""
    packed: bytes = _plain_packer.pack(value)
    return packed


def split(received: bytearray, size: int) -> tuple[bytearray, bytearray]:
    """Return the first ``size`` bytes and the rest. Nothing is copied if there is no rest, as after a large message."""
    return (received, bytearray()) if len(received) == size else (received[:size], received[size:])


def frame(payload: bytes, limit: int) -> bytes:
    """Return ``payload`` with its length before it.

    Raises:
        WireError: it is longer than ``limit``.
    """
    if len(payload) > limit:
        raise WireError(f"a message has {len(payload):,} bytes; at most {limit:,} may be sent")
    return HEADER.pack(len(payload)) + payload
