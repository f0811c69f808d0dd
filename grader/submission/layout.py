"""Which of a student's files belong to which exercise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from grader.exercises.exercise import Exercise
from grader.language import _
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


Places = Mapping[str, Sequence[_Place]]
"""By slug, where the module of an exercise may lie."""


def assign(haul: Haul, exercise: Exercise, places: Places) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the files of ``exercise`` and what to note about them; no files if its module is nowhere.

    ``<slug>/<module>.py`` takes that folder's files and no others; ``<module>.py`` in the open takes what ``beside``
    says. ``<module>.ipynb`` stands for an absent ``<module>.py``.

    Args:
        haul: what the student handed in.
        exercise: the one that is asked for.
        places: what ``places_in`` returned for it.

    Raises:
        Refused: the module is there but cannot be taken.
    """
    if not (found := places.get(exercise.slug)):
        return {}, ()
    place, *others = found
    if why := haul.unusable.get(place.path):
        raise Refused(_("{name} {fault}: hand in the file itself", name=shown(place.path), fault=why))
    notes: list[str] = []
    if doubles := [other.path for other in others if not other.notebook and not other.misspelt]:
        taken, other = shown(place.path), shown(doubles[0])
        notes.append(_("{name} was taken for {exercise}, not {other}", name=taken, exercise=exercise.slug, other=other))
    if place.misspelt:
        notes.append(_("{name} was taken for {file}", name=shown(place.path), file=exercise.filename))
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


def places_in(
    haul: Haul, exercises: Sequence[Exercise], spelled: Mapping[str, Exercise], nesting: int = NESTING
) -> Places:
    """Return by slug where the module of each exercise may lie, the likeliest first.

    Args:
        haul: what the student handed in.
        exercises: those that are asked for.
        spelled: every exercise of the course by its spellings.
        nesting: how many folders may wrap the work.
    """
    found: dict[str, list[_Place]] = {exercise.slug: [] for exercise in exercises}
    for path in (*haul.files, *haul.unusable):  # each is taken apart once, whatever the number of exercises
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
                found[exercise.slug].append(_Place(not exact, not own, wrapped, is_notebook(name), path))
    return {slug: sorted(places) for slug, places in found.items()}
