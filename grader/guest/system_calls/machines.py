"""The kernel's numbers for its system calls, on the machines that have a filter here.

Each table is a text file with a line ``number name`` for every call that was reviewed. The kernel never uses a number
for another call later. So a table only grows, at its end, when a new kernel has a new call.
"""

from __future__ import annotations

import os
import struct
import sys
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

TOKENS = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
"""``AUDIT_ARCH_*`` of <linux/audit.h>: how the kernel says in which way a call was made."""

X32 = 0x40000000
"""``__X32_SYSCALL_BIT`` of <asm/unistd.h>: a second set of numbers that an x86-64 kernel may have."""


@dataclass(frozen=True)
class Machine:
    """One architecture.

    Attributes:
        name: as ``os.uname().machine`` gives it.
        token: the kernel's value for a call that was made in this machine's own way.
        names: by number, the calls that were reviewed.
    """

    name: str
    token: int
    names: dict[int, str]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """By name, the number."""
        return {name: number for number, name in self.names.items()}

    @property
    def highest(self) -> int:
        """The highest number that was reviewed."""
        return max(self.names)


@cache
def machine(name: str) -> Machine:
    """Return the machine called ``name``, a key of ``TOKENS``."""
    text = (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8")
    pairs = (line.split() for line in text.splitlines())
    return Machine(name, TOKENS[name], {int(number): call for number, call in pairs})


def this_machine() -> Machine | None:
    """Return the machine that this process runs on, or ``None`` if there is no filter for it."""
    if sys.platform != "linux" or sys.byteorder != "little" or struct.calcsize("P") != 8:
        return None
    name = os.uname().machine
    return machine(name) if name in TOKENS else None
