"""The folder of a worker on the judge's side: laid out before it starts, emptied and removed afterwards.

What is in there is a stranger's: nothing is followed, and no depth or number of it is a surprise. Where workers have
rooms of their own (``room``), a worker never writes to the folder itself and there is nothing to empty.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

MAX_FILES = 2000
"""Files and folders that a submission may have in its folder. Nothing asked for writes any."""

MAX_NESTING = 32
"""Folders inside folders that a submission may make in its own."""

CLEAR_S = 1.0
"""Seconds for emptying a folder for the next process of the same submission; then it is put aside, and removed when the
submission is done. Two thousand files, the most that the watch lets pass, take a tenth of that."""

REMOVE_S = 10.0
"""Seconds for removing all that a submission has left; what remains is removed when the slot ends."""

TAKEN = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


class TooManyFilesError(Exception):
    """A submission's own files lie in more or deeper folders than a worker's folder may have."""


def entries(files: Mapping[str, bytes]) -> int:
    """Return the number of files and folders that ``files`` make.

    Raises:
        TooManyFilesError: there are more than ``MAX_FILES``, or folders deeper than ``MAX_NESTING``.
    """
    folders: set[PurePosixPath] = set()
    for name in files:
        path = PurePosixPath(name)
        if len(path.parts) > MAX_NESTING:  # before its parents are listed, which takes the square of the depth
            raise TooManyFilesError
        folders.update(path.parents)
        if len(folders) + len(files) > MAX_FILES:
            raise TooManyFilesError
    return len(folders) + len(files)


def fill(folder: Path, files: Mapping[str, bytes], owner: int | None, until: float) -> None:
    """Write ``files`` into ``folder`` and give all of it to ``owner``.

    Raises:
        TimeoutError: it is later than ``until``, of ``time.monotonic``.
    """
    made = [folder]
    for name, content in files.items():
        if time.monotonic() > until:
            raise TimeoutError
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        made += [path, *path.parents[: len(path.relative_to(folder).parts) - 1]]
    if owner is not None:
        for path in set(made):
            os.chown(path, owner, owner, follow_symlinks=False)


def clear(folder: Path, until: float) -> None:
    """Empty ``folder`` of what an earlier worker left, however deep it nested its folders.

    ``shutil.rmtree`` calls itself for each level, so a thousand of them end in ``RecursionError``. Here one folder is
    open at a time, and the way back leads over its parent. Nothing is followed: what is no folder is unlinked.

    Raises:
        TimeoutError: it is later than ``until``, of ``time.monotonic``, and something is left.
    """
    here = os.open(folder, TAKEN)
    try:
        entered: list[str] = []
        left = [unlink_files(here, until)]  # of each folder on the way here, the folders in it
        while left:
            if left[-1]:
                name = left[-1].pop()
                os.chmod(name, 0o700, dir_fd=here)  # it may have been made with another mode
                here = change(here, name)
                entered.append(name)
                left.append(unlink_files(here, until))
            else:
                left.pop()
                if entered:
                    here = change(here, "..")
                    os.rmdir(entered.pop(), dir_fd=here)
    finally:
        os.close(here)


def change(here: int, name: str) -> int:
    """Open the folder ``name`` of another that is open, and close that."""
    there = os.open(name, TAKEN, dir_fd=here)
    os.close(here)
    return there


def unlink_files(here: int, until: float) -> list[str]:
    """Unlink what is no folder in an open folder, and return the names of the folders in it."""
    folders = []
    for name in os.listdir(here):
        if time.monotonic() > until:
            raise TimeoutError
        if stat.S_ISDIR(os.lstat(name, dir_fd=here).st_mode):
            folders.append(name)
        else:
            os.unlink(name, dir_fd=here)
    return folders


def fresh(folder: Path, until: float) -> None:
    """See that ``folder`` is there and empty: empty it, or put it aside where that takes too long.

    What is put aside lies beside it, and ``remove`` removes both.
    """
    try:
        clear(folder, min(until, time.monotonic() + CLEAR_S))
    except OSError:  # too late is one of them
        folder.rename(Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent)) / "aside")
        folder.mkdir(0o700)


def remove(folder: Path, seconds: float = REMOVE_S) -> None:
    """Remove ``folder``, what was put aside of it, and all in them, as far as that is possible in time."""
    until = time.monotonic() + seconds
    for path in (folder, *folder.parent.glob(f"{folder.name}-*")):
        with contextlib.suppress(OSError):
            clear(path, until)
            path.rmdir()
