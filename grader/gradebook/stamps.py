"""Which reports are written already: what a file was made from, and its size and time when it was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sqlalchemy import Connection, delete, func, select

from grader.gradebook import schema
from grader.outfolder import stamp_of


def states(connection: Connection, names: Sequence[str]) -> dict[str, str]:
    """Return by student what their result is made from: numbers of the latest entry, verdicts and overrides."""
    e, v = schema.entry.c, schema.verdict.c
    newest = select(e.student, func.max(e.id)).where(e.student.in_(names)).group_by(e.student)
    found = {student: f"entry {number}" for student, number in connection.execute(newest)}
    verdicts = (
        select(v.student, v.slug, func.max(v.id))
        .where(v.student.in_(names))
        .group_by(v.student, v.slug)
        .order_by(v.student, v.slug)
    )
    for student, slug, number in connection.execute(verdicts):
        found[student] += f" {slug} {number}"
    o = schema.override.c
    overrides = select(o.student, func.max(o.id)).where(o.student.in_(names)).group_by(o.student)
    for student, number in connection.execute(overrides):
        found[student] += f" override {number}"
    return found


def untouched(connection: Connection, root: Path, wanted: Mapping[str, str]) -> set[str]:
    """Return the paths of ``wanted`` (relative path to state) that are there as they were written from that state."""
    w = schema.written.c
    rows = connection.execute(select(w.path, w.state, w.stamp).where(w.path.in_(list(wanted))))
    return {path for path, state, stamp in rows if wanted[path] == state and stamp_of(f"{root}/{path}") == stamp}


def note(connection: Connection, root: Path, made: Mapping[str, str]) -> None:
    """Remember files that were written from a state."""
    _forget(connection, made)
    values = [{"path": path, "state": state, "stamp": stamp_of(f"{root}/{path}")} for path, state in made.items()]
    if values:
        connection.execute(schema.written.insert(), values)


def _forget(connection: Connection, paths: Iterable[str]) -> None:
    connection.execute(delete(schema.written).where(schema.written.c.path.in_(list(paths))))
