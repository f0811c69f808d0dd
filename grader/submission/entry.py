"""What lies in a class folder for one person, before it is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

PLATFORM, ATTEMPT, FILE = "platform", "attempt", "file"
"""What says which of a person's versions is the latest: the platform's time, the number of the attempt, or the times of
the files."""


class Member(NamedTuple):
    """A file or folder that was handed in.

    Attributes:
        name: what the student called it. A platform may have put more in front of it.
        path: where it lies.
    """

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Version:
    """What a person handed in at one time.

    Attributes:
        members: what it consists of. A single folder or archive is read as it is. Several members are read as if they
            lay in one folder.
        slug: the exercise that it is named after; empty if it may hold any.
        handed_in: when it was handed in by the platform's time, as ISO 8601 in UTC; ``None`` if no platform says so.
        compared: whether the person has other versions.
    """

    members: tuple[Member, ...]
    slug: str = ""
    handed_in: str | None = None
    compared: bool = False

    @property
    def label(self) -> str:
        """What notes call it."""
        return self.members[0].name


@dataclass(frozen=True, slots=True)
class Entry:
    """What lies in the class folder for one person, before it is read.

    The gradebook's table ``entry`` is about something else: it has a row for each time at which something new was
    handed in.

    Attributes:
        person: the name of the student. It is safe as the name of a folder and unique in the class, also if case is
            ignored.
        path: the first thing that was found of this person.
        versions: everything that was found, the latest first. Empty if ``path`` is all.
        notes: what a teacher should know to decide whose entry this is.
        ids: every identifier that the platform gives: its user id first, then e-mail, login and full name. Empty in a
            plain folder, where anybody may have chosen any name.
        handed_in: when the latest version was handed in by the platform's time, as ISO 8601 in UTC.
        key: what identifies the person among the entries of later runs: a platform's id, or the name as it stands in
            the file names.
        latest_by: what says that it is the latest: ``PLATFORM``, ``ATTEMPT`` or ``FILE``.
    """

    person: str
    path: Path
    versions: tuple[Version, ...] = ()
    notes: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    handed_in: str | None = None
    latest_by: str = FILE
    key: str = ""

    def parts(self) -> tuple[Version, ...]:
        """Return the versions, at least one, the latest first."""
        return self.versions or (Version((Member(self.path.name, self.path),)),)

    @property
    def paths(self) -> list[Path]:
        """Where everything lies."""
        return [member.path for version in self.parts() for member in version.members]
