"""Writing the folder of an exercise that comes with Xorcise to where a student works."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.desk.asked import Asked
from grader.desk.paths import shown_path
from grader.errors import GraderError, UsageError, reason
from grader.exercises.catalogue import FILE, Catalogue
from grader.exercises.exercise import Exercise
from grader.exercises.installed import InstalledCourse
from grader.files import write_bytes, write_text
from grader.language import _

COURSE = f"""# {FILE}: the folders in exercises/ are yours. All other exercises come with Xorcise.
[[beside]]
root = "xorcise"
"""
"""What makes a folder a course that has all exercises, also those that are not begun."""


def is_elsewhere(found: Asked) -> bool:
    """Whether the folder of an exercise is in the installation and not yet, or not wholly, where the student works."""
    folder = found.catalogue.work_dir(found.exercise)
    return folder not in (found.catalogue.place, found.catalogue.statement_dir(found.exercise))


def begin(found: Asked) -> list[Path]:
    """Write what is missing of an exercise's folder, and return what was written. Nothing is overwritten.

    The first folder makes the place a course.

    Raises:
        UsageError: a file cannot be written.
    """
    course, folder = found.catalogue, found.catalogue.work_dir(found.exercise)
    contents = {folder / name: content for name, content in _given(course, found.exercise)}
    written = [path for path in contents if not path.exists()]
    try:
        for path in written:
            write_bytes(path, contents[path])
        if isinstance(course, InstalledCourse) and not (course.place / FILE).exists():
            write_text(course.place / FILE, COURSE)
            written.append(course.place / FILE)
    except OSError as error:
        path = Path(error.filename or folder)
        raise UsageError(_("cannot write {path}: {why}", path=shown_path(path), why=reason(error))) from None
    except GraderError:
        why = _("No space left on device")
        raise UsageError(_("cannot write {path}: {why}", path=shown_path(folder), why=why)) from None
    return written


def _given(course: Catalogue, exercise: Exercise) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an exercise as a student is given them: the module is the stub."""
    source, stub = course.statement_dir(exercise), course.given_stub(exercise)
    for path in sorted(source.rglob("*")):
        inside = path.relative_to(source)
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in inside.parts):
            is_stub = path == course.stub(exercise) and stub.is_file()
            yield inside.as_posix(), (stub if is_stub else path).read_bytes()
