"""The folder OUT that ``xorcise grade`` fills and ``xorcise report`` renews; the only place that writes reports."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.errors import GraderError, UsageError

BOOK = "gradebook.db"
LOCK = ".lock"


class OutFolder:
    """``students/<student>/{result.json,feedback.html}``, the gradebook and the class's reports below one folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def url(self) -> str:
        """The URL of the folder's own gradebook."""
        from grader.gradebook.connect import url_of  # the gradebook's stamps import this module

        return url_of(self.path / BOOK)

    def prepare(self) -> None:
        """Make the folder.

        Raises:
            UsageError: it cannot be made or written.
        """
        try:
            (self.path / "students").mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.path):
                pass
        except OSError as error:
            raise UsageError(f"cannot write to {self.path}: {error.strerror}; choose another folder with -o") from None

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other run out of the folder. The lock ends with the process, however that ends.

        Raises:
            UsageError: another run is in it.
        """
        import filelock  # of the extra `instructor`, which an audit, also a writer of files, does without

        lock = filelock.FileLock(self.path / LOCK)
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            raise UsageError(
                f"another run is writing to {self.path}: wait until it is done, or choose another folder with -o"
            ) from None
        try:
            yield
        finally:
            lock.release()

    def students(self) -> bool:
        """Whether any student's results lie in the folder."""
        return any(self.path.glob("students/*/result.json"))


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
                f"no space left for {path}: what was graded is kept; make room and run the same again"
            ) from None
        raise
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
