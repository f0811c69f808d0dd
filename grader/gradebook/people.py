"""The people of a gradebook: whom each name was given to, and who is in the roster."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from grader.gradebook import schema
from grader.gradebook.belonging import Known
from grader.gradebook.course import Course
from grader.gradebook.roster import Roster, person_of
from grader.language import Message, _, ngettext
from grader.submission import Entry
from grader.submission.bounds import listed


def known(connection: Connection) -> list[Known]:
    """Return the names that were given."""
    p = schema.person.c
    rows = connection.execute(select(p.name, p.identified, p.ids).order_by(p.name))
    return [Known(name, identified or name, tuple(json.loads(ids))) for name, identified, ids in rows]


TABLE = "roster"
"""Where the book remembers what a roster's file says of its columns."""


def know(connection: Connection, entries: Iterable[Entry], roster: Roster) -> None:
    """Keep the names of entries, and who is in the roster.

    Args:
        connection: the book's.
        entries: under the names that they were given.
        roster: with the names that its people were given; empty where there is none, which forgets nobody.
    """
    people = roster.people
    if people:
        m = schema.meta.c
        about = json.dumps({"headings": roster.headings, "most": dict(roster.most)}, ensure_ascii=False)
        connection.execute(schema.meta.delete().where(m.key == TABLE))
        connection.execute(schema.meta.insert().values(key=TABLE, value=about))
    p = schema.person.c
    before = {row.name: row._asdict() for row in connection.execute(select(schema.person))}
    after: dict[str, dict[str, Any]] = {name: dict(row) for name, row in before.items()}
    if people:
        for row in after.values():
            row["enrolled"] = False
    for entry in entries:
        row = after.setdefault(entry.person, _row(entry.person))
        row |= {"identified": entry.key, "delivered": entry.path.name}
        row["ids"] = _ids(row["ids"], entry.ids)
    for person in people:
        row = after.setdefault(person.name, _row(person.name))
        row |= {"enrolled": True, "columns": json.dumps(dict(person.columns), ensure_ascii=False)}
        row["ids"] = _ids(row["ids"], person.ids)
    if new := [row for name, row in after.items() if name not in before]:
        connection.execute(schema.person.insert(), new)
    changed = [row | {"of": name} for name, row in after.items() if name in before and row != before[name]]
    if changed:
        names = ("identified", "delivered", "ids", "enrolled", "columns")
        statement = update(schema.person).where(p.name == bindparam("of"))
        statement = statement.values({name: bindparam(name) for name in names})
        connection.execute(statement, [{n: row[n] for n in (*names, "of")} for row in changed])


def _row(name: str) -> dict[str, Any]:
    return {"name": name, "identified": None, "delivered": None, "ids": "[]", "enrolled": False, "columns": "{}"}


def _ids(before: str, more: Sequence[str]) -> str:
    return json.dumps(list(dict.fromkeys([*json.loads(before), *more])), ensure_ascii=False)


def names(connection: Connection, students: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return by student every name and id that is known of them, the one that they have in results first."""
    p = schema.person.c
    rows = connection.execute(select(p.name, p.delivered, p.ids).where(p.name.in_(students)))
    return {name: tuple(filter(None, [name, given, *json.loads(ids)])) for name, given, ids in rows}


def delivered(connection: Connection, names: Sequence[str]) -> dict[str, str]:
    """Return by student the name of what was handed in, as the platform gave it; their own where it is not known."""
    p = schema.person.c
    rows = connection.execute(select(p.name, p.delivered).where(p.name.in_(names)))
    found = {row.name: row.delivered for row in rows}
    return {name: found.get(name) or name for name in names}


def enrolled(connection: Connection) -> Roster:
    """Return who is in the roster, by name; nobody where there is none."""
    p = schema.person.c
    query = select(p.name, p.columns).where(p.enrolled.is_(True)).order_by(p.name)
    people = tuple(person_of(name, json.loads(columns)) for name, columns in connection.execute(query))
    kept = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == TABLE)) if people else None
    about = json.loads(kept) if kept else {"headings": [], "most": {}}
    return Roster(people, tuple(about["headings"]), about["most"])


def who_is_missing(strangers: Iterable[str], absent: Iterable[str]) -> list[Message]:
    """Return sentences about submissions of nobody in the roster, and about people of it who handed in nothing."""
    found = []
    if unknown := sorted(strangers):
        found.append(
            ngettext(
                "{n} submission belongs to nobody in the roster: {names}",
                "{n} submissions belong to nobody in the roster: {names}",
                len(unknown),
                names=listed(unknown),
            )
        )
    if missing := sorted(absent):
        found.append(
            ngettext(
                "{n} person of the roster handed in nothing: {names}",
                "{n} people of the roster handed in nothing: {names}",
                len(missing),
                names=listed(missing),
            )
        )
    return found


def matters(connection: Connection, course: Course) -> list[Message]:
    """Return what a teacher should settle about people, in sentences: names that are nobody's, and who is missing."""
    p, e = schema.person.c, schema.entry.c
    people = {row.name: row.enrolled for row in connection.execute(select(p.name, p.enrolled))}
    working = set(connection.scalars(select(e.student).distinct()))
    everybody = people.keys() | working
    found: list[Message] = []
    if any(people.values()):
        strangers = [name for name in working if not people.get(name)]
        absent = [name for name, is_enrolled in people.items() if is_enrolled and name not in working]
        found += who_is_missing(strangers, absent)
    for where, names in (
        (_("the table of times"), {student for student, _slug in course.submitted}),
        (_("an extension in course.toml"), {student for student, _slug in course.extensions}),
    ):
        if nobody := sorted(names - everybody):
            found.append(
                ngettext(
                    "{n} name in {where} is no student's: {names}",
                    "{n} names in {where} are no student's: {names}",
                    len(nobody),
                    where=where,
                    names=listed(nobody),
                )
            )
    return found
