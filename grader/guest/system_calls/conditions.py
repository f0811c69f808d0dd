"""Conditions on a system call's arguments: what each means, and the instructions that test it.

``holds`` is the meaning in Python; the audit's supervisor and the tests use it. ``code`` is the same for the kernel,
and ``tests/guest/system_calls`` compares the two. A condition looks at the low 32 bits if nothing else is said: the
kernel reads no more of a command, of flags or of a process's number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from grader.guest.system_calls import bpf
from grader.guest.system_calls.bpf import Block, choose, high, load_word, low

ALL_BITS = 0xFFFFFFFF

OWN = 0x5EC0FFEE
"""Stands for the number of the guest process itself. No process has this number (PID_MAX_LIMIT is 2**22)."""


class Condition(Protocol):
    """Something that must be true of a call's arguments."""

    @property
    def argument(self) -> int:
        """The position of the argument that is looked at first."""

    def holds(self, arguments: Sequence[int], own: int) -> bool:
        """Whether it is true of ``arguments`` in the process ``own``."""

    def code(self, refuse: Block, then: Block) -> Block:
        """Return the block that goes on with ``then`` if it is true, else with ``refuse``."""


@dataclass(frozen=True)
class OneOf:
    """The bits of the argument that are in ``mask`` make one of ``values``. ``OWN`` stands for the calling process."""

    argument: int
    values: tuple[int, ...]
    mask: int = ALL_BITS

    def holds(self, arguments: Sequence[int], own: int) -> bool:
        """See ``Condition``."""
        return arguments[self.argument] & self.mask in [own if v == OWN else v for v in self.values]

    def code(self, refuse: Block, then: Block) -> Block:
        """See ``Condition``."""
        masked = () if self.mask == ALL_BITS else ((bpf.AND, 0, 0, self.mask),)
        count, over = len(self.values), len(refuse)
        tests = tuple((bpf.EQUAL, count - 1 - n + over, 0, value) for n, value in enumerate(self.values))
        return (load_word(low(self.argument)), *masked, *tests, *refuse, *then)


@dataclass(frozen=True)
class NotOneOf:
    """The argument is none of ``values``."""

    argument: int
    values: tuple[int, ...]

    def holds(self, arguments: Sequence[int], own: int) -> bool:
        """See ``Condition``."""
        return arguments[self.argument] & ALL_BITS not in self.values

    def code(self, refuse: Block, then: Block) -> Block:
        """See ``Condition``."""
        last = len(self.values) - 1
        tests = tuple((bpf.EQUAL, last - n, len(refuse) if n == last else 0, v) for n, v in enumerate(self.values))
        return (load_word(low(self.argument)), *tests, *refuse, *then)


@dataclass(frozen=True)
class NoneOf:
    """None of ``bits`` is set."""

    argument: int
    bits: int

    def holds(self, arguments: Sequence[int], own: int) -> bool:
        """See ``Condition``."""
        return not arguments[self.argument] & self.bits

    def code(self, refuse: Block, then: Block) -> Block:
        """See ``Condition``."""
        return (load_word(low(self.argument)), *choose(bpf.ANY_BIT, self.bits, refuse, then))


@dataclass(frozen=True)
class AllOf:
    """All of ``bits`` are set."""

    argument: int
    bits: int

    def holds(self, arguments: Sequence[int], own: int) -> bool:
        """See ``Condition``."""
        return arguments[self.argument] & self.bits == self.bits

    def code(self, refuse: Block, then: Block) -> Block:
        """See ``Condition``."""
        masked = (load_word(low(self.argument)), (bpf.AND, 0, 0, self.bits))
        return (*masked, *choose(bpf.EQUAL, self.bits, then, refuse))


@dataclass(frozen=True)
class NotAllOf:
    """At least one of ``bits`` is not set."""

    argument: int
    bits: int

    def holds(self, arguments: Sequence[int], own: int) -> bool:
        """See ``Condition``."""
        return arguments[self.argument] & self.bits != self.bits

    def code(self, refuse: Block, then: Block) -> Block:
        """See ``Condition``."""
        masked = (load_word(low(self.argument)), (bpf.AND, 0, 0, self.bits))
        return (*masked, *choose(bpf.EQUAL, self.bits, refuse, then))


@dataclass(frozen=True)
class AtMost:
    """The argument, as an unsigned number, is at most ``value``."""

    argument: int
    value: int

    def holds(self, arguments: Sequence[int], own: int) -> bool:
        """See ``Condition``."""
        return arguments[self.argument] & ALL_BITS <= self.value

    def code(self, refuse: Block, then: Block) -> Block:
        """See ``Condition``."""
        return (load_word(low(self.argument)), *choose(bpf.GREATER, self.value, refuse, then))


@dataclass(frozen=True)
class Null:
    """All 64 bits of the argument are zero: a pointer to nothing."""

    argument: int

    def holds(self, arguments: Sequence[int], own: int) -> bool:
        """See ``Condition``."""
        return arguments[self.argument] == 0

    def code(self, refuse: Block, then: Block) -> Block:
        """See ``Condition``."""
        upper = (load_word(high(self.argument)), *choose(bpf.EQUAL, 0, then, refuse))
        return (load_word(low(self.argument)), *choose(bpf.EQUAL, 0, upper, refuse))


@dataclass(frozen=True)
class When:
    """If the argument is ``value``, ``condition`` is true."""

    argument: int
    value: int
    condition: Condition

    def holds(self, arguments: Sequence[int], own: int) -> bool:
        """See ``Condition``."""
        return arguments[self.argument] & ALL_BITS != self.value or self.condition.holds(arguments, own)

    def code(self, refuse: Block, then: Block) -> Block:
        """See ``Condition``."""
        inner = self.condition.code(refuse, then)
        return (load_word(low(self.argument)), *choose(bpf.EQUAL, self.value, inner, then))
