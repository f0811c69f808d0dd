"""Writing files atomically: a reader sees the old file or the complete new one."""

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
    """Return the size and modification time of a file as text, or an empty text if it does not exist."""
    try:
        info = os.stat(path)  # noqa: PTH116 - called for thousands of files: a Path for each would double the cost
    except OSError:
        return ""
    return f"{info.st_size} {info.st_mtime_ns}"


def write_text(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` as UTF-8; see ``write_bytes``."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``. A reader sees the old file or the complete new one.

    Raises:
        GraderError: the disk is full.
    """
    with replacing(path) as file:
        file.write(content)


def write_parts(path: Path, parts: Iterable[str]) -> None:
    """Write a text that is given in parts, so that it is never held whole; see ``write_bytes``."""
    with replacing(path) as file:
        for part in parts:
            file.write(part.encode("utf-8"))


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[io.BufferedWriter]:
    """Provide a temporary file that replaces ``path`` when the body ends without an error.

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
