"""Looking at what a worker uses up while it runs, for what no limit of the kernel's holds on this machine.

On the judge's side. Each look sees what ``/proc`` and the folder show at that moment, a quarter of a second apart: a
worker can use up more in between. So rooms and control groups are preferred, and this is for where they cannot be had.
Between its answer and the next question, and while its files are counted, the worker is stopped (``host``): nothing
grows then, and nothing moves. What cannot be read counts as too much: honest code hides nothing.

Free space is different: it says that the disk was filled, not by whom. So nobody loses points for it.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import stat
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

from grader.errors import OutOfMemory, StudentFault, WorkerEnded
from grader.exercises.exercise import Limits
from grader.guest.confinement import THREADS
from grader.language import _
from grader.worker.folder import MAX_FILES, MAX_NESTING, TAKEN

GIVEN = 16 * 2**20
"""Bytes that the submission's own files may take beside what it writes: what the intake lets in."""

OTHERS = (os.cpu_count() or 1) * 96 * 2**20
"""Bytes by which the free space of the file system may shrink beside what this worker may write. Other slots write at
the same time, at most one a core: 80 MiB each (the largest folder of any exercise), and 16 MiB for results."""

SPACE_S = 5.0
"""Seconds to wait for space to come back, while the worker is stopped. Whoever filled the disk with files that can be
seen is ended within a quarter of a second, and its folder is cleared or put aside within one more."""

SPACE_STEP_S = 0.05
"""Seconds between two looks at the free space: a hundredth of the wait."""

MAX_SEEN = 10_000
"""Mappings, and descriptors, that a process may have, so that a look stays short, even where each has a long path. A
process that has trained a network with TensorFlow has 2,000 mappings and a handful of descriptors."""

KERNEL_MB = 64
"""MiB that a worker may take beside its private memory: page tables (2 MiB for each GiB), stacks of the kernel for its
threads (16 KiB each), and what is on its way through pipes and the wire."""

KCMP, KCMP_FILES = {"x86_64": 312, "aarch64": 272}.get(os.uname().machine if hasattr(os, "uname") else "", 0), 2

TOO_MUCH = _("it wrote too many or too large files")
HIDDEN = _("it kept its files from being counted")


@dataclass
class Watch:
    """What is looked at while a worker runs.

    Attributes:
        folder: all that it may write to.
        limits: what it may use.
        room: descriptor of its room, where it has one: then the kernel bounds its files.
        grouped: whether a control group bounds its memory and threads.
        waited: seconds for which it was stopped to wait for space; they are none of its time.
    """

    folder: Path
    limits: Limits
    room: int | None = None
    grouped: bool = False
    waited: float = 0.0
    _free: int = 0
    _private: int = 0
    _leaderless: int = field(default=0)
    _moving: int = field(default=0)  # looks running in which something vanished under us

    def begin(self, pid: int) -> None:
        """Take note of how things are before any student code is loaded."""
        self._free = free_space(self.folder)
        self._private = sum(memory_of(status_of(pid)))
        self._leaderless = 0
        self._moving = 0

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
            self._moving = 0
        except FileNotFoundError:
            # A stopped process can finish the system call that it was in, so once may be chance; twice running is not.
            self._moving += 1
            if self._moving > 1:
                return WorkerEnded(HIDDEN)
        except PermissionError:
            return WorkerEnded(HIDDEN)
        if pid and status_of(pid).get("State", "").startswith("Z"):
            # its main thread has ended, so /proc shows none of its files; all threads of a process that ends do so
            # within a moment, hence the second look
            self._leaderless += 1
            if self._leaderless > 1:
                return WorkerEnded(HIDDEN)
        return None

    def disk_filled(self) -> bool:
        """Whether the disk has less space than this worker and its neighbours may use; waits for it to come back.

        What leaves no trace in /proc still takes space. Whose it is cannot be told: this worker's, a neighbour's or
        anybody's on this machine. So it is no fault of the submission's. The worker should be stopped meanwhile.
        """
        begun = time.monotonic()
        try:
            while self._free - free_space(self.folder) > self.limits.scratch_mb * 2**20 + GIVEN + OTHERS:
                if time.monotonic() - begun >= SPACE_S:
                    return True
                time.sleep(SPACE_STEP_S)
        finally:
            self.waited += time.monotonic() - begun
        return False

    def _process(self, pid: int) -> StudentFault | None:
        status = status_of(pid)
        if sum(memory_of(status)) > self._private + (self.limits.memory_mb + KERNEL_MB) * 2**20:
            return OutOfMemory(_("it used more than {size} MiB of memory", size=self.limits.memory_mb))
        if int(status.get("Threads", "0")) > THREADS:
            return WorkerEnded(_("it started more than {most} threads", most=THREADS))
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
        FileNotFoundError: something vanished while it was looked at; all else was counted.
    """
    count = Count(limit)
    try:
        with opened(str(folder)) as here:
            count.add(here, 0)
    except FullError:
        return True
    if pid != 0 and removed(pid, folder, largest) > count.left:
        return True
    if count.vanished:
        raise FileNotFoundError(errno.ENOENT, count.vanished)
    return False


class FullError(Exception):
    """Files are too many, too large together or too deep."""


@dataclass
class Count:
    """A count of files. It goes down by descriptors: a folder that is renamed meanwhile stays the same folder.

    Attributes:
        left: bytes that are left of the limit.
        entries: files and folders so far.
        vanished: the last name that was listed and was not there any more; empty if there was none.
    """

    left: int
    entries: int = 0
    vanished: str = ""

    def add(self, here: int, depth: int) -> None:
        """Count what is in an open folder and below; it calls itself for each level, ``MAX_NESTING`` at most.

        Raises:
            FullError: it is too much.
            PermissionError: something cannot be read.
        """
        try:
            with os.scandir(here) as found:
                for entry in found:
                    self.entries += 1
                    if self.entries > MAX_FILES:
                        raise FullError
                    try:
                        self._add_entry(entry, here, depth)
                    except (FileNotFoundError, NotADirectoryError):
                        self.vanished = entry.name
        except FileNotFoundError:  # it is removed
            self.vanished = "a folder"
        except OSError as error:
            raise PermissionError(error.errno, "not to be read") from error

    def _add_entry(self, entry: os.DirEntry[str], here: int, depth: int) -> None:
        if not entry.is_dir(follow_symlinks=False):
            self.left -= size_of(entry.stat(follow_symlinks=False))
            if self.left < 0:
                raise FullError
            return
        if depth >= MAX_NESTING:  # deeper ones could hide what is in them from us
            raise FullError
        with opened(entry.name, here) as there:
            self.add(there, depth + 1)


@contextlib.contextmanager
def opened(name: str, here: int | None = None) -> Iterator[int]:
    """Provide a descriptor of a folder; with ``here``, of one in that open folder. No link is followed."""
    there = os.open(name, TAKEN, dir_fd=here)
    try:
        yield there
    finally:
        os.close(there)


def size_of(found: os.stat_result) -> int:
    """Return what a file takes: its length, or the room that is kept for it, whichever is more."""
    return max(found.st_size, found.st_blocks * 512)


def removed(pid: int, folder: Path, largest: int) -> int:
    """Return the bytes of files below ``folder`` that are removed but still there, since the process holds on to them.

    A mapping keeps a whole file and does not tell its size: ``largest`` is assumed, what one file may have.

    Raises:
        PermissionError: ``/proc`` does not show what it holds, it holds more than ``MAX_SEEN`` things, or it holds
            rules of Landlock, which hold on to files that nobody sees.
    """
    sizes: dict[int, int] = {}
    root = Path(f"/proc/{pid}")
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        with (root / "maps").open(encoding="utf-8", errors="replace") as maps:
            for line in at_most(MAX_SEEN, maps):
                # address, permissions, offset, device, inode, path; of a mount elsewhere the path is not the whole one
                if line.endswith(" (deleted)\n") and f"/{folder.name}/" in line:
                    sizes[int(line.split(maxsplit=5)[4])] = largest
        holders = [root] if shares_descriptors(pid) else list((root / "task").iterdir())
        for held_by in at_most(MAX_SEEN, chain.from_iterable((holder / "fd").iterdir() for holder in holders)):
            with contextlib.suppress(FileNotFoundError):
                held = held_by.stat()
                if stat.S_ISREG(held.st_mode) and held.st_nlink == 0:
                    sizes[held.st_ino] = size_of(held)
                elif stat.S_IFMT(held.st_mode) == 0 and "landlock" in str(held_by.readlink()):
                    raise PermissionError(errno.EACCES, "it holds rules of Landlock")
    return sum(sizes.values())


def at_most(most: int, found: Iterable[Any]) -> Iterator[Any]:
    """Yield what is found, one after another.

    Raises:
        PermissionError: there is more than ``most``.
    """
    found = iter(found)
    yield from islice(found, most)
    for _more in found:
        raise PermissionError(errno.EACCES, f"there are more than {most:,}")


def shares_descriptors(pid: int) -> bool:
    """Whether all threads of a process have the descriptors of its main thread, as the kernel says."""
    threads = [int(task.name) for task in Path(f"/proc/{pid}/task").iterdir() if task.name != str(pid)]
    libc = ctypes.CDLL(None)
    return bool(KCMP) and all(libc.syscall(KCMP, pid, thread, KCMP_FILES, 0, 0) == 0 for thread in threads)
