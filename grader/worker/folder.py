"""The folder of a worker, all that a submission may write to: watched while it runs, emptied afterwards.

On the judge's side. What is in there is a stranger's: nothing is followed, and no depth or number of it is a surprise.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path

MAX_FILES = 2000
"""Files that a submission may have in its folder, its own included. Nothing asked for writes any."""

MAX_NESTING = 32
"""Folders inside folders that a submission may make in its own."""

GIVEN = 16 * 2**20
"""Bytes that the submission's own files may take beside what it writes: what the intake lets in."""


def clear(folder: Path) -> None:
    """Empty ``folder`` of what an earlier worker left, however deep it nested its folders.

    ``shutil.rmtree`` calls itself for each level, so a thousand of them end in ``RecursionError``. Here each folder's
    own folders are moved up before it is removed. Nothing is followed: what is no folder is unlinked.
    """
    top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        moved = 0
        while names := os.listdir(top):  # noqa: PTH208 - of a descriptor
            for name in names:
                if not stat.S_ISDIR(os.lstat(name, dir_fd=top).st_mode):
                    os.unlink(name, dir_fd=top)
                    continue
                os.chmod(name, 0o700, dir_fd=top)  # it may have been made with another mode
                inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)
                try:
                    for child in os.listdir(inner):  # noqa: PTH208 - as above
                        if stat.S_ISDIR(os.lstat(child, dir_fd=inner).st_mode):
                            os.chmod(child, 0o700, dir_fd=inner)
                            while True:
                                moved += 1
                                try:
                                    os.mkdir(f".moved-{moved}", dir_fd=top)  # an empty folder may be moved onto
                                    break
                                except FileExistsError:
                                    continue
                            os.rename(child, f".moved-{moved}", src_dir_fd=inner, dst_dir_fd=top)
                        else:
                            os.unlink(child, dir_fd=inner)
                finally:
                    os.close(inner)
                os.rmdir(name, dir_fd=top)
    finally:
        os.close(top)


def remove(folder: Path) -> None:
    """Remove ``folder`` and all in it, as far as that is possible."""
    with contextlib.suppress(OSError):
        clear(folder)
        folder.rmdir()


def too_large(folder: Path, limit_mb: int, pid: int = 0) -> bool:
    """Whether the files of a worker are too many or too large together.

    Args:
        folder: all that it may write to.
        limit_mb: MiB that one file may have, and all together with what it was given.
        pid: its process, which may hold on to files that it has removed; 0 if unknown.
    """
    left = limit_mb * 2**20 + GIVEN
    count = 0
    stack = [(str(folder), 0)]
    while stack:
        path, depth = stack.pop()
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    count += 1
                    if count > MAX_FILES:
                        return True
                    if entry.is_dir(follow_symlinks=False):
                        if depth >= MAX_NESTING:  # deeper ones could hide what is in them from us
                            return True
                        stack.append((entry.path, depth + 1))
                    else:
                        left -= entry.stat(follow_symlinks=False).st_size
                        if left < 0:
                            return True
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                return True
            continue  # it is being changed under us; the next tick sees it again
    return pid != 0 and removed(pid, folder, limit_mb * 2**20) > left


def removed(pid: int, folder: Path, largest: int) -> int:
    """Return the bytes of files below ``folder`` that are removed but still there, since the process holds on to them.

    A mapping keeps a whole file and does not tell its size: ``largest`` is assumed, what one file may have. Where /proc
    does not show the process, because it has ended or is not ours to look at, nothing is found.
    """
    sizes: dict[int, int] = {}
    root = Path(f"/proc/{pid}")
    with contextlib.suppress(OSError), (root / "maps").open(encoding="utf-8", errors="replace") as maps:
        for line in maps:
            # address, permissions, offset, device, inode, path; of a mount elsewhere the path is not the whole one
            if line.endswith(" (deleted)\n") and f"/{folder.name}/" in line:
                sizes[int(line.split(maxsplit=5)[4])] = largest
    with contextlib.suppress(OSError):
        for opened in (root / "fd").iterdir():
            with contextlib.suppress(OSError):
                held = opened.stat()
                if stat.S_ISREG(held.st_mode) and held.st_nlink == 0:
                    sizes[held.st_ino] = held.st_size
    return sum(sizes.values())
