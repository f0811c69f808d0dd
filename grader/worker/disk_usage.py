"""Counting the files of a guest: in its folder, and those that it removed and keeps open.

A guest may change the folder while it is counted. So the count goes down by descriptors: a folder that is renamed
meanwhile stays the same folder. No link is followed.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from grader.guest.tmpfs import FOLDER_FLAGS
from grader.worker.folder import MAX_FILES, MAX_NESTING

MAX_SEEN = 10_000
"""Mappings, and descriptors, that a process may have, so that a look stays short, even where each has a long path. A
process that has trained a network with TensorFlow has 2,000 mappings and a handful of descriptors."""

KCMP, KCMP_FILES = {"x86_64": 312, "aarch64": 272}.get(os.uname().machine if hasattr(os, "uname") else "", 0), 2
"""Number of the system call that compares two processes, and what says that it compares their descriptors."""


def is_full(tmpfs: int) -> bool:
    """Whether no file or no byte more fits into a tmpfs."""
    space = os.fstatvfs(tmpfs)
    return space.f_bfree == 0 or space.f_ffree == 0


def free_space(folder: Path) -> int:
    """Return the free bytes of the file system that ``folder`` is on."""
    space = os.statvfs(folder)
    return space.f_bfree * space.f_frsize


def is_too_large(folder: Path, limit: int, pid: int = 0, largest: int = 0) -> bool:
    """Whether the files of a guest are too many or too large together.

    Args:
        folder: all that it may write to.
        limit: bytes that all files may have together.
        pid: its process, which may keep files open that it has removed; 0 if unknown.
        largest: bytes that one file may have.

    Raises:
        PermissionError: something cannot be read.
        FileNotFoundError: something vanished while it was counted; all else was counted.
    """
    count = FileCount(limit)
    try:
        with opened(str(folder)) as here:
            count.add(here, 0)
    except FullError:
        return True
    if pid != 0 and removed_but_kept(pid, folder, largest) > count.left:
        return True
    if count.vanished:
        raise FileNotFoundError(errno.ENOENT, count.vanished)
    return False


class FullError(Exception):
    """Files are too many, too large together or too deep."""


@dataclass
class FileCount:
    """A running count of files.

    Attributes:
        left: bytes that are left of the limit.
        found: files and folders so far.
        vanished: the last name that was listed and then was not there any more; empty if there was none.
    """

    left: int
    found: int = 0
    vanished: str = ""

    def add(self, here: int, depth: int) -> None:
        """Count what is in an open folder and below. The recursion is at most ``MAX_NESTING`` deep.

        Raises:
            FullError: it is too much.
            PermissionError: something cannot be read.
        """
        try:
            with os.scandir(here) as listed:
                for item in listed:
                    self.found += 1
                    if self.found > MAX_FILES:
                        raise FullError
                    try:
                        self._add_item(item, here, depth)
                    except (FileNotFoundError, NotADirectoryError):
                        self.vanished = item.name
        except FileNotFoundError:  # the folder itself was removed
            self.vanished = "a folder"
        except OSError as error:
            raise PermissionError(error.errno, "not to be read") from error

    def _add_item(self, item: os.DirEntry[str], here: int, depth: int) -> None:
        if not item.is_dir(follow_symlinks=False):
            self.left -= file_size(item.stat(follow_symlinks=False))
            if self.left < 0:
                raise FullError
            return
        if depth >= MAX_NESTING:  # deeper folders could hide what is in them
            raise FullError
        with opened(item.name, here) as there:
            self.add(there, depth + 1)


@contextlib.contextmanager
def opened(name: str, here: int | None = None) -> Iterator[int]:
    """Provide a descriptor of a folder; with ``here``, of one in that open folder. No link is followed."""
    there = os.open(name, FOLDER_FLAGS, dir_fd=here)
    try:
        yield there
    finally:
        os.close(there)


def file_size(found: os.stat_result) -> int:
    """Return the bytes that a file takes: its length, or the blocks that are reserved for it, whichever is more."""
    return max(found.st_size, found.st_blocks * 512)


def removed_but_kept(pid: int, folder: Path, largest: int) -> int:
    """Return the bytes of files below ``folder`` that were removed, but take space since the process keeps them open.

    A mapping keeps a whole file and does not tell its size, so ``largest`` is assumed, what one file may have.

    Raises:
        PermissionError: ``/proc`` does not show what the process keeps open, there are more than ``MAX_SEEN`` things,
            or there are rules of Landlock, which keep files that nothing shows.
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
        for descriptor in at_most(MAX_SEEN, chain.from_iterable((holder / "fd").iterdir() for holder in holders)):
            with contextlib.suppress(FileNotFoundError):
                kept = descriptor.stat()
                if stat.S_ISREG(kept.st_mode) and kept.st_nlink == 0:
                    sizes[kept.st_ino] = file_size(kept)
                elif stat.S_IFMT(kept.st_mode) == 0 and "landlock" in str(descriptor.readlink()):
                    raise PermissionError(errno.EACCES, "it holds rules of Landlock")
    return sum(sizes.values())


def at_most(most: int, found: Iterable[Any]) -> Iterator[Any]:
    """Yield what is found, one after another.

    Raises:
        PermissionError: there is more than ``most``.
    """
    found = iter(found)
    yield from islice(found, most)
    for _ in found:
        raise PermissionError(errno.EACCES, f"there are more than {most:,}")


def shares_descriptors(pid: int) -> bool:
    """Whether all threads of a process share the descriptors of its main thread, as the kernel says."""
    threads = [int(task.name) for task in Path(f"/proc/{pid}/task").iterdir() if task.name != str(pid)]
    libc = ctypes.CDLL(None)
    return bool(KCMP) and all(libc.syscall(KCMP, pid, thread, KCMP_FILES, 0, 0) == 0 for thread in threads)
