"""Reading a folder on disk into names and bytes, within limits."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from grader.language import _
from grader.submission.bounds import (
    DEPTH,
    FILE,
    FILES,
    FOLDERS,
    LOOKED_AT,
    NOTEBOOK,
    NOTEBOOK_WITH_OUTPUTS,
    NOTEBOOKS,
    TOTAL,
    Refused,
    Unusable,
    mib,
)
from grader.submission.names import is_archive, is_dropped, is_notebook, is_of_desk, path_fault, too_deep
from grader.submission.outputs import without_outputs

NESTED = _("is an archive inside the submission")

TOO_DEEP = _("lies in more than {most} folders inside one another (move it further up)", most=DEPTH)

# With these flags, opening a symbolic link is an error, and opening a FIFO without a writer returns at once. Windows
# has neither flag and does not need them: there only `xorcise check` runs, on the student's own files.
_FLAGS = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_BINARY"))


@dataclass(slots=True)
class CollectedFiles:
    """The files of a folder or zip that are within the limits.

    Attributes:
        files: content by relative POSIX path. There are at most ``FILES`` files with ``TOTAL`` bytes (notebooks:
            ``NOTEBOOKS``), in at most ``FOLDERS`` folders.
        unusable: by path, why a file was left out. This matters only if an exercise needs the file.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    unusable: dict[str, str] = field(default_factory=dict)
    _folders: set[str] = field(default_factory=set)
    _code: int = 0
    _notebooks: int = 0

    def check(self, path: str, size: int) -> None:
        """Check that a file of ``size`` bytes may be added. Call this with the announced size before reading it.

        Raises:
            Unusable: the file is too large or too deeply nested.
            Refused: the submission would have too many files or be too large.
        """
        if too_deep(path):
            raise Unusable(TOO_DEEP)
        if size > limit_of(path):
            raise too_large(path)
        if len(self.files) >= FILES:
            raise Refused(_("it has more than {most} files: hand in only what you wrote", most=FILES))
        so_far, most = (self._notebooks, NOTEBOOKS) if is_notebook(path) else (self._code, TOTAL)
        if so_far + min(size, NOTEBOOK) > most:
            raise Refused(_("it is larger than {size}: hand in only what you wrote", size=mib(most)))

    def add(self, path: str, content: bytes) -> None:
        """Add one file, after a ``check`` of its actual size. Of a notebook that is too large, outputs are left out.

        Raises:
            Unusable: see ``check``.
            Refused: see ``check``; also if the submission would have too many folders.
        """
        self.check(path, len(content))
        content = within_limit(path, content)
        self._folders |= parents(path)
        if len(self._folders) > FOLDERS:
            raise Refused(_("it has files in more than {most} folders: put them into fewer", most=FOLDERS))
        self.files[path] = content
        if is_notebook(path):
            self._notebooks += len(content)
        else:
            self._code += len(content)


def parents(path: str) -> set[str]:
    """Return the paths of all folders that contain the file ``path``: at most ``DEPTH``, unless it is too deep."""
    parts = path.split("/")
    return {"/".join(parts[:n]) for n in range(1, len(parts))}


def limit_of(path: str) -> int:
    """Return the maximum size on disk of a file with the name ``path``, in bytes."""
    return NOTEBOOK_WITH_OUTPUTS if is_notebook(path) else FILE


def too_large(path: str) -> Unusable:
    """Return the error for a file that is larger than what is kept of it may be."""
    return Unusable(_("is larger than {size}", size=mib(NOTEBOOK if is_notebook(path) else FILE)))


def within_limit(path: str, content: bytes) -> bytes:
    """Return the content of a file, without outputs if it is a notebook that is too large with them.

    Raises:
        Unusable: it is too large without them, too.
    """
    if is_notebook(path) and len(content) > NOTEBOOK:
        content = without_outputs(content)
        if len(content) > NOTEBOOK:
            raise too_large(path)
    return content


def read_tree(root: Path) -> CollectedFiles:
    """Read every regular file below ``root`` that is part of a submission, in sorted order.

    Links are not followed: through a link a submission could contain files that its author may not read. Special files
    are not opened: a FIFO would block the judge.

    Raises:
        Refused: the folder exceeds the limits.
        OSError: a folder or file cannot be read.
    """
    collected = CollectedFiles()
    looked_at = 0
    waiting = [""]
    while waiting:
        here = waiting.pop()
        with os.scandir(root / here) as listing:
            found = sorted(islice(listing, LOOKED_AT - looked_at + 1), key=lambda item: item.name)
        looked_at += len(found)
        if looked_at > LOOKED_AT:
            raise Refused(_("it has more than {most} files and folders: hand in only what you wrote", most=LOOKED_AT))
        for item in found:
            path = f"{here}/{item.name}" if here else item.name
            folder = item.is_dir(follow_symlinks=False)
            if is_dropped(item.name, folder) or (not folder and is_of_desk(path)):
                continue
            try:
                if why := path_fault(path):
                    raise Unusable(why)
                if folder:
                    if too_deep(f"{path}/"):
                        raise Unusable(TOO_DEEP)
                    waiting.append(path)
                    continue
                if is_archive(path):
                    raise Unusable(NESTED)
                collected.check(path, item.stat(follow_symlinks=False).st_size)
                collected.add(path, read_regular(Path(item.path), limit_of(path)))
            except Unusable as fault:
                collected.unusable[path] = fault.message
    return collected


def read_regular(path: Path, limit: int) -> bytes:
    """Return the content of the regular file ``path``.

    Raises:
        Unusable: it is not a regular file, or it has more than ``limit`` bytes.
        OSError: it cannot be read.
    """
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        content = file.read(min(size, limit) + 1)  # read allocates as many bytes as it is asked for
        if len(content) > size:  # the file has grown since fstat
            content += file.read(limit + 1 - len(content))
    if len(content) > limit:
        raise Unusable(_("is larger than {size}", size=mib(limit)))
    return content


def read_work(path: Path, name: str) -> bytes:
    """Return the content of a file that a student called ``name``, within the limit for it.

    Raises:
        Unusable: it is not a regular file, or too large.
        OSError: it cannot be read.
    """
    info = os.lstat(path)
    check_kind(info)
    if info.st_size > limit_of(name):
        raise too_large(name)
    return within_limit(name, read_regular(path, limit_of(name)))


def open_regular(path: Path) -> BinaryIO:
    """Open ``path`` for reading. A link is not followed, a FIFO is not waited for, and reads are not buffered.

    Raises:
        Unusable: it is not a regular file, also if it was replaced just before it was opened.
        OSError: it cannot be opened.
    """
    check_kind(os.lstat(path))  # before opening, since opening a device can have side effects
    descriptor = os.open(path, _FLAGS)
    try:
        check_kind(os.fstat(descriptor))
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def check_kind(info: os.stat_result) -> None:
    """Check that ``info`` describes a regular file.

    Raises:
        Unusable: it describes something else.
    """
    if stat.S_ISLNK(info.st_mode):
        raise Unusable(_("is a symbolic link"))
    if not stat.S_ISREG(info.st_mode):
        raise Unusable(_("is neither a file nor a folder"))
