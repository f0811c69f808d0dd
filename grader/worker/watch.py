"""Looking at what a worker uses up while it runs, for what no limit of the kernel's holds on this machine.

On the judge's side. Each look sees what ``/proc`` and the folder show at that moment, a quarter of a second apart: a
worker can use up more in between. So rooms and control groups are preferred, and this is for where they cannot be had.
What cannot be read counts as too much: honest code hides nothing.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from grader.errors import OutOfMemory, StudentFault, WorkerEnded
from grader.exercise import Limits
from grader.worker.confinement import THREADS
from grader.worker.folder import MAX_FILES, MAX_NESTING

GIVEN = 16 * 2**20
"""Bytes that the submission's own files may take beside what it writes: what the intake lets in."""

OTHERS = (os.cpu_count() or 1) * 96 * 2**20
"""Bytes by which the free space of the file system may shrink beside what this worker may write. Other slots write at
the same time, at most one a core: 80 MiB each (the largest folder of any exercise), and 16 MiB for results."""

KERNEL_MB = 64
"""MiB that a worker may take beside its private memory: page tables (2 MiB for each GiB), stacks of the kernel for its
threads (16 KiB each), and what is on its way through pipes and the wire."""

KCMP, KCMP_FILES = {"x86_64": 312, "aarch64": 272}.get(os.uname().machine if hasattr(os, "uname") else "", 0), 2

TOO_MUCH = "it wrote too many or too large files"
HIDDEN = "it kept its files from being counted"


@dataclass
class Watch:
    """What is looked at while a worker runs.

    Attributes:
        folder: all that it may write to.
        limits: what it may use.
        room: descriptor of its room, where it has one: then the kernel bounds its files.
        grouped: whether a control group bounds its memory and threads.
        doubted: whether the last fault may be somebody else's doing.
    """

    folder: Path
    limits: Limits
    room: int | None = None
    grouped: bool = False
    doubted: bool = False
    _free: int = 0
    _private: int = 0
    _leaderless: int = field(default=0)

    def begin(self, pid: int) -> None:
        """Take note of how things are before any student code is loaded."""
        self._free = free_space(self.folder)
        self._private = sum(memory_of(status_of(pid)))
        self._leaderless = 0
        self.doubted = False

    def look(self, pid: int = 0) -> StudentFault | None:
        """Return the fault of a worker that uses too much, if it does. With ``pid``, its process is looked at too."""
        if self.room is not None:
            if is_full(self.room):
                return WorkerEnded(TOO_MUCH)
        elif fault := self._files(pid):
            return fault
        return None if self.grouped or not pid else self._process(pid)

    def _files(self, pid: int) -> StudentFault | None:
        limit = self.limits.scratch_mb * 2**20
        try:
            if too_large(self.folder, limit + GIVEN, pid, limit):
                return WorkerEnded(TOO_MUCH)
        except PermissionError:
            return WorkerEnded(HIDDEN)
        # What leaves no trace in /proc still takes room. Who took it cannot be told, so the submission is tried again.
        if self._free - free_space(self.folder) > limit + GIVEN + OTHERS:
            self.doubted = True
            return WorkerEnded(TOO_MUCH)
        if pid and status_of(pid).get("State", "").startswith("Z"):
            # its main thread has ended, so /proc shows none of its files; all threads of a process that ends do so
            # within a moment, hence the second look
            self._leaderless += 1
            if self._leaderless > 1:
                return WorkerEnded(HIDDEN)
        return None

    def _process(self, pid: int) -> StudentFault | None:
        status = status_of(pid)
        if sum(memory_of(status)) > self._private + (self.limits.memory_mb + KERNEL_MB) * 2**20:
            return OutOfMemory(f"it used more than {self.limits.memory_mb} MiB of memory")
        if int(status.get("Threads", "0")) > THREADS:
            return WorkerEnded(f"it started more than {THREADS} threads")
        return None


def is_full(room: int) -> bool:
    """Whether no file or no byte more fits into a room."""
    space = os.fstatvfs(room)
    return space.f_bfree == 0 or space.f_ffree == 0


def free_space(folder: Path) -> int:
    """Return the free bytes of the file system that ``folder`` is on."""
    space = os.statvfs(folder)
    return space.f_bfree * space.f_frsize


def status_of(pid: int) -> dict[str, str]:
    """Return what ``/proc`` tells of a process to everybody; nothing where it has ended or is not known."""
    with contextlib.suppress(OSError):
        text = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace")
        return dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line)
    return {}


def memory_of(status: dict[str, str]) -> list[int]:
    """Return the bytes of memory that only this process has: private, shared without a file, page tables, swapped."""
    return [int(status.get(name, "0").split()[0]) * 1024 for name in ("RssAnon", "RssShmem", "VmPTE", "VmSwap")]


def too_large(folder: Path, limit: int, pid: int = 0, largest: int = 0) -> bool:
    """Whether the files of a worker are too many or too large together.

    Args:
        folder: all that it may write to.
        limit: bytes that all files may have together.
        pid: its process, which may hold on to files that it has removed; 0 if unknown.
        largest: bytes that one file may have.

    Raises:
        PermissionError: something cannot be read.
    """
    left = limit
    count = 0
    stack = [(str(folder), 0)]
    while stack:
        path, depth = stack.pop()
        try:
            with os.scandir(path) as found:
                for entry in found:
                    count += 1
                    if count > MAX_FILES:
                        return True
                    if entry.is_dir(follow_symlinks=False):
                        if depth >= MAX_NESTING:  # deeper ones could hide what is in them from us
                            return True
                        stack.append((entry.path, depth + 1))
                    else:
                        left -= size_of(entry.stat(follow_symlinks=False))
                        if left < 0:
                            return True
        except (FileNotFoundError, NotADirectoryError):
            continue  # it is being changed under us; the next tick sees it again
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                return True
            raise PermissionError(error.errno, "not to be read") from error
    return pid != 0 and removed(pid, folder, largest) > left


def size_of(found: os.stat_result) -> int:
    """Return what a file takes: its length, or the room that is kept for it, whichever is more."""
    return max(found.st_size, found.st_blocks * 512)


def removed(pid: int, folder: Path, largest: int) -> int:
    """Return the bytes of files below ``folder`` that are removed but still there, since the process holds on to them.

    A mapping keeps a whole file and does not tell its size: ``largest`` is assumed, what one file may have.

    Raises:
        PermissionError: ``/proc`` does not show what it holds, it has made descriptors of a thread's own, or it holds
            rules of Landlock, which hold on to files that nobody sees.
    """
    sizes: dict[int, int] = {}
    root = Path(f"/proc/{pid}")
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        with (root / "maps").open(encoding="utf-8", errors="replace") as maps:
            for line in maps:
                # address, permissions, offset, device, inode, path; of a mount elsewhere the path is not the whole one
                if line.endswith(" (deleted)\n") and f"/{folder.name}/" in line:
                    sizes[int(line.split(maxsplit=5)[4])] = largest
        holders = [root] if shares_descriptors(pid) else list((root / "task").iterdir())
        for opened in (fd for holder in holders for fd in (holder / "fd").iterdir()):
            with contextlib.suppress(FileNotFoundError):
                held = opened.stat()
                if stat.S_ISREG(held.st_mode) and held.st_nlink == 0:
                    sizes[held.st_ino] = size_of(held)
                elif stat.S_IFMT(held.st_mode) == 0 and "landlock" in str(opened.readlink()):
                    raise PermissionError(errno.EACCES, "it holds rules of Landlock")
    return sum(sizes.values())


def shares_descriptors(pid: int) -> bool:
    """Whether all threads of a process have the descriptors of its main thread, as the kernel says."""
    threads = [int(task.name) for task in Path(f"/proc/{pid}/task").iterdir() if task.name != str(pid)]
    libc = ctypes.CDLL(None)
    return bool(KCMP) and all(libc.syscall(KCMP, pid, thread, KCMP_FILES, 0, 0) == 0 for thread in threads)
