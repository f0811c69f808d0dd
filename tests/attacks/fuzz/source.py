"""Making structures from bytes. The same bytes give the same structure in both drivers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import msgpack

from grader.guest.weight import ARRAY, BIGINT, CALLBACK, COMPLEX, REF, SCALAR, TUPLE

T = TypeVar("T")

DEEPEST = 90
"""Nesting depth of values. It exceeds the wire's limit, so that the limit is tested."""

TEXTS = (
    *("", "f", "value", "error", "NotImplementedError", "MemoryError", "generator", "ndarray", "__class__", "loss"),
    *("\x1b[31m", "\u202e", "<script>", "é", "\x00", "x" * 300, "=cmd()", "\nexpected: 1\ngot: 2"),
)

NUMBERS = (
    0,
    1,
    -1,
    2**31 - 1,
    2**31,
    2**32 - 1,
    2**63 - 1,
    -(2**63),
    2**64 - 1,
    0.5,
    float("nan"),
    float("inf"),
    1e308,
)


class Source:
    """Makes choices from bytes. When the bytes are used up, every choice is the first one."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def empty(self) -> bool:
        """Whether all bytes are used up."""
        return self._at >= len(self._data)

    def byte(self) -> int:
        """Return the next byte, or 0 if there is none."""
        if self.empty:
            return 0
        self._at += 1
        return self._data[self._at - 1]

    def take(self, most: int) -> bytes:
        """Return up to ``most`` bytes. Their number is a choice, too."""
        size = min(self.byte() | (self.byte() << 8 if most > 255 else 0), most)
        part = self._data[self._at : self._at + size]
        self._at += len(part)
        return part

    def rest(self) -> bytes:
        """Return all bytes that are left."""
        part = self._data[self._at :]
        self._at = len(self._data)
        return part

    def one_of(self, items: Sequence[T]) -> T:
        """Choose one of ``items``."""
        return items[self.byte() % len(items)]

    def text(self) -> str:
        """Return one of ``TEXTS`` or any text, which may contain lone surrogates."""
        kind = self.byte() % 4
        if kind < 2:
            return self.one_of(TEXTS)
        if kind == 2:
            return self.take(200).decode("utf-8", "replace")
        part = self.take(200)
        return "".join(chr(part[i] << 8 | part[i + 1]) for i in range(0, len(part) - 1, 2))

    def value(self, depth: int = 0) -> Any:
        """Return a value for msgpack: similar to what a worker sends, with some errors."""
        kind = self.byte() % 16
        if self.empty or depth > DEEPEST:
            return None
        match kind:
            case 0:
                return self.one_of((None, True, False))
            case 1:
                return self.one_of(NUMBERS)
            case 2:
                return self.byte() - 128
            case 3:
                return self.text().encode("utf-8", "replace").decode()
            case 4:
                return self.take(64)
            case 5 | 6:
                return [self.value(depth + 1) for _ in range(self.byte() % 5)]
            case 7:
                return {self.key(): self.value(depth + 1) for _ in range(self.byte() % 4)}
            case 8 | 9:
                return self.array(self.one_of((ARRAY, SCALAR)))
            case 10:
                return msgpack.ExtType(COMPLEX, self.take(20))
            case 11:
                return msgpack.ExtType(BIGINT, self.take(40) * self.one_of((1, 13, 26)))
            case 12:
                return [msgpack.ExtType(self.one_of((TUPLE, TUPLE, 8)), b""), self.value(depth + 1)]
            case 13:
                return msgpack.ExtType(REF, pack([self.one_of(NUMBERS), self.one_of(TEXTS), self.byte() % 2 == 0]))
            case 14:
                return msgpack.ExtType(self.one_of((CALLBACK, REF, 9, 127, 0)), self.take(8))
        nested: Any = self.value(depth + 1)
        for _ in range(self.byte() % DEEPEST):
            nested = [msgpack.ExtType(TUPLE, b""), nested] if kind == 15 else [nested]
        return nested

    def key(self) -> Any:
        """Return a key for a mapping."""
        return self.one_of(("a", "b", 0, -1, 1.5, True, b"k", "ü", float("nan")))

    def array(self, code: int) -> msgpack.ExtType:
        """Return an array or scalar whose header may be wrong."""
        char = self.one_of(("d", "f", "e", "?", "b", "B", "q", "Q", "F", "D", "O", "V", "U", "M", "g", "dd", ""))
        shape: Any = [self.one_of((0, 1, 2, 3, 255, 2**31 - 1, -1, 2**31)) for _ in range(self.byte() % 4)]
        if self.byte() % 16 == 0:
            shape = self.value(DEEPEST)
        head = pack([char, shape])
        body = self.take(300)
        if self.byte() % 4:  # as many bytes as the header says, if it is valid
            count = 1
            for n in shape if isinstance(shape, list) else ():
                count *= n if isinstance(n, int) and 0 <= n < 256 else 0
            size = count * {"d": 8, "f": 4, "e": 2, "q": 8, "Q": 8, "F": 8, "D": 16}.get(char, 1)
            body = (body + bytes(size))[:size] if size < 2**16 else body
        return msgpack.ExtType(code, bytes([len(head) % 256]) + head + body)


def pack(value: Any) -> bytes:
    """Return ``value`` as msgpack, or nil if msgpack cannot pack it."""
    try:
        packed: bytes = msgpack.packb(value)
    except (ValueError, OverflowError, TypeError):
        return b"\xc0"
    return packed
