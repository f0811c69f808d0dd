"""Choices read from bytes, so that the same bytes mean the same structure to both drivers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import msgpack

from grader.guest.weight import ARRAY, BIGINT, CALLBACK, COMPLEX, REF, SCALAR, TUPLE

T = TypeVar("T")

DEEPEST = 90
"""Beyond the wire's bound, so that the bound is met."""

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
    """Bytes as a supply of choices; when they run out, every choice is the first."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def empty(self) -> bool:
        """Whether all bytes were used."""
        return self._at >= len(self._data)

    def byte(self) -> int:
        """Return the next byte."""
        if self.empty:
            return 0
        self._at += 1
        return self._data[self._at - 1]

    def take(self, most: int) -> bytes:
        """Return up to ``most`` bytes, how many being a choice too."""
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
        """Return a known text or any text, lone surrogates included."""
        kind = self.byte() % 4
        if kind < 2:
            return self.one_of(TEXTS)
        if kind == 2:
            return self.take(200).decode("utf-8", "replace")
        part = self.take(200)
        return "".join(chr(part[i] << 8 | part[i + 1]) for i in range(0, len(part) - 1, 2))

    def value(self, depth: int = 0) -> Any:
        """Return something for msgpack to pack: mostly what a worker might send, with one thing or another wrong."""
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
        """Return a mapping's key: most often text."""
        return self.one_of(("a", "b", 0, -1, 1.5, True, b"k", "ü", float("nan")))

    def array(self, code: int) -> msgpack.ExtType:
        """Return an array or scalar whose header may lie."""
        char = self.one_of(("d", "f", "e", "?", "b", "B", "q", "Q", "F", "D", "O", "V", "U", "M", "g", "dd", ""))
        shape: Any = [self.one_of((0, 1, 2, 3, 255, 2**31 - 1, -1, 2**31)) for _ in range(self.byte() % 4)]
        if self.byte() % 16 == 0:
            shape = self.value(DEEPEST)
        head = pack([char, shape])
        body = self.take(300)
        if self.byte() % 4:  # as many bytes as it says, where it says something possible
            count = 1
            for n in shape if isinstance(shape, list) else ():
                count *= n if isinstance(n, int) and 0 <= n < 256 else 0
            size = count * {"d": 8, "f": 4, "e": 2, "q": 8, "Q": 8, "F": 8, "D": 16}.get(char, 1)
            body = (body + bytes(size))[:size] if size < 2**16 else body
        return msgpack.ExtType(code, bytes([len(head) % 256]) + head + body)


def pack(value: Any) -> bytes:
    """Return ``value`` as msgpack; nonsense that it cannot pack, as nil."""
    try:
        packed: bytes = msgpack.packb(value)
    except (ValueError, OverflowError, TypeError):
        return b"\xc0"
    return packed
