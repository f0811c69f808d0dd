"""Whose work is to be drawn: verdicts on functions that were written."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from grader.gradebook import schema
from grader.gradebook.attempts import NOTHING, chosen
from grader.gradebook.course import Course
from grader.result import Outcome


@dataclass(frozen=True, slots=True)
class Pictured:
    """The verdict that counts for one student and an exercise of which something was written.

    Attributes:
        grading: its number.
        files: digest of the files.
        data: name of the data set that the suite was given.
        seed: of the run.
        engine: version of Xorcise.
    """

    student: str
    slug: str
    grading: int
    files: str
    data: str
    seed: int
    engine: str

    @property
    def key(self) -> str:
        """What the picture is made from, in 16 characters: enough for the few pictures of one exercise and student."""
        whole = f"{self.slug} {self.files} {self.data} {self.seed} {self.engine}"
        return hashlib.sha256(whole.encode()).hexdigest()[:16]


def pictured(connection: Connection, students: Sequence[str], slugs: Collection[str], course: Course) -> list[Pictured]:
    """Return the verdicts of some students on some exercises, but for stubs and what our side failed on."""
    v, g, s = schema.verdict.c, schema.grading.c, schema.submission.c
    counted = chosen(connection, students, course)
    numbers = [one.verdict for (_student, slug), one in counted.items() if slug in slugs]
    query = (
        select(v.student, v.slug, v.grading, s.files, g.data, g.seed, g.engine)
        .select_from(
            schema.verdict.join(schema.grading, v.grading == g.id).join(schema.submission, s.id == v.submission)
        )
        .where(v.id.in_(numbers), g.fault.is_(False), g.outcome != Outcome.NOT_ATTEMPTED.value, s.files != NOTHING)
        .order_by(v.slug, v.student)
    )
    return [Pictured(*row) for row in connection.execute(query)]
