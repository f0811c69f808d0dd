"""Monitoring what a guest uses while it runs, for the resources that the kernel does not bound on this machine.

A look shows what ``/proc`` and the folder contain at that moment. Looks are a quarter of a second apart, and a guest
can use more in between. So a tmpfs and a control group are preferred, and the monitor is for machines without them. The
guest process is stopped (SIGSTOP) between its answer and the next request, and while its files are counted, so that
nothing grows or moves meanwhile. What cannot be read counts as too much, since honest code hides nothing.

Free space is different. It shows that the disk is full, but not whose files fill it, so it takes no points.
"""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

from grader.errors import OutOfMemory, StudentFault, WorkerEnded
from grader.exercises.exercise import Limits
from grader.guest.confinement import THREADS
from grader.language import _
from grader.worker.disk_usage import free_space, is_full, is_too_large
from grader.worker.faults import FILES_TOO_LARGE

FILES_HIDDEN = _("it kept its files from being counted")

SUBMISSION_BYTES = 16 * 2**20
"""Bytes that the submission's own files may take, beside what the guest writes: what the intake lets in."""

NEIGHBOURS_BYTES = (os.cpu_count() or 1) * 96 * 2**20
"""Bytes by which the free space of the file system may shrink beside what this guest may write. Other slots write at
the same time, at most one for each core: 80 MiB each (the largest folder of any exercise), and 16 MiB for results."""

SPACE_S = 5.0
"""Seconds to wait for space to come back, while the guest process is stopped. A guest that filled the disk with files
that can be seen is ended within a quarter of a second, and its folder is emptied or put aside within one more."""

SPACE_STEP_S = 0.05
"""Seconds between two looks at the free space: a hundredth of the wait."""

KERNEL_MB = 64
"""MiB that a guest process may take beside its private memory: page tables (2 MiB for each GiB), stacks of the kernel
for its threads (16 KiB each), and what is on its way through pipes and the wire."""


@dataclass
class Monitor:
    """What is looked at while a guest runs.

    Attributes:
        folder: all that the guest may write to.
        limits: what it may use.
        tmpfs: descriptor of its own tmpfs, if it has one: then the kernel bounds its files.
        grouped: whether a control group bounds its memory and threads.
        waited: seconds for which it was stopped to wait for space. They do not count as its time.
    """

    folder: Path
    limits: Limits
    tmpfs: int | None = None
    grouped: bool = False
    waited: float = 0.0
    _free: int = 0  # bytes of the file system, before any student code was loaded
    _private: int = 0  # bytes of memory of the process, at the same moment
    _looks_without_leader: int = 0  # looks in a row in which the main thread had ended
    _looks_with_vanished: int = 0  # looks in a row in which something vanished while it was counted

    def now(self) -> float:
        """Return the time of a wall clock, in seconds, that stands still while the guest waits for space."""
        return time.monotonic() - self.waited

    def begin(self, pid: int) -> None:
        """Note the free space and the memory of a process before any student code is loaded."""
        self._free = free_space(self.folder)
        self._private = sum(memory_of(status_of(pid)))
        self._looks_without_leader = 0
        self._looks_with_vanished = 0

    def look(self, pid: int = 0) -> StudentFault | None:
        """Return the fault of a guest that uses too much, if it does. With ``pid``, its process is looked at too."""
        if self.tmpfs is not None:
            if is_full(self.tmpfs):
                return WorkerEnded(FILES_TOO_LARGE)
        elif fault := self._look_at_files(pid):
            return fault
        return None if self.grouped or not pid else self._look_at_process(pid)

    def _look_at_files(self, pid: int) -> StudentFault | None:
        limit = self.limits.scratch_mb * 2**20
        try:
            if is_too_large(self.folder, limit + SUBMISSION_BYTES, pid, limit):
                return WorkerEnded(FILES_TOO_LARGE)
            self._looks_with_vanished = 0
        except FileNotFoundError:
            # a stopped process can finish the system call that it was in: that explains one look, but not two in a row
            self._looks_with_vanished += 1
            if self._looks_with_vanished > 1:
                return WorkerEnded(FILES_HIDDEN)
        except PermissionError:
            return WorkerEnded(FILES_HIDDEN)
        if pid and status_of(pid).get("State", "").startswith("Z"):
            # The main thread has ended, so /proc shows none of the process's files. If the whole process is ending, its
            # other threads end within a moment: hence the second look.
            self._looks_without_leader += 1
            if self._looks_without_leader > 1:
                return WorkerEnded(FILES_HIDDEN)
        return None

    def disk_filled(self) -> bool:
        """Whether the disk has less space than this guest and its neighbours may use; waits for space to come back.

        Files that /proc does not show still take space. They may be this guest's, a neighbour's or those of any other
        process, so they are no fault of the submission's. The guest process should be stopped meanwhile.
        """
        begun = time.monotonic()
        allowed = self.limits.scratch_mb * 2**20 + SUBMISSION_BYTES + NEIGHBOURS_BYTES
        try:
            while self._free - free_space(self.folder) > allowed:
                if time.monotonic() - begun >= SPACE_S:
                    return True
                time.sleep(SPACE_STEP_S)
        finally:
            self.waited += time.monotonic() - begun
        return False

    def _look_at_process(self, pid: int) -> StudentFault | None:
        status = status_of(pid)
        if sum(memory_of(status)) > self._private + (self.limits.memory_mb + KERNEL_MB) * 2**20:
            return OutOfMemory(_("it used more than {size} MiB of memory", size=self.limits.memory_mb))
        if int(status.get("Threads", "0")) > THREADS:
            return WorkerEnded(_("it started more than {most} threads", most=THREADS))
        return None


def status_of(pid: int) -> dict[str, str]:
    """Return what ``/proc`` tells everybody of a process; nothing if it has ended or is not known."""
    with contextlib.suppress(OSError):
        text = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace")
        return dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line)
    return {}


def memory_of(status: dict[str, str]) -> list[int]:
    """Return the bytes of memory that only this process has: private, shared without a file, page tables, swapped."""
    return [int(status.get(name, "0").split()[0]) * 1024 for name in ("RssAnon", "RssShmem", "VmPTE", "VmSwap")]
