"""What lies in a class folder, as the platforms' modules look at it."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.errors import UsageError
from grader.exercises.exercise import Exercise
from grader.language import _
from grader.submission.delivery import Delivered
from grader.submission.intake import read_regular
from grader.submission.modified import iso
from grader.submission.names import ARCHIVES, SINGLE_FILES, is_clutter


@dataclass(frozen=True, slots=True)
class Item:
    """A file or folder in a class folder.

    Attributes:
        name: its name.
        path: where it lies.
        folder: whether it is a folder; a link to one is not.
    """

    name: str
    path: Path
    folder: bool

    @property
    def may_be_work(self) -> bool:
        """Whether it is of a kind that students hand in. A table, a picture or a PDF is not."""
        return self.folder or self.name.lower().endswith((*SINGLE_FILES, *ARCHIVES))


def items_in(folder: Path) -> list[Item]:
    """Return what lies in a folder without what systems and editors leave behind, sorted by name.

    Raises:
        OSError: it cannot be read.
    """
    with os.scandir(folder) as listing:
        found = [Item(item.name, Path(item.path), item.is_dir(follow_symlinks=False)) for item in listing]
    return sorted((item for item in found if not is_clutter(item.name, item.folder)), key=lambda item: item.name)


@dataclass(frozen=True, slots=True)
class Sorted:
    """The items of a class folder, divided.

    Attributes:
        delivered: what belongs to a student.
        rest: what the platform does not name its files like: somebody put it there.
        strays: the platform's own files, and work that says not whose it is.
    """

    delivered: Sequence[Delivered]
    rest: Sequence[Item] = ()
    strays: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Platform:
    """How one platform delivers a class.

    Attributes:
        name: what ``--from`` calls it.
        recognises: whether a folder with these items is one that it delivered.
        sort: divides the items.
        proven: whether it says by an id of its own whose a file is.
        descend: the folder below the given one that holds the students, if it is not that itself.
    """

    name: str
    recognises: Callable[[Sequence[Item]], bool]
    sort: Callable[[Sequence[Item], Mapping[str, Exercise]], Sorted]
    proven: bool = True
    descend: Callable[[Path], Path] = lambda folder: folder


def most(items: Sequence[Item], fits: Callable[[Item], bool]) -> bool:
    """Whether more than half of the students' items fit. One file that imitates a platform does not make it one."""
    work = [item for item in items if item.may_be_work]
    return bool(work) and 2 * sum(map(fits, work)) > len(work)


_TYPED = _(
    "text or a link that was typed into the platform's page was handed in, too: it is no file, so it was not graded"
)


def with_typed(work: Sequence[Delivered], typed: Sequence[Delivered]) -> list[Delivered]:
    """Return the files of students, with a note for those who also typed something into the platform's page.

    Who only typed something is a student without work.
    """
    keys = {one.key for one in typed}
    noted = [replace(one, notes=(*one.notes, _TYPED)) if one.key in keys else one for one in work]
    handed_in = {one.key for one in work}
    alone = {one.key: one for one in reversed(typed) if one.key not in handed_in}
    return [*noted, *(replace(one, notes=(*one.notes, _TYPED)) for one in alone.values())]


SMALL = 64 * 1024
"""Bytes of a file that says when something was handed in. It is one line."""


def text_of(path: Path, limit: int = SMALL) -> str:
    """Return the text of a platform's own small file.

    Raises:
        OSError: it cannot be read.
        Unusable: it is too large, or no file.
    """
    return read_regular(path, limit).decode("utf-8", "replace")


def utc(time: datetime.datetime) -> str:
    """Return a time as ISO 8601 in UTC; one without an offset is UTC already."""
    if time.tzinfo is None:
        time = time.replace(tzinfo=datetime.UTC)
    return iso(time.timestamp())


def unreadable(path: Path, why: str) -> UsageError:
    """Return the error for a platform's own file that cannot be read."""
    return UsageError(
        _("{path} cannot be read ({why}): download the class again, or use --from folder", path=path, why=why)
    )
