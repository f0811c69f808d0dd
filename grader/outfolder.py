"""The folder OUT that ``xorcise grade`` fills and ``xorcise report`` reads; the only place that writes reports."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from grader.errors import UsageError
from grader.result import Result


class OutFolder:
    """``students/<student>/{result.json,feedback.html}``, ``gradebook.csv`` and ``class.html`` below one folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

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

    def keep(self, result: Result) -> bool:
        """Write a student's ``result.json``; return whether it was.

        A result in which our side failed is not written over an earlier one in which it did not.
        """
        path = self._student(result.student) / "result.json"
        if result.has_grader_error and path.exists():
            try:
                if not Result.from_json(path.read_bytes()).has_grader_error:
                    return False
            except ValueError:
                pass  # what is there is no result; nothing good is lost
        write(path, result.to_json())
        return True

    def write_feedback(self, student: str, page: str) -> None:
        """Write a student's page."""
        write(self._student(student) / "feedback.html", page)

    def write_class(self, csv: str, page: str) -> None:
        """Write what is about the whole class."""
        write(self.path / "gradebook.csv", csv)
        write(self.path / "class.html", page)

    def results(self) -> list[Result]:
        """Return all results, by student.

        Raises:
            UsageError: there are none, or one cannot be read.
        """
        found = []
        for path in sorted(self.path.glob("students/*/result.json")):
            try:
                found.append(Result.from_json(path.read_bytes()))
            except (ValueError, OSError) as error:
                raise UsageError(f"{path} cannot be read ({error}); grade that submission again") from None
        if not found:
            raise UsageError(f"{self.path} holds no results; give the folder that `xorcise grade -o` filled")
        return sorted(found, key=lambda r: r.student)

    def _student(self, name: str) -> Path:
        return self.path / "students" / name


def write(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` as UTF-8; see ``write_bytes``."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` so that a reader sees the old file or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
