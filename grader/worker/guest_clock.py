"""The clock of a guest: it counts the processor time that a request takes, within bounds of the wall clock.

A deadline is meant for what a student wrote, not for what else the machine does. So a request is charged with its
processor time, and these two bounds hold:

- Never with more than has passed on the wall clock. Libraries may compute in several threads, and honest code that uses
  them must not run out of time sooner than code that does not.
- Never with less than a share of the wall clock, ``1 / WALL_FACTOR``. Code that computes a little and waits a lot has
  to end, too.

A request that has used hardly any processor time, less than ``1 / IDLE_FACTOR`` of its wall time, sleeps or waits for
something that never comes. It is charged with its wall time.

So a request that computes ends when both its wall time and its processor time have reached the limit, or when its wall
time has reached ``WALL_FACTOR`` times the limit. A request that sleeps ends at the limit.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

WALL_FACTOR = 4
"""Wall-clock seconds for each second of a limit. Seen on a busy machine: a right solution with 36 s of processor time
had not ended after 120 s, so it got less than a third of a core. A quarter of a core is enough to use up a whole limit,
and right solutions need a tenth of theirs."""

IDLE_FACTOR = 20
"""Wall-clock seconds for each second of processor time, from which a request counts as asleep. Honest code reaches this
only where twenty programs share a core. The most that was seen while this was built, with six audits beside each other
on two cores, is a load of 38: nineteen programs a core."""


def processor_time(pid: int) -> float | None:
    """Return the seconds of processor time of a process, all its threads together; ``None`` if they cannot be read.

    Linux has a clock for each process, and its number is made of the process's (``clock_getcpuclockid``, which Python
    lacks). A guest has no child processes: the filter refuses them. At a level without a filter their time is not
    counted, and the wall clock bounds them.
    """
    if sys.platform != "linux" or pid <= 0:
        return None
    try:
        return time.clock_gettime((~pid << 3) | 2)  # CPUCLOCK_SCHED of <linux/posix-timers.h>
    except OSError:  # the process has ended
        return None


class GuestClock:
    """Counts the seconds that the running request is charged with.

    Args:
        wall: returns the time of the wall clock. It may stand still while the guest may not run.
        processor: returns the processor time of a process; see ``processor_time``.
    """

    def __init__(self, wall: Callable[[], float], processor: Callable[[int], float | None] | None = None) -> None:
        self._wall = wall
        self._processor = processor or processor_time
        self._pid = 0
        self._begun = wall()
        self._used_before = 0.0
        self._used: float | None = None  # processor time since the request began; None if it cannot be read

    def begin(self, pid: int) -> None:
        """Begin a request to a process.

        Args:
            pid: the process, in the judge's /proc. Without one, the wall clock alone counts.
        """
        before = self._processor(pid)
        self._pid, self._begun = pid, self._wall()
        self._used_before, self._used = before or 0.0, None if before is None else 0.0

    def forget(self) -> None:
        """Read nothing more of the process, since it has ended: another may get its number."""
        self._pid = 0

    def now(self) -> float:
        """Return the seconds that the request is charged with so far."""
        passed = self._wall() - self._begun
        if self._used is None:
            return passed
        if self._pid and (used := self._processor(self._pid)) is not None:
            self._used = used - self._used_before
        if self._used * IDLE_FACTOR < passed:
            return passed
        return max(min(self._used, passed), passed / WALL_FACTOR)
