"""nbgrader: the folder ``submitted`` of a course.

``submitted/STUDENT/ASSIGNMENT/`` holds an assignment's notebooks and other files, and ``timestamp.txt`` the time at
which they were handed in, such as ``2026-11-30 10:30:47.524219 UTC``. STUDENT is nbgrader's id of the student.

Documentation: https://nbgrader.readthedocs.io/en/stable/user_guide/philosophy.html
and https://github.com/jupyter/nbgrader/blob/main/nbgrader/exchange/default/submit.py
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader.exercises.exercise import Exercise
from grader.submission.bounds import Unusable
from grader.submission.delivery import Delivered
from grader.submission.names import exercise_of_folder
from grader.submission.platforms.listing import Item, Platform, Sorted, items_in, text_of, utc

SUBMITTED = "submitted"

_TIME = "timestamp.txt"

_BESIDE = frozenset({"source", "release", "autograded", "feedback", "gradebook.db", "nbgrader_config.py"})
"""What nbgrader keeps beside ``submitted``."""

_LOOKED_INTO = 20
"""Students whose folders are looked into for a time, so that a large class is recognised fast."""


def _recognises(items: Sequence[Item]) -> bool:
    names = {item.name for item in items}
    if SUBMITTED in names and names & _BESIDE:
        return True
    folders = [item for item in items if item.folder][:_LOOKED_INTO]
    return any((inner.path / _TIME).is_file() for item in folders for inner in _inside(item) if inner.folder)


def _inside(item: Item) -> Sequence[Item]:
    try:
        return items_in(item.path)
    except OSError:
        return ()


def _sort(items: Sequence[Item], spelled: Mapping[str, Exercise]) -> Sorted:
    delivered, rest = [], []
    for item in items:
        assignments = [inner for inner in _inside(item) if inner.folder] if item.folder else []
        if not assignments:
            rest.append(item)
        for inner in assignments:
            named = exercise_of_folder(inner.name, spelled)
            delivered.append(
                Delivered(
                    item.name,
                    item.name,
                    inner.name,
                    inner.path,
                    (item.name,),
                    _handed_in(inner.path / _TIME),
                    slug=named.slug if named else "",
                )
            )
    return Sorted(delivered, rest)


def _handed_in(path: Path) -> str | None:
    """Return the time in a ``timestamp.txt``; ``None`` if there is none that can be read."""
    try:
        text = text_of(path).strip().removesuffix("UTC").strip()
        return utc(datetime.datetime.fromisoformat(text))
    except (OSError, ValueError, Unusable):
        return None


def _descend(folder: Path) -> Path:
    below = folder / SUBMITTED
    return below if below.is_dir() else folder


NBGRADER = Platform("nbgrader", _recognises, _sort, descend=_descend)
