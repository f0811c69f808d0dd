"""Writing what the student's commands keep in the folder ``.xorcise`` of a course: progress, and backups of files."""

from __future__ import annotations

from pathlib import Path

from grader.exercises.catalogue import Catalogue
from grader.files import write_bytes, write_text


def keep(catalogue: Catalogue, content: bytes, *names: str) -> Path:
    """Write something that is kept for a course and return its path. A reader sees the old file or the new one.

    The folder tells git to ignore it: it is about one person at one desk.

    Raises:
        OSError: it cannot be written.
        GraderError: the disk is full.
    """
    note = catalogue.kept_dir / ".gitignore"
    if not note.exists():
        write_text(note, "*\n")
    path = catalogue.kept_dir.joinpath(*names)
    write_bytes(path, content)
    return path
