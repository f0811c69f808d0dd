"""Everything about a person goes from a gradebook."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, delete, select, update

from grader.gradebook import schema
from grader.gradebook.attempts import NOTHING
from grader.gradebook.intake import ASKED
from grader.gradebook.texts import texts_from_json, texts_to_json


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was in the gradebook of a person.

    Attributes:
        entries: how often something new was handed in.
        gradings: verdicts on files that nobody else handed in. What somebody else handed in as well stays theirs.
    """

    entries: int
    gradings: int


def forget(connection: Connection, student: str) -> Forgotten:
    """Delete a person, with everything that is about nobody else.

    Notes on other students' entries go if they name the person.
    """
    s, g, v, x = schema.submission.c, schema.grading.c, schema.verdict.c, schema.explained.c
    files = set(connection.scalars(select(s.files).where(s.student == student).distinct())) - {NOTHING}
    connection.execute(delete(schema.verdict).where(v.student == student))
    connection.execute(delete(schema.submission).where(s.student == student))
    entries = connection.execute(delete(schema.entry).where(schema.entry.c.student == student)).rowcount
    for table in (schema.override, schema.comment, schema.person):
        column = table.c.student if "student" in table.c else table.c.name
        connection.execute(delete(table).where(column == student))
    w = schema.written.c
    own_pages = w.path.startswith(f"students/{student}/", autoescape=True) | (w.path == f"class/{student}.html")
    connection.execute(delete(schema.written).where(own_pages))
    gradings = 0
    own = sorted(files - _still_handed_in(connection, sorted(files)))
    for start in range(0, len(own), ASKED):
        some = own[start : start + ASKED]
        numbers = select(g.id).where(g.files.in_(some))
        connection.execute(delete(schema.explained).where(x.grading.in_(numbers)))
        gradings += connection.execute(delete(schema.grading).where(g.files.in_(some))).rowcount
        connection.execute(delete(schema.content).where(schema.content.c.files.in_(some)))
    _forget_in_notes(connection, student)
    return Forgotten(entries, gradings)


def _still_handed_in(connection: Connection, files: list[str]) -> set[str]:
    s = schema.submission.c
    found: set[str] = set()
    for start in range(0, len(files), ASKED):
        found.update(connection.scalars(select(s.files).where(s.files.in_(files[start : start + ASKED])).distinct()))
    return found


def _forget_in_notes(connection: Connection, student: str) -> None:
    e = schema.entry.c
    named = re.compile(rf"(?<!\w){re.escape(student)}(?!\w)")
    found = select(e.id, e.notes).where(e.notes.contains(student, autoescape=True))
    for number, kept in connection.execute(found).all():
        notes = [note for note in texts_from_json(kept) if not named.search(note)]
        connection.execute(update(schema.entry).where(e.id == number).values(notes=texts_to_json(notes)))


def erase(path: Path) -> None:
    """Overwrite what was deleted from an SQLite file: until then it can be read in the file's free pages."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
