"""What students handed in, as text: the code that counts, and the code before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from grader.errors import UsageError
from grader.gradebook import schema
from grader.gradebook.attempts import NOTHING, chosen
from grader.gradebook.course import Course
from grader.language import _
from grader.slot.task import unpack_files

LONGEST = 200_000
"""Characters of a file that are looked at: forty times the longest that people write for an exercise."""


@dataclass(frozen=True, slots=True)
class Source:
    """One student's code for an exercise.

    Attributes:
        files: by name, the text that counts.
        before: by name, what was handed in before, if it was something else; empty if there was nothing.
    """

    files: Mapping[str, str]
    before: Mapping[str, str]


def sources(connection: Connection, students: Sequence[str], course: Course) -> dict[str, dict[str, Source]]:
    """Return by student and slug what was handed in; nothing for an exercise that was not.

    Args:
        connection: the book's.
        students: whose, at most a page of them.
        course: which attempt counts.

    Raises:
        UsageError: a row is damaged.
    """
    s, v = schema.submission.c, schema.verdict.c
    numbers = [one.verdict for one in chosen(connection, students, course).values()]
    counted = {
        (row.student, row.slug): row.submission
        for row in connection.execute(select(v.student, v.slug, v.submission).where(v.id.in_(numbers)))
    }
    handed = connection.execute(
        select(s.id, s.student, s.slug, s.files)
        .where(s.student.in_(students), s.files != NOTHING)
        .order_by(s.student, s.slug, s.id)
    )
    pairs: dict[tuple[str, str], tuple[str, str]] = {}  # digests of what counts and of what was there before it
    before: dict[tuple[str, str], str] = {}
    for row in handed:
        key = row.student, row.slug
        if row.id == counted.get(key):
            pairs[key] = row.files, before.get(key, NOTHING)
        elif key not in pairs:
            before[key] = row.files
    texts = _texts(connection, {digest for pair in pairs.values() for digest in pair})
    found: dict[str, dict[str, Source]] = {}
    for (student, slug), (files, earlier) in pairs.items():
        old = texts.get(earlier, {}) if earlier != files else {}
        found.setdefault(student, {})[slug] = Source(texts[files], old)
    return found


def _texts(connection: Connection, digests: Iterable[str]) -> dict[str, dict[str, str]]:
    c = schema.content.c
    rows = connection.execute(select(c.files, c.packed).where(c.files.in_([d for d in digests if d != NOTHING])))
    return {digest: {name: _text(data) for name, data in _unpacked(digest, packed).items()} for digest, packed in rows}


def _unpacked(digest: str, packed: bytes) -> dict[str, bytes]:
    try:
        return unpack_files(packed)
    except ValueError as error:
        raise UsageError(
            _(
                "files in the gradebook are damaged ({digest}: {why}): put back a copy of the gradebook",
                digest=digest[:10],
                why=error.args[0],
            )
        ) from None


def _text(data: bytes) -> str:
    """Return a file as text whose lines end as Python counts them, also where an editor wrote carriage returns."""
    text = data[: 4 * LONGEST].decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")[:LONGEST]
