"""What reading a submission may cost: a line in time and one in memory, above which a target fails."""

from __future__ import annotations

import contextlib
import sys
import time
import tracemalloc
from collections.abc import Iterator

SECONDS_PER_BYTE = 2 / 60_000
"""A file of 60 kB may take two seconds. The slowest that is known takes a third of that on an idle machine: an f-string
of 19,000 parts, in Python's own parser."""

SECONDS = 0.5
"""What reading a file of no length may take, with imports, a collection of garbage and a busy machine: 100 times what
it does."""

MEMORY_PER_BYTE = 2_000
"""Bytes that a file may take for each of its own, and for each that comes out of it. Python's syntax tree takes up to
1,400 for each character of ``a,a,a``."""

MEMORY = 8 * 1024 * 1024
"""Bytes that reading a file of no length may take: modules that are imported, compiled patterns."""


class TooDear(AssertionError):
    """Reading took more than the line allows."""


@contextlib.contextmanager
def within_the_line(size: int, slower: float = 1.0) -> Iterator[None]:
    """Fail if what is done takes more than ``size`` bytes of submission may.

    Args:
        size: bytes that were handed in, and bytes that came out of them.
        slower: how many times slower this process is than usual, since something watches it.
    """
    watched = 4.0 if tracemalloc.is_tracing() else 1.0  # it notes where each piece of memory was taken
    tracing = tracemalloc.is_tracing()
    if tracing:
        tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    begun = time.process_time()
    yield
    took = time.process_time() - begun
    if took > (SECONDS + size * SECONDS_PER_BYTE) * slower * watched:
        raise TooDear(f"{size} bytes took {took:.1f} s")
    if tracing and (peak := tracemalloc.get_traced_memory()[1] - before) > MEMORY + size * MEMORY_PER_BYTE:
        raise TooDear(f"{size} bytes took {peak / 2**20:.0f} MiB")


def slowed() -> float:
    """Return how many times slower ours runs here: atheris counts every line that is reached."""
    return 10.0 if "atheris" in sys.modules else 1.0
