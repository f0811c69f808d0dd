"""Finding the entries of a class, and whom each belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError, reason
from grader.exercises.exercise import Exercise
from grader.language import _
from grader.submission.bounds import shown
from grader.submission.delivery import entries_of
from grader.submission.entry import Entry
from grader.submission.names import (
    FORMS,
    SINGLE_FILES,
    exercise_of_folder,
    is_dropped,
    read_stem,
    spellings,
    split_suffix,
)
from grader.submission.platforms import AUTO, FOLDER, Item, called, recognised
from grader.submission.platforms.listing import items_in
from grader.submission.platforms.moodle import is_students_folder

__all__ = ["Entry", "Found", "discover", "survey"]

_HANDOUT = "exercises"
"""The folder that a student works in, in a handout and in a repository made from one."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a class folder holds.

    Attributes:
        entries: one for each person, sorted by file name.
        layout: the platform that delivered it, as ``--from`` calls it.
        strays: the names of what is no student's work, such as ``roster.csv``.
    """

    entries: list[Entry]
    layout: str
    strays: tuple[str, ...] = ()


def discover(folder: Path, exercises: Sequence[Exercise] = ()) -> list[Entry]:
    """Return the entries of the class folder ``folder``, sorted by file name; see ``survey``."""
    return survey(folder, exercises).entries


def survey(folder: Path, exercises: Sequence[Exercise] = (), layout: str = AUTO, of: Path | None = None) -> Found:
    """Return the entries of the class folder ``folder``, and what else lies in it.

    Hidden files, editor backups, ``__MACOSX``, ``README*`` and similar names are ignored. A platform's own ids say
    whose a file is. In a plain folder names do: what has exactly the same name is one entry, with a note that lists it,
    since anybody may have handed in any of it. Entries whose names only look the same are kept apart.
    docs/decisions/0019 and 0037 give the reasons.

    Args:
        folder: the class folder.
        exercises: all exercises of the course, not only the graded ones. They tell where the person's name ends in a
            file name.
        layout: one of ``platforms.LAYOUTS``.
        of: the archive that was unpacked into ``folder``. Messages name it instead.

    Raises:
        UsageError: the folder is missing, is not a folder, cannot be read, is empty, is the work of one student, or
            lies above the class.
    """
    spelled = spellings(exercises)
    place = of or folder
    items = _listing(folder, place)
    if of is not None:
        folder, items = _unwrapped(folder, items, spelled)
    platform = recognised(items) if layout == AUTO else called(layout)
    below = platform.descend(folder)
    if below != folder:
        items = _listing(below, place)
    if platform is FOLDER:
        _refuse_wrong_level(folder, items, spelled, place)
    divided = platform.sort(items, spelled)
    others = FOLDER.sort(divided.rest, spelled)
    strays = tuple(sorted([*divided.strays, *others.strays]))
    both = [(divided.delivered, platform.proven), (others.delivered, False)]
    entries = entries_of([(one, proven) for delivered, proven in both for one in delivered])
    if not entries:
        raise UsageError(
            _("{path} holds no submission: put one entry a student into it, {forms}", path=place, forms=FORMS)
        )
    return Found(entries, platform.name, strays)


def _listing(folder: Path, place: Path) -> list[Item]:
    try:
        return items_in(folder)
    except FileNotFoundError:
        raise UsageError(
            _("{path} does not exist: give the folder that holds one entry a student", path=place)
        ) from None
    except NotADirectoryError:
        raise UsageError(
            _(
                "{path} is not a folder: give the one that holds it, with one entry a student, or the .zip or .tar.gz"
                " that a platform gave you",
                path=place,
            )
        ) from None
    except OSError as error:
        raise UsageError(
            _("{path} cannot be read ({why}): check its permissions", path=place, why=reason(error))
        ) from None


def _unwrapped(folder: Path, items: list[Item], spelled: Mapping[str, Exercise]) -> tuple[Path, list[Item]]:
    """Return the folder of the class in an archive: a tool may have packed it inside another one."""
    if len(items) != 1 or not items[0].folder or recognised(items) is not FOLDER:
        return folder, items
    inside = items_in(items[0].path)
    if _is_class(inside, spelled):
        return items[0].path, inside
    return folder, items


def _refuse_wrong_level(folder: Path, items: Sequence[Item], spelled: Mapping[str, Exercise], place: Path) -> None:
    """Refuse the folder of one student, and one that holds the class in a folder.

    Raises:
        UsageError: it is one of these.
    """
    work = [item for item in items if item.may_be_work and not is_dropped(item.name, item.folder)]
    if work and all(_is_called_like_an_exercise(item, spelled) for item in work):
        raise _of_one(place, work[0].name)
    if work and _is_of_one(folder):
        raise _of_one(place, work[0].name)
    for item in work:
        if item.folder and item.name == _HANDOUT and _holds_exercises(item, spelled):
            raise _of_one(place, item.name)
    folders = [item for item in work if item.folder]
    if len(work) == 1 and folders:
        inside = _listing(folders[0].path, folders[0].path)
        if _is_class(inside, spelled):
            raise UsageError(
                _("{path} holds the class in a folder: give {below}", path=place, below=shown(str(folders[0].path)))
            )


def _of_one(place: Path, name: str) -> UsageError:
    return UsageError(
        _(
            "{path} looks like the work of one student (it holds {name}): give the folder above it, which has one"
            " entry a student",
            path=place,
            name=shown(name),
        )
    )


def _is_of_one(folder: Path) -> bool:
    """Whether a folder is one that a platform made for one student."""
    whole = folder.absolute()
    return is_students_folder(whole.name) or re.fullmatch(r"submission_\d+", whole.name) is not None


def _is_class(items: Sequence[Item], spelled: Mapping[str, Exercise]) -> bool:
    """Whether a folder with these items is a class: a platform's, or several students' with exercises in each."""
    if recognised(items) is not FOLDER:
        return True
    work = [item for item in items if item.may_be_work]
    people = [item for item in work if not _is_called_like_an_exercise(item, spelled)]
    return len(people) > 1 and len(people) == len(work) and all(_holds_exercises(item, spelled) for item in people)


def _holds_exercises(item: Item, spelled: Mapping[str, Exercise]) -> bool:
    """Whether a student's item holds an exercise, as far as names say. An archive may."""
    if not item.folder:
        stem, suffix = split_suffix(item.name)
        return suffix not in SINGLE_FILES or read_stem(stem, spelled).exercise is not None
    try:
        return any(_is_called_like_an_exercise(inner, spelled) for inner in items_in(item.path))
    except OSError:
        return False


def _is_called_like_an_exercise(item: Item, spelled: Mapping[str, Exercise]) -> bool:
    if item.folder:
        return exercise_of_folder(item.name, spelled) is not None and not item.name.isdigit()
    stem, suffix = split_suffix(item.name, SINGLE_FILES)
    return suffix != "" and read_stem(stem, spelled).person == ""
