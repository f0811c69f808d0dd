"""``xorcise reset``: a student's file, or a part of it, as it was handed out. What it held is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from grader.desk.asked import Asked
from grader.desk.definitions import with_definition_of
from grader.desk.kept import keep
from grader.desk.paths import shown_path
from grader.desk.progress import Progress
from grader.desk.written import own_file
from grader.errors import GraderError, UsageError, reason
from grader.files import write_bytes
from grader.language import Message, _

BACKUP = "backup"
"""The folder of backups, in that of what is kept for a course."""

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Reset:
    """A file that is to be put back.

    Attributes:
        found: the exercise, and the function if it is only that.
        path: the student's file.
        before: what it holds; ``None`` where it is missing.
        after: what it is to hold.
    """

    found: Asked
    path: Path
    before: bytes | None
    after: bytes

    @classmethod
    def of(cls, found: Asked) -> Reset:
        """Return what is to be put back.

        Raises:
            UsageError: there is no copy of what was handed out, or the file cannot be read as Python.
        """
        course, exercise = found.catalogue, found.exercise
        given, path = course.given_stub(exercise), course.work_file(exercise)
        if not given.is_file():
            raise UsageError(
                _(
                    "{exercise} cannot be reset: {path} is missing; take {file} from what you were given",
                    exercise=exercise.slug,
                    path=shown_path(given),
                    file=path.name,
                )
            )
        own = own_file(course, exercise)
        if own is not None and own != path:
            raise UsageError(_("{file} is a notebook: only Python files can be reset", file=shown_path(own)))
        try:
            stub = given.read_bytes()
            before = path.read_bytes() if own is not None else None
        except OSError as error:
            raise UsageError(_("{path} cannot be read ({why})", path=error.filename, why=reason(error))) from None
        after = stub if before is None or found.function is None else _in_part(found, before, stub)
        return cls(found, path, before, after)

    @property
    def what(self) -> Message | str:
        """What is put back, in words: the file, or a part of it."""
        path = shown_path(self.path)
        if self.found.function is None or self.before is None:
            return path
        return _("{name} in {file}", name=self.found.function, file=path)

    @property
    def changes_nothing(self) -> bool:
        """Whether all of it is as it was handed out."""
        return self.before == self.after

    def carry_out(self) -> Path | None:
        """Keep what the file holds, put back what is to be, and return the backup; ``None`` where nothing was there.

        Raises:
            UsageError: one of them cannot be written. Without a backup nothing is changed.
        """
        course, exercise = self.found.catalogue, self.found.exercise
        backup = None
        if self.before is not None:
            try:
                backup = keep(course, self.before, BACKUP, exercise.slug, self._backup_name())
            except (OSError, GraderError) as error:
                raise _not_written(course.kept_dir / BACKUP, error) from None
        try:
            write_bytes(self.path, self.after)
        except (OSError, GraderError) as error:
            raise _not_written(self.path, error) from None
        if self.found.function is None:
            Progress.of(course).forget(exercise)
        return backup

    def _backup_name(self) -> str:
        """Return a name with the time in it that is not taken: ``losses-20261130-235900.py``."""
        now = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        names = (f"{self.path.stem}-{now}{f'-{n}' if n else ''}.py" for n in count())
        folder = self.found.catalogue.kept_dir / BACKUP / self.found.exercise.slug
        return next(name for name in names if not (folder / name).exists())


def _not_written(path: Path, error: OSError | GraderError) -> UsageError:
    why = reason(error) if isinstance(error, OSError) else _("No space left on device")
    return UsageError(_("cannot write {path}: {why}", path=shown_path(path), why=why))


def _in_part(found: Asked, before: bytes, stub: bytes) -> bytes:
    """Return a file with one definition as it was handed out.

    Raises:
        UsageError: the file is not Python in UTF-8, or the stub has no such definition.
    """
    name, file = found.function or "", found.exercise.filename
    mark = _BOM if before.startswith(_BOM) else b""
    try:
        after = with_definition_of(before.decode("utf-8-sig"), stub.decode("utf-8-sig"), name)
    except SyntaxError as error:
        said = _("{name}, line {line}: {fault}", name=file, line=error.lineno or 1, fault=error.msg)
        raise UsageError(_("{fault}; mend this first, or reset the whole exercise", fault=said)) from None
    except (ValueError, RecursionError):  # another encoding is a ValueError, too
        raise UsageError(_("{file} is not Python in UTF-8: reset the whole exercise", file=file)) from None
    except KeyError:
        raise UsageError(_("what you were given has no {name} to put back", name=name)) from None
    return mark + after.encode()
