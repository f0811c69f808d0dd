"""Arrays on the wire: a short header (dtype and shape) and the raw bytes. Never objects.

The header is msgpack, with its length in one byte before it. ``weight`` bounds what a message may hold before anything
here reads it.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import msgpack
import numpy as np

from grader.guest.weight import MAX_DIMS, WireError

DTYPES = frozenset("?bBhHiIlLqQefdFD")
"""Type characters of the dtypes that travel: numbers and booleans of the machine's own byte order."""

CACHED_HEADERS = 1024
"""Headers that are remembered: a suite sends a few dozen. A guest may fill the cache with headers of its own, of 255
bytes at most. That is less than a megabyte, and only its own arrays then take longer to read."""


def array_to_bytes(array: np.ndarray[Any, Any]) -> bytes:
    """Return an array of one of ``DTYPES`` as it travels.

    Raises:
        WireError: it has too many dimensions.
    """
    if array.ndim > MAX_DIMS:
        raise WireError(f"an array has {array.ndim} dimensions; at most {MAX_DIMS} can be sent")
    if not array.dtype.isnative:
        array = array.astype(array.dtype.newbyteorder("="))
    return _header(array.dtype.char, array.shape) + array.tobytes()


def array_from_bytes(payload: bytes) -> np.ndarray[Any, Any]:
    """Return the array in ``payload``. It is a view of those bytes and cannot be written.

    Raises:
        WireError: the payload is not an array.
    """
    if not payload:
        raise WireError("an array has no header")
    start = 1 + payload[0]
    dtype, shape = _read_header(payload[1:start], len(payload) - start)
    return np.frombuffer(payload, dtype, offset=start).reshape(shape)


@lru_cache(CACHED_HEADERS)
def _header(char: str, shape: tuple[int, ...]) -> bytes:
    """Return the header of an array, with its length before it."""
    header: bytes = msgpack.packb([char, list(shape)])
    return bytes([len(header)]) + header


@lru_cache(CACHED_HEADERS)
def _read_header(header: bytes, size: int) -> tuple[np.dtype[Any], tuple[int, ...]]:
    """Return dtype and shape of an array of ``size`` bytes.

    Raises:
        WireError: the header is malformed, or belongs to another array.
    """
    match msgpack.unpackb(header):  # 255 bytes at most
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
        raise WireError("an empty array has an impossible shape")  # NumPy refuses some of these itself
    return dtype, tuple(shape)
