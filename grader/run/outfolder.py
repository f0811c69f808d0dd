"""The folder OUT that ``xorcise grade`` fills and ``xorcise report`` renews; the only place that writes reports."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from grader.errors import UsageError, reason
from grader.gradebook.connect import url_of
from grader.language import _

BOOK = "gradebook.db"
STUDENTS = "students"
LOCK = ".lock"


class OutFolder:
    """``students/<student>/{result.json,feedback.html}``, the gradebook and the class's reports below one folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def url(self) -> str:
        """The URL of the folder's own gradebook."""
        return url_of(self.path / BOOK)

    def prepare(self) -> None:
        """Make the folder.

        Raises:
            UsageError: it cannot be made or written.
        """
        try:
            (self.path / STUDENTS).mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.path):
                pass
        except OSError as error:
            raise UsageError(
                _("cannot write to {path}: {why}; choose another folder with -o", path=self.path, why=reason(error))
            ) from None

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
                _(
                    "another run is writing to {path}: wait until it is done, or choose another folder with -o",
                    path=self.path,
                )
            ) from None
        try:
            yield
        finally:
            lock.release()

    def students(self) -> bool:
        """Whether any student's results lie in the folder."""
        return any(self.path.glob("students/*/result.json"))
