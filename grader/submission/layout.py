"""Deciding which files of a submission belong to which exercise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from grader.exercises.exercise import Exercise
from grader.language import _
from grader.submission.bounds import Refused, listed, shown
from grader.submission.intake import CollectedFiles
from grader.submission.names import (
    SINGLE_FILES,
    Named,
    attempt_of,
    exercise_of_folder,
    is_notebook,
    read_stem,
    split_suffix,
)
from grader.submission.notebook import Notebook
from grader.submission.record import Module
from grader.submission.written import is_begun

NESTING = 2
"""Folders that may wrap the work: the one that was packed into the zip, and one that the learning platform added."""


@dataclass(frozen=True, slots=True, order=True)
class _Candidate:
    """A file that may be an exercise's module. The smallest candidate is the best one.

    The fields are in order of importance. The latest attempt is better than earlier ones. The exact name is better than
    ``Losses.py`` or ``alice_losses.py``, and these than ``losses_v2.py``. A file in a folder named after the exercise
    is better than one outside such a folder. Fewer wrapping folders are better than more. Python is better than a
    notebook. ``losses (1).py`` is later than ``losses.py``.
    """

    earlier: int
    misspelt: int
    flat: bool
    wrapped: int
    notebook: bool
    before: int
    path: str


Candidates = Mapping[str, Sequence[_Candidate]]
"""By slug, the files that may be the module of an exercise, the best one first."""


class Assigned(NamedTuple):
    """What an exercise was given.

    Attributes:
        files: its module, and what lies in the same folder; none if its module was not found.
        notes: what the student should know about them.
        folder: the path of that folder in the submission, without a final slash.
        again: whether another module was left, so that somebody had to choose.
        module: its module, as it is graded and as it was handed in.
    """

    files: dict[str, bytes]
    notes: tuple[str, ...]
    folder: str
    again: bool = False
    module: Module | None = None


def assign(collected: CollectedFiles, exercise: Exercise, candidates: Candidates) -> Assigned:
    """Return the files of ``exercise`` and notes about them. There are no files if its module was not found.

    The module takes along the files that ``beside`` returns: for ``<slug>/<module>.py`` these are the other files of
    that folder. ``<module>.ipynb`` is used if there is no ``<module>.py``, or if work is in the notebook alone: a stub
    that nobody has touched lies beside the notebook in which somebody has worked.

    Args:
        collected: the files of the submission.
        exercise: the exercise whose files are wanted.
        candidates: the candidates that ``candidates_in`` returned.

    Raises:
        Refused: the module was found but cannot be read.
    """
    if not (found := candidates.get(exercise.slug)):
        return Assigned({}, (), "")
    place = found[0]
    if why := collected.unusable.get(place.path):
        raise Refused(_("{name} {fault}: hand in the file itself", name=shown(place.path), fault=why))
    place, notes = _with_work(collected, found, exercise)
    again = bool(notes)
    folder = place.path.rpartition("/")[0]
    companions = beside(collected, place.path)
    if (place.misspelt or place.before) and not again:  # else a note has named it already
        notes.append(_("{name} was taken for {file}", name=shown(place.path), file=exercise.filename))
    content = collected.files[place.path]
    if place.notebook:
        content, more = Notebook.read(content, place.path).module(exercise.entry_points)
        notes += more
    elif notebook := next((o.path for o in found if o.notebook and o.path in collected.files), None):
        content, more = _one_of(place.path, content, notebook, collected.files[notebook], exercise)
        notes += more
    files = dict(sorted((companions | {exercise.filename: content}).items()))
    before = len(folder) + 1 if folder else 0
    left = tuple(o.path[before:] for o in found if o.path != place.path and o.path.rpartition("/")[0] == folder)
    return Assigned(files, tuple(notes), folder, again, Module(exercise.filename, place.path, left))


def _with_work(
    collected: CollectedFiles, found: Sequence[_Candidate], exercise: Exercise
) -> tuple[_Candidate, list[str]]:
    """Return the candidate that counts, and a note about those that do not.

    It is the best one, unless nothing is written in it and something is written in another Python file: a student hands
    in one exercise again, and the stubs of the others with it.
    """
    place = found[0]
    if place.notebook:
        return place, []
    content = collected.files[place.path]
    others = [o for o in found[1:] if not o.notebook and collected.files.get(o.path, content) != content]
    if not others:
        return place, []
    names = exercise.entry_points
    if not is_begun(content, names) and (
        written := next((o for o in others if is_begun(collected.files[o.path], names)), None)
    ):
        said = _(
            "{name} was taken for {exercise}, since nothing of it is written in {other}",
            name=shown(written.path),
            exercise=exercise.slug,
            other=shown(place.path),
        )
        return written, [said]
    said = _(
        "{name} was taken for {exercise}, not {other}",
        name=shown(place.path),
        exercise=exercise.slug,
        other=listed([o.path for o in others]),
    )
    return place, [said]


def _one_of(
    path: str, content: bytes, notebook: str, cells: bytes, exercise: Exercise
) -> tuple[bytes, tuple[str, ...]]:
    """Return the module that counts, where there is a notebook too, and notes about it.

    It is the file at ``path`` unless work is in the notebook alone. A notebook that cannot be read has no work; that is
    noted if the file has none either.
    """
    is_stub = not is_begun(content, exercise.entry_points)
    try:
        found = worked_on(Notebook.read(cells, notebook), exercise.entry_points)
    except Refused as fault:
        return content, (fault.message,) if is_stub else ()
    if found is None:
        return content, ()
    book, file = shown(notebook), shown(path)
    if is_stub:
        said = _("{notebook} was taken, since nothing of the exercise is written in {file}", notebook=book, file=file)
        return found[0], (said, *found[1])
    return content, (
        _("{file} was taken, and not {notebook}, though both have work in them", file=file, notebook=book),
    )


def worked_on(notebook: Notebook, entry_points: Sequence[str]) -> tuple[bytes, tuple[str, ...]] | None:
    """Return the module of a notebook, and notes about it; ``None`` if none of ``entry_points`` is written in it."""
    if not notebook.defines(entry_points):
        return None
    content, notes = notebook.module(entry_points)
    return (content, notes) if is_begun(content, entry_points) else None


def has_work(content: bytes, name: str, entry_points: Sequence[str]) -> bool:
    """Whether a notebook can be read and one of ``entry_points`` is written in it."""
    try:
        return worked_on(Notebook.read(content, name), entry_points) is not None
    except Refused:
        return False


def beside(collected: CollectedFiles, path: str) -> dict[str, bytes]:
    """Return the other files in the folder of the file ``path`` and below, by path relative to that folder.

    Modules of other exercises are included, since students import earlier work. Notebooks are not, since no module can
    import them.
    """
    folder = path[: path.rfind("/") + 1]
    return {
        other.removeprefix(folder): content
        for other, content in collected.files.items()
        if other.startswith(folder) and other != path and not is_notebook(other)
    }


def candidates_in(
    collected: CollectedFiles, exercises: Sequence[Exercise], spelled: Mapping[str, Exercise], nesting: int = NESTING
) -> Candidates:
    """Return by slug the files that may be the module of each exercise, the best one first.

    Args:
        collected: the files of the submission.
        exercises: the exercises whose modules are wanted.
        spelled: every exercise of the course, by each of its spellings.
        nesting: how many folders may wrap the work.
    """
    found: dict[str, list[_Candidate]] = {exercise.slug: [] for exercise in exercises}
    for path in (*collected.files, *collected.unusable):  # parse each path once, not once for each exercise
        *folders, name = path.split("/")
        stem, suffix = split_suffix(name, SINGLE_FILES)
        if not suffix or len(folders) > nesting + 1:
            continue
        named = read_stem(stem, spelled)
        owners = [exercise_of_folder(folder, spelled) for folder in folders]
        attempt = max(map(attempt_of, folders), default=0)
        for exercise in exercises:
            misspelt = _misspelt(stem, name[len(stem) :], named, exercise)
            if misspelt is None:
                continue
            own = bool(owners) and owners[-1] is not None and owners[-1].slug == exercise.slug
            wrapped = len(folders) - own
            if wrapped <= nesting and not any(owners[:wrapped]):
                candidate = _Candidate(-attempt, misspelt, not own, wrapped, is_notebook(name), -named.copy, path)
                found[exercise.slug].append(candidate)
    return {slug: sorted(candidates) for slug, candidates in found.items()}


def _misspelt(stem: str, suffix: str, named: Named, exercise: Exercise) -> int | None:
    """Return how far a file's name is from an exercise's module: 0, 1 or 2; ``None`` if it names another thing."""
    if stem == exercise.module and suffix in (".py", ".ipynb"):
        return 0
    if stem.lower() != exercise.module.lower() and (named.exercise is None or named.exercise.slug != exercise.slug):
        return None
    if named.loose or suffix.lower() == ".py.txt":
        return 2
    copied = named.copy and not named.person and stem.startswith(exercise.module) and suffix in (".py", ".ipynb")
    return 0 if copied else 1
