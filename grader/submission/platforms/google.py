"""Google Classroom: the Drive folder of an assignment, downloaded as a zip.

Files that students uploaded keep the names that the students gave them. Copies that Classroom made of a file of the
teacher's have the student's name in them: ``losses - Ada Example.py``, or ``Ada Example - losses.py``. Drive adds
`` (1)`` where a name is there already. So a name proves nothing here, and a file without a student's name says not
whose it is. Google describes the folder, but not the names.

Documentation: https://support.google.com/edu/assignments/answer/9433485
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from grader.exercises.exercise import Exercise
from grader.submission.delivery import Delivered
from grader.submission.names import SINGLE_FILES, read_stem, split_suffix
from grader.submission.platforms.listing import Item, Platform, Sorted

_BETWEEN = " - "

_COPY = re.compile(r"(?P<name>.*?) ?\((?P<copy>\d{1,6})\)", re.DOTALL)


def _sort(items: Sequence[Item], spelled: Mapping[str, Exercise]) -> Sorted:
    delivered, rest, strays = [], [], []
    for item in items:
        stem, suffix = split_suffix(item.name, SINGLE_FILES)
        if item.folder or not suffix:
            rest.append(item)
        elif (found := _read(stem, spelled)) is not None:
            person, exercise, copy = found
            name = f"{exercise.module}{suffix}" if copy == 0 else f"{exercise.module} ({copy}){suffix}"
            delivered.append(Delivered(person, person, name, item.path, (person,), None, copy, slug=exercise.slug))
        elif read_stem(stem, spelled).person == "":
            strays.append(item.name)
        else:
            rest.append(item)
    return Sorted(delivered, rest, strays)


def _read(stem: str, spelled: Mapping[str, Exercise]) -> tuple[str, Exercise, int] | None:
    """Return the student, the exercise and the number of the copy that a file's name says."""
    copy = 0
    if match := _COPY.fullmatch(stem):
        stem, copy = match["name"], int(match["copy"])
    first, between, last = stem.partition(_BETWEEN)
    if not between:
        return None
    for title, person in ((first, last), (last, first)):
        named = read_stem(split_suffix(title, SINGLE_FILES)[0], spelled)
        if named.exercise is not None and not named.person and person.strip():
            return person.strip(), named.exercise, max(copy, named.copy)
    return None


def _titled(item: Item) -> bool:
    return not item.folder and _BETWEEN in split_suffix(item.name, SINGLE_FILES)[0]


def _recognises(items: Sequence[Item]) -> bool:
    work = [item for item in items if item.may_be_work]
    return bool(work) and all(map(_titled, work))


GOOGLE = Platform("google", _recognises, _sort, proven=False)
