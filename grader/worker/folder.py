"""The folder of a guest, on the judge's side: laid out before the guest starts, emptied and removed afterwards.

A guest may leave anything in it. So no link is followed, and neither the depth nor the number of its files matters. A
guest with a tmpfs of its own (``guest.tmpfs``) never writes to the folder itself, and there is nothing to empty.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from grader.guest.tmpfs import FOLDER_FLAGS
from grader.submission.siblings import UP

MAX_FILES = 2000
"""Files and folders that a submission may have in its folder. No exercise writes any."""

MAX_NESTING = 32
"""Folders inside folders that a submission may make in its own."""

CLEAR_S = 1.0
"""Seconds to empty a folder for the next process of the same submission. If that is not enough, the folder is put aside
and removed when the submission is done. The monitor lets at most two thousand files pass."""

REMOVE_S = 10.0
"""Seconds to remove all that a submission has left. What remains is removed when the slot ends."""


class TooManyFilesError(Exception):
    """A submission's own files lie in more or deeper folders than a guest's folder may have."""


def placed(files: Mapping[str, bytes]) -> tuple[str, Mapping[str, bytes]]:
    """Return where a submission's files lie in the guest's folder, and the name of the exercise's own folder in it.

    If nothing lies beside the exercise's folder, the guest's folder is that folder, and its name is empty. Otherwise it
    lies in the guest's folder, so that ``../common`` is found as on the student's machine.

    Args:
        files: by path relative to the exercise's folder; a path may begin with ``../``.

    Raises:
        ValueError: a path leads further out.
    """
    beside = {path.removeprefix(UP) for path in files if path.startswith(UP)}
    if not beside:
        own = ""
    else:
        own, taken = "exercise", {path.split("/")[0] for path in beside}
        while own in taken:
            own += "_"
    found = {
        path.removeprefix(UP) if path.startswith(UP) else f"{own}/{path}" if own else path: content
        for path, content in files.items()
    }
    if any(".." in path.split("/") or path.startswith("/") for path in found):
        raise ValueError("a path leads out of the guest's folder")
    return own, found


def count_files(files: Mapping[str, bytes]) -> int:
    """Return the number of files and folders that ``files`` make.

    Raises:
        TooManyFilesError: there are more than ``MAX_FILES``, or folders deeper than ``MAX_NESTING``.
    """
    folders: set[PurePosixPath] = set()
    for name in files:
        path = PurePosixPath(name)
        if len(path.parts) > MAX_NESTING:  # checked before its parents are listed, which takes the square of the depth
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
    """Empty ``folder`` of what an earlier process left, however deep its folders are nested.

    ``shutil.rmtree`` calls itself for each level, so a thousand levels end in ``RecursionError``. Here one folder is
    open at a time, and the way back leads through its parent. No link is followed: what is no folder is unlinked.

    Raises:
        TimeoutError: it is later than ``until``, of ``time.monotonic``, and something is left.
    """
    here = os.open(folder, FOLDER_FLAGS)
    try:
        entered: list[str] = []  # names of the folders on the way here
        left = [unlink_files(here, until)]  # for each of them, the folders in it that are left
        while left:
            if left[-1]:
                name = left[-1].pop()
                os.chmod(name, 0o700, dir_fd=here)  # it may have a mode that forbids opening it
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
    """Open the folder ``name`` in the open folder ``here``, and close ``here``."""
    there = os.open(name, FOLDER_FLAGS, dir_fd=here)
    os.close(here)
    return there


def unlink_files(here: int, until: float) -> list[str]:
    """Unlink everything in an open folder but its folders; return the names of those."""
    folders = []
    for name in os.listdir(here):
        if time.monotonic() > until:
            raise TimeoutError
        if stat.S_ISDIR(os.lstat(name, dir_fd=here).st_mode):
            folders.append(name)
        else:
            os.unlink(name, dir_fd=here)
    return folders


def make_empty(folder: Path, until: float) -> None:
    """Empty ``folder``; if that takes too long, put it aside and make a new one.

    A folder that is put aside lies beside the new one, and ``remove`` removes both.
    """
    try:
        clear(folder, min(until, time.monotonic() + CLEAR_S))
    except OSError:  # TimeoutError is one of them
        folder.rename(Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent)) / "aside")
        folder.mkdir(0o700)


def remove(folder: Path, seconds: float = REMOVE_S) -> None:
    """Remove ``folder``, and what was put aside of it, as far as that is possible in ``seconds``."""
    until = time.monotonic() + seconds
    for path in (folder, *folder.parent.glob(f"{folder.name}-*")):
        with contextlib.suppress(OSError):
            clear(path, until)
            path.rmdir()
