"""Writing files so that a reader sees the old one or the new one, never half of it."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.errors import GraderError
from grader.language import _


def stamp_of(path: Path | str) -> str:
    """Return the size and time of a file, or an empty text where there is none."""
    try:
        info = os.stat(path)  # noqa: PTH116 - of thousands of files, by text: a Path for each costs as much again
    except OSError:
        return ""
    return f"{info.st_size} {info.st_mtime_ns}"


def write(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` as UTF-8; see ``write_bytes``."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` so that a reader sees the old file or the new one, never half of it."""
    with replacing(path) as file:
        file.write(content)


def write_parts(path: Path, parts: Iterable[str]) -> None:
    """Write a text that is made while it is written; see ``write_bytes``."""
    with replacing(path) as file:
        for part in parts:
            file.write(part.encode("utf-8"))


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[io.BufferedWriter]:
    """Provide a file that takes the place of ``path`` when it is whole.

    Raises:
        GraderError: the disk is full.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise GraderError(
                _("no space left for {path}: what was graded is kept; make room and run the same again", path=path)
            ) from None
        raise
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
