"""Limits on the time and memory for reading a submission. Both grow linearly with its size."""

from __future__ import annotations

import contextlib
import sys
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass

SECONDS_PER_BYTE = 2 / 60_000
"""Seconds for each byte: a file of 60 kB may take two seconds. The slowest known file of that size takes a third of
that on an idle machine: an f-string of 19,000 parts, in Python's own parser."""

SECONDS = 0.5
"""Seconds for an empty file, which usually takes a hundredth of that. The rest is for imports, garbage collection and a
busy machine."""

MEMORY_PER_BYTE = 2_000
"""Bytes of memory for each byte of the file, and for each byte that is unpacked from it. Python's syntax tree takes up
to 1,400 for each character of ``a,a,a``."""

MEMORY = 16 * 1024 * 1024
"""Bytes of memory for an empty file. nbformat compiles the schema of a version when it reads the first notebook of that
version, which takes nine megabytes."""


class TooDear(AssertionError):
    """Reading took more time or memory than the limit."""


@dataclass
class Cost:
    """The number of bytes on which the limits depend: those handed in, and those unpacked from them."""

    size: int


@contextlib.contextmanager
def within_the_line(size: int, *, memory: bool = False) -> Iterator[Cost]:
    """Fail if the body takes more time or memory than the limits for ``size`` bytes.

    The body may add the bytes that it unpacks, for example from a zip, to the size.

    Args:
        size: the number of bytes that were handed in.
        memory: whether memory is measured, which makes the body take four times as long.

    Raises:
        TooDear: the body exceeded a limit.
    """
    cost = Cost(size)
    slower = (10.0 if "atheris" in sys.modules else 1.0) * (4.0 if memory else 1.0)  # atheris instruments every line
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
