"""From what a platform delivered to one entry a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path

from grader.language import Message, _
from grader.submission.bounds import listed
from grader.submission.entry import ATTEMPT, FILE, PLATFORM, Entry, Member, Version
from grader.submission.lookalikes import key_of
from grader.submission.modified import newest
from grader.submission.names import is_archive
from grader.submission.people import Claim, name_all, safe_name

VERSIONS = 50
"""Versions of one person that are read. A whole course in single files makes about twenty, and each may take its reader
a second."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """A file or folder that was handed in, and by whom.

    Attributes:
        key: says whose it is: the same key is the same person. On a platform it is the platform's own id.
        person: the person's name.
        name: what the student called the file.
        path: where it lies.
        ids: every identifier that the platform gives, as in ``Entry``.
        handed_in: when, by the platform's time, as ISO 8601 in UTC.
        attempt: the number of the attempt, where a platform or a name says so; otherwise 0.
        batch: files of one person with the same batch were handed in together. Each file without one is a version of
            its own.
        slug: the exercise that it is named after, and with it all files of the batch.
        notes: what a teacher should know.
    """

    key: str
    person: str
    name: str
    path: Path
    ids: tuple[str, ...] = ()
    handed_in: str | None = None
    attempt: int = 0
    batch: str = ""
    slug: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Dated:
    """A version with what puts it in order."""

    version: Version
    attempt: int
    modified: float

    @property
    def order(self) -> tuple[str, int, float, str]:
        return self.version.handed_in or "", self.attempt, self.modified, self.version.label


def entries_of(delivered: Iterable[tuple[Delivered, bool]]) -> list[Entry]:
    """Return one entry a person, sorted by the name of the first file.

    Args:
        delivered: what was found, and whether its key is a platform's own id. Where it is a name that anybody may
            choose, a note lists what was taken for the work of one person.
    """
    people: dict[tuple[str, bool], list[Delivered]] = {}
    for one, proven in delivered:
        people.setdefault((one.key, proven), []).append(one)
    groups = sorted(people.items(), key=lambda group: min(one.path.name for one in group[1]))
    claims = [
        Claim(_called(group[0]), _file_of(group, proven), notes=_notes(group, proven))
        for (_key, proven), group in groups
    ]
    _tell_apart([(claim, key) for claim, ((key, proven), _group) in zip(claims, groups, strict=True) if proven])
    names = name_all(claims)
    # no file's name has a slash, so that a name that somebody chose is never taken for a platform's id
    return [
        replace(_entry(name, claim.notes, group), key=f"id/{key}" if proven else key)
        for name, claim, ((key, proven), group) in zip(names, claims, groups, strict=True)
    ]


def _called(one: Delivered) -> str:
    return one.person or (one.ids[0] if one.ids else one.name)


def _file_of(group: Sequence[Delivered], proven: bool) -> str:
    """Return what is added to a person's name if it is another's, too."""
    return group[0].key if proven else min(one.path.name for one in group)


def _tell_apart(claims: Sequence[tuple[Claim, str]]) -> None:
    """Add their ids to people of one name: the platform says that they are different people."""
    alike: dict[str, list[tuple[Claim, str]]] = {}
    for claim, key in claims:
        alike.setdefault(key_of(safe_name(claim.person)), []).append((claim, key))
    for group in alike.values():
        if len(group) > 1:
            for claim, key in group:
                claim.person = f"{claim.person} {key}"


def _notes(group: Sequence[Delivered], proven: bool) -> list[str]:
    notes: list[str] = list(dict.fromkeys(note for one in group for note in one.notes))
    if not proven and len(group) > 1:
        names = sorted(one.path.name for one in group)
        how: Message = _(
            "taken for the work of one student, because of their names: {files}", files=listed(names, len(names))
        )
        notes.insert(0, how)
    return notes


def _entry(name: str, notes: Sequence[str], group: Sequence[Delivered]) -> Entry:
    every = sorted(_versions(group), key=attrgetter("order"), reverse=True)
    dated = every[:VERSIONS]
    if len(every) > VERSIONS:
        notes = [*notes, _("only the latest {most} of {n} versions were read", most=VERSIONS, n=len(every))]
    versions = tuple(one.version for one in dated)
    ids = tuple(dict.fromkeys(identifier for one in group for identifier in one.ids if identifier))
    return Entry(
        name, min(one.path for one in group), versions, tuple(notes), ids, versions[0].handed_in, _latest_by(dated)
    )


def _versions(group: Sequence[Delivered]) -> list[_Dated]:
    batches: dict[object, list[Delivered]] = {}
    for number, one in enumerate(group):
        alone = not one.batch or is_archive(one.name)
        batches.setdefault(number if alone else one.batch, []).append(one)
    return [_version(batch, len(batches) > 1) for batch in batches.values()]


def _version(batch: Sequence[Delivered], compared: bool) -> _Dated:
    in_order = sorted(batch, key=attrgetter("attempt", "name"))
    members: dict[str, Path] = {}
    for one in in_order:
        members[_free(one.name, members)] = one.path
    times = [one.handed_in for one in batch if one.handed_in]
    version = Version(
        tuple(Member(name, path) for name, path in members.items()),
        batch[0].slug,
        max(times, default=None),
        compared,
    )
    modified = max(newest(one.path) for one in batch) if compared else 0.0  # only an order needs it
    return _Dated(version, max(one.attempt for one in batch), modified)


def _free(name: str, taken: Iterable[str]) -> str:
    """Return ``name``, or the name of a further copy where it is taken: the later one has the higher number."""
    taken = set(taken)
    stem, dot, suffix = name.rpartition(".")
    copy, free = 0, name
    while free in taken:
        copy += 1
        free = f"{stem} ({copy}){dot}{suffix}" if stem else f"{name} ({copy})"
    return free


def _latest_by(dated: Sequence[_Dated]) -> str:
    """Return what puts the first version before the second."""
    if len(dated) < 2:
        return PLATFORM if dated[0].version.handed_in else FILE
    first, second = dated[0], dated[1]
    if (first.version.handed_in or "") != (second.version.handed_in or ""):
        return PLATFORM
    return ATTEMPT if first.attempt != second.attempt else FILE
