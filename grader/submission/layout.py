"""Which of a student's files belong to which exercise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from grader.exercises.exercise import Exercise
from grader.submission.bounds import Refused, shown
from grader.submission.intake import CollectedFiles
from grader.submission.names import exercise_of_folder, is_notebook, split_stem
from grader.submission.notebook import Notebook

NESTING = 2
"""Folders that may wrap the work: one that the zip was made of, one that the learning platform put around it."""


@dataclass(frozen=True, slots=True, order=True)
class _Candidate:
    """Where an exercise's module may lie; the least is the likeliest.

    The exact name counts more than ``Losses.py`` or ``alice_losses.py``, a folder named after the exercise more than
    the module lying in the open, the outer more than the inner, Python more than a notebook.
    """

    misspelt: bool
    flat: bool
    wrapped: int
    notebook: bool
    path: str


Candidates = Mapping[str, Sequence[_Candidate]]
"""By slug, where the module of an exercise may lie."""


def assign(
    collected: CollectedFiles, exercise: Exercise, candidates: Candidates
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the files of ``exercise`` and what to note about them; no files if its module is nowhere.

    ``<slug>/<module>.py`` takes that folder's files and no others; ``<module>.py`` in the open takes what ``beside``
    says. ``<module>.ipynb`` stands for an absent ``<module>.py``.

    Args:
        collected: what the student handed in.
        exercise: the one that is asked for.
        candidates: what ``candidates_in`` returned for it.

    Raises:
        Refused: the module is there but cannot be taken.
    """
    if not (found := candidates.get(exercise.slug)):
        return {}, ()
    place, *others = found
    if why := collected.unusable.get(place.path):
        raise Refused(f"{shown(place.path)} {why}: hand in the file itself")
    notes = []
    if doubles := [other.path for other in others if not other.notebook and not other.misspelt]:
        notes.append(f"{shown(place.path)} was taken for {exercise.slug}, not {shown(doubles[0])}")
    if place.misspelt:
        notes.append(f"{shown(place.path)} was taken for {exercise.filename}")
    content = collected.files[place.path]
    if place.notebook:
        content, more = Notebook.read(content, place.path).module(exercise.entry_points)
        notes += more
    files = beside(collected, place.path) | {exercise.filename: content}
    return dict(sorted(files.items())), tuple(notes)


def beside(collected: CollectedFiles, path: str) -> dict[str, bytes]:
    """Return what lies beside the file ``path``, and in folders beside it, without the file itself.

    Modules of other exercises are among it, since students import earlier work; notebooks are not, since nothing can
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
    """Return by slug where the module of each exercise may lie, the likeliest first.

    Args:
        collected: what the student handed in.
        exercises: those that are asked for.
        spelled: every exercise of the course by its spellings.
        nesting: how many folders may wrap the work.
    """
    found: dict[str, list[_Candidate]] = {exercise.slug: [] for exercise in exercises}
    for path in (*collected.files, *collected.unusable):  # each is taken apart once, whatever the number of exercises
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
