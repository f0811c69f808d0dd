"""What is generated into the folder ``desk`` of an exercise, which students receive with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.exercises.catalogue import DESK, GIVEN_STUB, Catalogue
from grader.exercises.exercise import Exercise
from grader.files import write_bytes


def desk_files(catalogue: Catalogue, exercise: Exercise) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file of the folder.

    ``catalogue`` is the instructor's. In a student's course the file that was the stub is their own work.
    """
    yield GIVEN_STUB, catalogue.stub(exercise).read_bytes()


def write_desk(catalogue: Catalogue, exercise: Exercise, folder: Path) -> list[Path]:
    """Write what differs into ``desk`` below ``folder``, that of the exercise, and return the paths."""
    wanted = {folder / DESK / name: content for name, content in desk_files(catalogue, exercise)}
    changed = [path for path, content in wanted.items() if not path.is_file() or path.read_bytes() != content]
    for path in changed:
        write_bytes(path, wanted[path])
    return changed
