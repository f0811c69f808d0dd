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

REMOVE_S = 10.0
"""Seconds for emptying a folder before it is put aside: some 100,000 files, and no worker is watched so badly that it
leaves as many. What is left is removed when the slot ends."""

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

    ``shutil.rmtree`` calls itself for each level, so a thousand of them end in ``RecursionError``. Here each folder's
    own folders are moved up before it is removed. Nothing is followed: what is no folder is unlinked.

    Raises:
        TimeoutError: it is later than ``until``, of ``time.monotonic``, and something is left.
    """
    top = os.open(folder, TAKEN)
    try:
        moved = 0
        while names := os.listdir(top):  # noqa: PTH208 - of a descriptor
            for name in names:
                if time.monotonic() > until:
                    raise TimeoutError
                if not stat.S_ISDIR(os.lstat(name, dir_fd=top).st_mode):
                    os.unlink(name, dir_fd=top)
                    continue
                moved = flatten(top, name, moved, until)
                os.rmdir(name, dir_fd=top)
    finally:
        os.close(top)


def flatten(top: int, name: str, moved: int, until: float) -> int:
    """Empty the folder ``name`` of ``top``: move its folders to ``top``; return how many have moved in all."""
    os.chmod(name, 0o700, dir_fd=top)  # it may have been made with another mode
    inner = os.open(name, TAKEN, dir_fd=top)
    try:
        for child in os.listdir(inner):  # noqa: PTH208 - of a descriptor
            if time.monotonic() > until:
                raise TimeoutError
            if not stat.S_ISDIR(os.lstat(child, dir_fd=inner).st_mode):
                os.unlink(child, dir_fd=inner)
                continue
            os.chmod(child, 0o700, dir_fd=inner)
            while True:
                moved += 1
                try:
                    os.mkdir(f".moved-{moved}", dir_fd=top)  # an empty folder may be moved onto
                    break
                except FileExistsError:
                    continue
            os.rename(child, f".moved-{moved}", src_dir_fd=inner, dst_dir_fd=top)
    finally:
        os.close(inner)
    return moved


def fresh(folder: Path, until: float) -> None:
    """See that ``folder`` is there and empty: empty it, or put it aside where that takes too long.

    What is put aside lies beside it, in the slot's own folder, and is removed with that.
    """
    try:
        clear(folder, until)
    except OSError:  # too late is one of them
        folder.rename(Path(tempfile.mkdtemp(prefix="left-", dir=folder.parent)) / "folder")
        folder.mkdir(0o700)


def remove(folder: Path, seconds: float = REMOVE_S) -> None:
    """Remove ``folder`` and all in it, as far as that is possible in time."""
    with contextlib.suppress(OSError):
        clear(folder, time.monotonic() + seconds)
        folder.rmdir()
