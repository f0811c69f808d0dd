"""Which reports are written already: what a file was made from, and its size and time when it was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import BindParameter, Connection, bindparam, delete, func, select

from grader.files import stamp_of
from grader.gradebook import schema

_E, _V, _O, _C = (t.c for t in (schema.entry, schema.verdict, schema.override, schema.comment))
_X, _W = (t.c for t in (schema.explained, schema.written))

# made once: making a statement costs more than running it
_NAMES: BindParameter[str] = bindparam("names", expanding=True)
_PATHS: BindParameter[str] = bindparam("paths", expanding=True)
_ENTRIES = select(_E.student, func.max(_E.id)).where(_E.student.in_(_NAMES)).group_by(_E.student)
_VERDICTS = (
    select(_V.student, _V.slug, func.max(_V.id))
    .where(_V.student.in_(_NAMES))
    .group_by(_V.student, _V.slug)
    .order_by(_V.student, _V.slug)
)
_OVERRIDES = select(_O.student, func.max(_O.id)).where(_O.student.in_(_NAMES)).group_by(_O.student)
_COMMENTS = (
    select(_C.student, func.max(_C.id), func.count(_C.withdrawn)).where(_C.student.in_(_NAMES)).group_by(_C.student)
)
_EXPLAINED = (
    select(_V.student, func.count())
    .join(schema.explained, _X.grading == _V.grading)
    .where(_V.student.in_(_NAMES))
    .group_by(_V.student)
)
_WRITTEN = select(_W.path, _W.state, _W.stamp).where(_W.path.in_(_PATHS))
_FORGET = delete(schema.written).where(_W.path.in_(_PATHS))
_NOTE = schema.written.insert()


def states(connection: Connection, names: Sequence[str]) -> dict[str, str]:
    """Return by student what their result is made from: numbers of the latest entry, verdicts, overrides and comments.

    An explanation changes a verdict's tests later, so explained verdicts are counted; and so are comments that were
    taken back.
    """
    asked = {"names": names}
    found = {student: f"entry {number}" for student, number in connection.execute(_ENTRIES, asked)}
    for student, slug, number in connection.execute(_VERDICTS, asked):
        found[student] += f" {slug} {number}"
    for student, number in connection.execute(_OVERRIDES, asked):
        found[student] += f" override {number}"
    for student, number, withdrawn in connection.execute(_COMMENTS, asked):
        found[student] += f" comment {number} -{withdrawn}"
    for student, number in connection.execute(_EXPLAINED, asked):
        found[student] += f" explained {number}"
    return found


def untouched(connection: Connection, root: Path, wanted: Mapping[str, str]) -> set[str]:
    """Return the paths of ``wanted`` (relative path to state) that are there as they were written from that state."""
    rows = connection.execute(_WRITTEN, {"paths": list(wanted)})
    return {path for path, state, stamp in rows if wanted[path] == state and stamp_of(f"{root}/{path}") == stamp}


def note(connection: Connection, root: Path, made: Mapping[str, str]) -> None:
    """Remember files that were written from a state."""
    connection.execute(_FORGET, {"paths": list(made)})
    values = [{"path": path, "state": state, "stamp": stamp_of(f"{root}/{path}")} for path, state in made.items()]
    if values:
        connection.execute(_NOTE, values)
