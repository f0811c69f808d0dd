"""Which of a student's files belong to which exercise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from grader.exercise import Exercise
from grader.submission.bounds import Refused, shown
from grader.submission.intake import Haul
from grader.submission.names import exercise_of_folder, is_notebook, split_stem
from grader.submission.notebook import Notebook

NESTING = 2
"""Folders that may wrap the work: one that the zip was made of, one that the learning platform put around it."""


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """Where an exercise's module may lie; the least is the likeliest.

    The exact name counts more than ``Losses.py`` or ``alice_losses.py``, a folder named after the exercise more than
    the module lying in the open, the outer more than the inner, Python more than a notebook.
    """

    misspelt: bool
    flat: bool
    wrapped: int
    notebook: bool
    path: str


def assign(
    haul: Haul, exercise: Exercise, spelled: Mapping[str, Exercise], nesting: int = NESTING
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the files of ``exercise`` and what to note about them; no files if its module is nowhere.

    ``<slug>/<module>.py`` takes that folder's files and no others; ``<module>.py`` in the open takes what ``beside``
    says. ``<module>.ipynb`` stands for an absent ``<module>.py``.

    Args:
        haul: what the student handed in.
        exercise: the one that is asked for.
        spelled: every exercise of the course by its spellings.
        nesting: how many folders may wrap the work.

    Raises:
        Refused: the module is there but cannot be taken.
    """
    places = sorted(place for place in _places(haul, exercise, spelled) if place.wrapped <= nesting)
    if not places:
        return {}, ()
    place, *others = places
    if why := haul.unusable.get(place.path):
        raise Refused(f"{shown(place.path)} {why}: hand in the file itself")
    notes = []
    if doubles := [other.path for other in others if not other.notebook and not other.misspelt]:
        notes.append(f"{shown(place.path)} was taken for {exercise.slug}, not {shown(doubles[0])}")
    if place.misspelt:
        notes.append(f"{shown(place.path)} was taken for {exercise.filename}")
    content = haul.files[place.path]
    if place.notebook:
        content, more = Notebook.read(content, place.path).module(exercise.entry_points)
        notes += more
    files = beside(haul, place.path) | {exercise.filename: content}
    return dict(sorted(files.items())), tuple(notes)


def beside(haul: Haul, path: str) -> dict[str, bytes]:
    """Return what lies beside the file ``path``, and in folders beside it, without the file itself.

    Modules of other exercises are among it, since students import earlier work; notebooks are not, since nothing can
    import them.
    """
    folder = path[: path.rfind("/") + 1]
    return {
        other.removeprefix(folder): content
        for other, content in haul.files.items()
        if other.startswith(folder) and other != path and not is_notebook(other)
    }


def _places(haul: Haul, exercise: Exercise, spelled: Mapping[str, Exercise]) -> Iterator[_Place]:
    for path in (*haul.files, *haul.unusable):
        *folders, name = path.split("/")
        stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
        exact = stem == exercise.module and suffix in (".py", ".ipynb")
        if suffix.lower() not in (".py", ".ipynb") or not (exact or _names(stem, exercise, spelled)):
            continue
        owners = [exercise_of_folder(folder, spelled) for folder in folders]
        own = bool(owners) and owners[-1] == exercise
        wrapped = len(folders) - own
        if not any(owners[:wrapped]):
            yield _Place(not exact, not own, wrapped, is_notebook(name), path)


def _names(stem: str, exercise: Exercise, spelled: Mapping[str, Exercise]) -> bool:
    return stem.lower() == exercise.module.lower() or split_stem(stem, spelled)[1] == exercise
