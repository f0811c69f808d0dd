"""Deciding which files of a submission belong to which exercise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NamedTuple

from grader.exercises.exercise import Exercise
from grader.language import _
from grader.submission.bounds import Refused, shown
from grader.submission.intake import CollectedFiles
from grader.submission.names import exercise_of_folder, is_notebook, split_stem
from grader.submission.notebook import Notebook

NESTING = 2
"""Folders that may wrap the work: the one that was packed into the zip, and one that the learning platform added."""


@dataclass(frozen=True, slots=True, order=True)
class _Candidate:
    """A file that may be an exercise's module. The smallest candidate is the best one.

    The fields are in order of importance. The exact name is better than ``Losses.py`` or ``alice_losses.py``. A file in
    a folder named after the exercise is better than one outside such a folder. Fewer wrapping folders are better than
    more. Python is better than a notebook.
    """

    misspelt: bool
    flat: bool
    wrapped: int
    notebook: bool
    path: str


Candidates = Mapping[str, Sequence[_Candidate]]
"""By slug, the files that may be the module of an exercise, the best one first."""


class Assigned(NamedTuple):
    """What an exercise was given.

    Attributes:
        files: its module, and what lies in the same folder; none if its module was not found.
        notes: what the student should know about them.
        folder: the path of that folder in the submission, without a final slash.
    """

    files: dict[str, bytes]
    notes: tuple[str, ...]
    folder: str


def assign(collected: CollectedFiles, exercise: Exercise, candidates: Candidates) -> Assigned:
    """Return the files of ``exercise`` and notes about them. There are no files if its module was not found.

    The module takes along the files that ``beside`` returns: for ``<slug>/<module>.py`` these are the other files of
    that folder. ``<module>.ipynb`` is used if there is no ``<module>.py``.

    Args:
        collected: the files of the submission.
        exercise: the exercise whose files are wanted.
        candidates: the candidates that ``candidates_in`` returned.

    Raises:
        Refused: the module was found but cannot be read.
    """
    if not (found := candidates.get(exercise.slug)):
        return Assigned({}, (), "")
    place, *others = found
    if why := collected.unusable.get(place.path):
        raise Refused(_("{name} {fault}: hand in the file itself", name=shown(place.path), fault=why))
    notes: list[str] = []
    if doubles := [other.path for other in others if not other.notebook and not other.misspelt]:
        taken, other = shown(place.path), shown(doubles[0])
        notes.append(_("{name} was taken for {exercise}, not {other}", name=taken, exercise=exercise.slug, other=other))
    if place.misspelt:
        notes.append(_("{name} was taken for {file}", name=shown(place.path), file=exercise.filename))
    content = collected.files[place.path]
    if place.notebook:
        content, more = Notebook.read(content, place.path).module(exercise.entry_points)
        notes += more
    files = beside(collected, place.path) | {exercise.filename: content}
    return Assigned(dict(sorted(files.items())), tuple(notes), place.path.rpartition("/")[0])


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
        stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
        if suffix.lower() not in (".py", ".ipynb") or len(folders) > nesting + 1:
            continue
        named = split_stem(stem, spelled)[1]
        owners = [exercise_of_folder(folder, spelled) for folder in folders]
        for exercise in exercises:
            exact = stem == exercise.module and suffix in (".py", ".ipynb")
            if not (exact or stem.lower() == exercise.module.lower() or (named and named.slug == exercise.slug)):
                continue
            own = bool(owners) and owners[-1] is not None and owners[-1].slug == exercise.slug
            wrapped = len(folders) - own
            if wrapped <= nesting and not any(owners[:wrapped]):
                found[exercise.slug].append(_Candidate(not exact, not own, wrapped, is_notebook(name), path))
    return {slug: sorted(candidates) for slug, candidates in found.items()}
