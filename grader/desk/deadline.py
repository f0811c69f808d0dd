"""Deadlines for code that runs in this very process: a thread watches, and raises an exception in the one that is late.

Python code ends at its next line. Code that stays in a library's call for long does not, so there is a second step:
``stuck`` is told where the code is, and may end the process.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType

from grader.worker.guest_clock import GuestClock

LOOK_S = 0.05
"""Seconds between two looks: short beside the shortest deadline of an exercise, 1 s, and too rare to be noticed."""

GRACE_S = 3.0
"""Seconds after which code that does not end at its next line is given up. A call of a library that an exercise needs
takes less."""


class Overdue(BaseException):
    """Raised in the late thread. It is no ``Exception``, so that ``except Exception`` lets it pass."""


class Deadline:
    """Watches one thread.

    Args:
        stuck: called in the watching thread with the late thread's frame, where the exception had no effect.
    """

    def __init__(self, stuck: Callable[[FrameType | None], None]) -> None:
        self._stuck = stuck
        self._lock = threading.Lock()
        self._thread = 0
        self._until: float | None = None
        self._late: Callable[[FrameType | None], None]
        self._fired = 0.0  # when the exception was raised first, on the wall clock
        self._clock = GuestClock(time.monotonic, lambda _pid: time.process_time())
        threading.Thread(target=self._watch, name="deadline", daemon=True).start()

    @contextlib.contextmanager
    def within(self, seconds: float, late: Callable[[FrameType | None], None]) -> Iterator[None]:
        """Let this thread work for so long, on the clock that grading uses.

        Args:
            seconds: for the work.
            late: called in the watching thread with this thread's frame, before the exception is raised here.

        Raises:
            Overdue: the time is over. Call ``stop`` then: the exception may have come at the very end.
        """
        with self._lock:
            self._thread, self._late = threading.get_ident(), late
            self._clock.begin(1)
            self._until, self._fired = seconds, 0.0
        try:
            yield
        finally:
            self.stop()

    def stop(self) -> None:
        """End the work: nothing is raised from now on."""
        with self._lock:
            self._until = None
            if self._fired:  # it may have been raised and not have arrived yet
                _raise_in(self._thread, None)

    def end(self) -> None:
        """Let the time of the work be over now."""
        with self._lock:
            if self._until is not None:
                self._until = 0.0

    @property
    def used(self) -> float:
        """Seconds that the last work has taken so far, on the same clock."""
        return self._clock.now()

    def _watch(self) -> None:
        while True:
            time.sleep(LOOK_S)
            with self._lock:
                if self._until is None or self._clock.now() < self._until:
                    continue
                frame = sys._current_frames().get(self._thread)
                if not self._fired:
                    self._fired = time.monotonic()
                    self._late(frame)
                elif time.monotonic() - self._fired > GRACE_S:
                    self._stuck(frame)
                _raise_in(self._thread, Overdue)  # again, since the code may have caught it


def _raise_in(thread: int, kind: type[BaseException] | None) -> None:
    """Raise an exception in a thread at its next line of Python; ``None`` takes back one that has not arrived."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(kind) if kind else None)
