"""``xorcise pack``: a student's work as one zip, which is read back as ``grade`` reads it before it is written."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from grader.desk.written import is_untouched
from grader.errors import UsageError, reason
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.files import write_bytes
from grader.language import _
from grader.submission import Entry, Submission, read_entry, read_own
from grader.submission.record import Files
from grader.submission.siblings import UP
from grader.submission.written import unwritten

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the zip, so that the same work is the same bytes."""

FIGURES = ("figure.svg", "figure.png")
"""What belongs to a statement, beside what every submission is read without."""


class State(StrEnum):
    """What of an exercise is there to be handed in."""

    PACKED = "packed"
    PARTLY = "partly"
    UNTOUCHED = "untouched"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Packed:
    """One exercise on its way into the zip.

    Attributes:
        slug: the exercise.
        state: what is there.
        unwritten: the entry points that are missing, or as a stub leaves them.
        files: what goes into the zip, by name.
    """

    slug: str
    state: State
    unwritten: tuple[str, ...]
    files: Files


def look(catalogue: Catalogue, exercise: Exercise) -> Packed:
    """Return what a student has of an exercise.

    A module equal to the stub that was handed out is untouched, and so is one in which nothing is written yet.

    Raises:
        UsageError: the folder cannot be read, or is more than may be handed in.
    """
    folder = catalogue.work_dir(exercise)
    found = read_own(folder, exercise).files if folder.is_dir() else {}
    files = {name: content for name, content in found.items() if not _is_figure(name)}
    source = files.get(exercise.filename)
    if source is None:
        return Packed(exercise.slug, State.MISSING, exercise.entry_points, {})
    if is_untouched(catalogue, exercise, source):
        return Packed(exercise.slug, State.UNTOUCHED, exercise.entry_points, {})
    missing = unwritten(source, exercise.entry_points)
    return Packed(exercise.slug, State.PARTLY if missing else State.PACKED, missing, files)


def pack(catalogue: Catalogue, found: Sequence[Packed], target: Path) -> Submission:
    """Write the zip of what was found, and return it as ``grade`` will read it.

    Raises:
        UsageError: there is nothing to hand in, or what is read back is not what was packed.
    """
    given = {one.slug: one.files for one in found if one.files}
    if not given:
        raise UsageError(_("there is nothing to hand in yet: every exercise is as you were given it"))
    content = _zipped(given)
    exercises = [catalogue.exercise(slug) for slug in given]
    with tempfile.TemporaryDirectory(prefix="xorcise-pack-") as scratch:
        path = Path(scratch) / "submission.zip"
        path.write_bytes(content)
        submission = read_entry(Entry("submission", path), exercises, catalogue.exercises)
    if submission.problem:
        raise UsageError(_("this could not be handed in: {why}", why=submission.problem))
    for slug, files in given.items():
        if dict(submission.files.get(slug, {})) != dict(files):
            raise UsageError(
                _(
                    "{exercise} would be read as something else than you wrote: keep to the names of its files",
                    exercise=slug,
                )
            )
    try:
        write_bytes(target, content)
    except OSError as error:
        raise UsageError(_("cannot write {path}: {why}", path=target, why=reason(error))) from None
    return submission


def _is_figure(name: str) -> bool:
    """Whether a file is the figure of a statement, of this exercise or of another that goes along with it."""
    *folders, last = name.split("/")
    return last in FIGURES and (not folders or (folders[0] == ".." and len(folders) == 2))


def _zipped(given: Mapping[str, Files]) -> bytes:
    """Return the zip of all files. A file beside several exercises that use it is stored once."""
    paths = {
        name.removeprefix(UP) if name.startswith(UP) else f"{slug}/{name}": content
        for slug, files in given.items()
        for name, content in files.items()
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(paths.items()):
            info = zipfile.ZipInfo(path, EPOCH)
            info.external_attr = 0o644 << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
