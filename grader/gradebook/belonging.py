"""Whose work an entry is: the roster says so, or the name that the person was given before.

A name in the gradebook stands for one person for good: extensions, overrides and attempts hang on it. So an entry gets
a name that is known only if it is the same person's by the roster, or by what identified the person when the name was
given. A newcomer of the same or a look-alike name gets a suffix.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.gradebook.roster import Person, Roster, id_key, name_key
from grader.language import _
from grader.submission import Entry
from grader.submission.lookalikes import key_of
from grader.submission.people import safe_name, with_suffix

SUFFIX = 40
"""Characters of a file's name that are added to a person's: enough to find the file by."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """The entries of a class, each under its person's name.

    Attributes:
        entries: in the order of the files; work of a group stands once for each of its people.
        roster: with the names that its people have in results.
        strangers: names of entries that nobody in the roster has; empty without a roster.
        absent: names of those in the roster who have no entry.
    """

    entries: tuple[Entry, ...]
    roster: Roster = field(default_factory=Roster)
    strangers: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """A name that was given before.

    Attributes:
        name: the name.
        key: what identified the person then: ``Entry.key``.
        ids: what identified them in the roster or on a platform.
    """

    name: str
    key: str
    ids: tuple[str, ...] = ()


def belonging(entries: Sequence[Entry], roster: Roster, known: Sequence[Known]) -> Belonging:
    """Return whose work each entry is.

    Args:
        entries: as they were found.
        roster: the course's people; empty where there is no roster.
        known: the names that were given before.
    """
    owners = _owners(entries, roster)
    given = {one.key: one.name for one in known}
    names = _names_of_people(roster, known, _names_by_entry(entries, owners, given))
    others = _others(
        [entry for entry, people in zip(entries, owners, strict=True) if not people],
        given,
        {*given.values(), *names.values()},
    )
    found: list[Entry] = []
    for entry, people in zip(entries, owners, strict=True):
        found += [replace(entry, person=names[person.name]) for person in people] or [next(others)]
    having = {entry.person for entry in found}
    return Belonging(
        tuple(found),
        replace(roster, people=tuple(replace(person, name=names[person.name]) for person in roster.people)),
        tuple(entry.person for entry in found if names and entry.person not in names.values()),
        tuple(names[person.name] for person in roster.people if names[person.name] not in having),
    )


def _names_by_entry(
    entries: Sequence[Entry], owners: Sequence[Sequence[Person]], given: Mapping[str, str]
) -> dict[str, str]:
    """Return by a person's name in the roster the name that their entry was given before there was a roster."""
    return {
        people[0].name: given[entry.key]
        for entry, people in zip(entries, owners, strict=True)
        if len(people) == 1 and entry.key in given
    }


def _names_of_people(roster: Roster, known: Sequence[Known], by_entry: Mapping[str, str]) -> dict[str, str]:
    """Return by their name in the roster what the people are called.

    A person keeps the name that they were given before, by their identifiers or by what they handed in. A newcomer does
    not get the name of somebody with other identifiers.
    """
    before = {id_key(text): one.name for one in known for text in one.ids}
    apart = {key_of(one.name): {id_key(text) for text in one.ids} for one in known if one.ids}
    names: dict[str, str] = {}
    for person in roster.people:
        ids = {id_key(text) for text in person.ids}
        kept = {before[key] for key in ids if key in before}
        name = kept.pop() if len(kept) == 1 else by_entry.get(person.name, person.name)
        if not apart.get(key_of(name), ids) & ids and ids:
            name = with_suffix(name, safe_name(person.ids[0])[:SUFFIX])
        names[person.name] = name if name not in names.values() else person.name
    return names


def _owners(entries: Sequence[Entry], roster: Roster) -> list[list[Person]]:
    """Return the people of each entry: one, all of a group, or none where it is not certain.

    What a platform says comes first, then an identifier that the entry is called by, then a name, then a group's name.
    Two entries for one person by the same kind of evidence belong to nobody until a teacher says so: anybody may call
    a file by another's name.
    """
    by_id = _index(roster, lambda person: map(id_key, person.ids))
    by_name = _index(roster, lambda person: [name_key(person.spelled)])
    by_group = _index(roster, lambda person: [key_of(person.group)] if person.group else [], many=True)
    ways: list[Callable[[Entry], list[Person]]] = [
        lambda entry: _only(by_id, map(id_key, entry.ids)),
        lambda entry: _only(by_id, [id_key(entry.key)]),
        lambda entry: _only(by_name, [name_key(name) for name in (*entry.ids, entry.key)]),
        lambda entry: list(by_group.get(key_of(entry.key), ())),
    ]
    owners: list[list[Person]] = [[] for _ in entries]
    settled: set[str] = set()
    for way in ways:
        claims: dict[str, list[int]] = {}
        open_ones = [n for n, entry in enumerate(entries) if not owners[n]]
        meant = {n: [p for p in way(entries[n]) if p.name not in settled] for n in open_ones}
        for place, people in meant.items():
            for person in people:
                claims.setdefault(person.name, []).append(place)
        for place, people in meant.items():
            owners[place] = [person for person in people if claims[person.name] == [place]]
        settled |= claims.keys()
    return owners


_Index = Mapping[Hashable, Sequence[Person]]


def _index(roster: Roster, keys: Callable[[Person], Iterable[Hashable]], *, many: bool = False) -> _Index:
    """Return the people by key. What two people have in common identifies neither, unless it is meant for many."""
    found: dict[Hashable, list[Person]] = {}
    for person in roster.people:
        for key in dict.fromkeys(keys(person)):
            found.setdefault(key, []).append(person)
    return {key: people for key, people in found.items() if many or len(people) == 1}


def _only(index: _Index, keys: Iterable[Hashable]) -> list[Person]:
    """Return the one person whom the keys identify; nobody where they identify several."""
    found = {person.name: person for key in keys for person in index.get(key, ())}
    return list(found.values()) if len(found) == 1 else []


def _others(entries: Sequence[Entry], given: Mapping[str, str], taken: Collection[str]) -> Iterator[Entry]:
    """Yield the entries that nobody in the roster has, each under a name of its own.

    The name that an entry was given before stays. If several entries of one run are called alike, the one that had
    the name before cannot be told, so that none gets it.
    """
    called = Counter(entry.key for entry in entries)
    keys = {key_of(name) for name in taken}
    for entry in entries:
        if entry.key in given and called[entry.key] == 1:
            yield replace(entry, person=given[entry.key])
            continue
        name, notes, n = entry.person, entry.notes, 1
        if key_of(name) in keys:
            notes = (*notes, _("another person has this name, or one that looks the same, so it got an addition"))
            name = with_suffix(entry.person, safe_name(entry.path.name)[:SUFFIX])
        while key_of(name) in keys:
            n += 1
            name = with_suffix(entry.person, str(n))
        keys.add(key_of(name))
        yield replace(entry, person=name, notes=notes)
