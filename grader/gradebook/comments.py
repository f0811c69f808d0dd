"""What a teacher says of a student's work, and the lines that can be spoken of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from grader.errors import UsageError
from grader.gradebook import schema
from grader.gradebook.attempts import NOTHING, chosen
from grader.gradebook.course import Course
from grader.language import _
from grader.result import Comment
from grader.slot.task import unpack_files


@dataclass(frozen=True, slots=True)
class KeptComment:
    """A comment as the book has it.

    Attributes:
        number: by which it can be taken back; no other comment of the book has it.
        line: as of ``grader.result.Comment``.
        withdrawn: when it was taken back; ``None`` where it stands.
    """

    number: int
    student: str
    slug: str
    line: int | None
    text: str
    made: str
    withdrawn: str | None = None


def comments(connection: Connection, students: Sequence[str]) -> Mapping[tuple[str, str], tuple[Comment, ...]]:
    """Return the comments that stand, by student and slug, the oldest first."""
    found: dict[tuple[str, str], list[Comment]] = {}
    for row in connection.execute(_standing(), {"names": students}):
        found.setdefault((row.student, row.slug), []).append(Comment(row.text, row.made, row.line))
    return {key: tuple(those) for key, those in found.items()}


@cache  # made once: making a statement costs more than running it
def _standing() -> Any:
    c = schema.comment.c
    asked = c.student.in_(bindparam("names", expanding=True))
    return select(c.student, c.slug, c.line, c.text, c.made).where(asked, c.withdrawn.is_(None)).order_by(c.id)


def comments_of(connection: Connection, student: str) -> tuple[KeptComment, ...]:
    """Return all comments on a student's work, also those that were taken back, in order."""
    c = schema.comment.c
    columns = (c.id, c.student, c.slug, c.line, c.text, c.made, c.withdrawn)
    rows = connection.execute(select(*columns).where(c.student == student).order_by(c.id))
    return tuple(KeptComment(*row) for row in rows)


def add_comment(connection: Connection, student: str, slug: str, comment: Comment) -> int:
    """Add a comment and return its number."""
    values = {"student": student, "slug": slug, "line": comment.line, "text": comment.text, "made": comment.made}
    added = connection.execute(schema.comment.insert(), values)
    assert added.inserted_primary_key is not None
    return int(added.inserted_primary_key[0])


def withdraw_comment(connection: Connection, number: int, when: str) -> None:
    """Take a comment back; it stays on record."""
    c = schema.comment.c
    connection.execute(update(schema.comment).where(c.id == number).values(withdrawn=when))


def lines_in_file(connection: Connection, student: str, slug: str, filename: str, course: Course) -> int | None:
    """Return how many lines the file has that counts for a student and exercise; ``None`` where nothing was handed in.

    It is 0 where other files were handed in, and not this one.

    Args:
        connection: the book's.
        student: whose.
        slug: the exercise.
        filename: of the exercise's file; a notebook is in the book as the module that was made of it.
        course: which attempt counts.

    Raises:
        UsageError: the row is damaged.
    """
    one = chosen(connection, [student], course).get((student, slug))
    if one is None:
        return None
    v, s, c = schema.verdict.c, schema.submission.c, schema.content.c
    query = (
        select(s.files, c.packed)
        .select_from(
            schema.verdict.join(schema.submission, s.id == v.submission).join(schema.content, c.files == s.files)
        )
        .where(v.id == one.verdict)
    )
    row = connection.execute(query).one_or_none()
    if row is None or row.files == NOTHING:
        return None
    try:
        return len(unpack_files(row.packed).get(filename, b"").splitlines())
    except ValueError as error:
        raise UsageError(
            _(
                "the files of {student} for {slug} in the gradebook are damaged ({why}): put back a copy of it",
                student=student,
                slug=slug,
                why=error.args[0],
            )
        ) from None
