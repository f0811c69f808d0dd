"""What reading a submission may cost: a line in time and one in memory, above which a target fails."""

from __future__ import annotations

import contextlib
import sys
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass

SECONDS_PER_BYTE = 2 / 60_000
"""A file of 60 kB may take two seconds. The slowest that is known takes a third of that on an idle machine: an f-string
of 19,000 parts, in Python's own parser."""

SECONDS = 0.5
"""What reading a file of no length may take, with imports, a collection of garbage and a busy machine: 100 times what
it does."""

MEMORY_PER_BYTE = 2_000
"""Bytes that a file may take for each of its own, and for each that comes out of it. Python's syntax tree takes up to
1,400 for each character of ``a,a,a``."""

MEMORY = 16 * 1024 * 1024
"""Bytes that reading a file of no length may take. The schema of a notebook's version is compiled when the first one of
it is read, which takes nine megabytes."""


class TooDear(AssertionError):
    """Reading took more than the line allows."""


@dataclass
class Cost:
    """What was spent on reading ``size`` bytes: those that were handed in, and those that came out of them."""

    size: int


@contextlib.contextmanager
def within_the_line(size: int, *, memory: bool = False) -> Iterator[Cost]:
    """Fail if what is done takes more time, or more memory, than ``size`` bytes of submission may.

    What comes out of them, as of a zip, may be added to the size meanwhile.

    Args:
        size: bytes that were handed in.
        memory: whether memory is looked at, which takes four times as long.
    """
    cost = Cost(size)
    slower = (10.0 if "atheris" in sys.modules else 1.0) * (4.0 if memory else 1.0)  # atheris counts lines that it sees
    peak = 0
    if memory:
        tracemalloc.start()
    begun = time.process_time()
    try:
        yield cost
        took = time.process_time() - begun
        peak = tracemalloc.get_traced_memory()[1] if memory else 0
    finally:
        if memory:
            tracemalloc.stop()
    if took > (SECONDS + cost.size * SECONDS_PER_BYTE) * slower:
        raise TooDear(f"{cost.size} bytes took {took:.1f} s")
    if peak > MEMORY + cost.size * MEMORY_PER_BYTE:
        raise TooDear(f"{cost.size} bytes took {peak / 2**20:.0f} MiB")
