"""Taking in what was handed in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from grader.gradebook import schema
from grader.submission import Submission
from grader.submission.record import Files, files_digest
from grader.task import pack

ONCE = 100
"""Submissions taken in one transaction: at most 1.6 GB of files are in memory by the bounds, a few MB in practice."""

NOTHING: Files = {}


@dataclass(frozen=True, slots=True)
class _Before:
    """What the book has of a student."""

    digest: str
    problem: str
    notes: str
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A submission and when each of its exercises was handed in, as far as anybody knows.

    Attributes:
        submission: what was handed in.
        times: by slug, UTC, ISO 8601.
    """

    submission: Submission
    times: Mapping[str, str] = field(default_factory=dict)


def take(connection: Connection, handed_in: Sequence[HandedIn], slugs: Iterable[str], now: str) -> None:
    """Add a class's submissions, as far as the book has not got them already.

    An exercise that is not in a submission, though it was in an earlier one, counts as handed in earlier; one that was
    never handed in is a submission without files, which earns nothing.
    """
    wanted = tuple(slugs)
    known = _known(connection, [h.submission.student for h in handed_in], wanted)
    for one in handed_in:
        _take_one(connection, one, wanted, known.get(one.submission.student), now)


def _take_one(
    connection: Connection, handed_in: HandedIn, slugs: Sequence[str], before: _Before | None, now: str
) -> None:
    submission = handed_in.submission
    notes = json.dumps(submission.notes, ensure_ascii=False)
    had = before.files if before else {}
    new = {}
    for slug in slugs:
        files = submission.files.get(slug, NOTHING)
        if files or slug not in had:
            digest = files_digest(files)
            if had.get(slug) != digest:
                new[slug] = (digest, files)
    if before and not new and (before.problem, before.notes) == (submission.problem, notes):
        return
    added = connection.execute(
        schema.entry.insert().values(
            student=submission.student,
            digest=submission.digest,
            received=now,
            problem=submission.problem,
            notes=notes,
        )
    )
    assert added.inserted_primary_key is not None
    entry = added.inserted_primary_key[0]
    for slug, (digest, files) in new.items():
        _keep_content(connection, digest, files)
        connection.execute(
            schema.submission.insert().values(
                entry=entry,
                student=submission.student,
                slug=slug,
                files=digest,
                submitted=handed_in.times.get(slug) if files else None,
            )
        )


def _keep_content(connection: Connection, digest: str, files: Files) -> None:
    table = schema.content
    if connection.scalar(select(table.c.files).where(table.c.files == digest)) is None:
        connection.execute(table.insert().values(files=digest, packed=pack(files)))


def _known(connection: Connection, students: Sequence[str], slugs: Sequence[str]) -> dict[str, _Before]:
    e, s = schema.entry.c, schema.submission.c
    newest = select(func.max(e.id)).where(e.student.in_(students)).group_by(e.student)
    entries = connection.execute(select(e.student, e.digest, e.problem, e.notes).where(e.id.in_(newest))).all()
    latest = select(func.max(s.id)).where(s.slug.in_(slugs), s.student.in_(students)).group_by(s.slug, s.student)
    files: dict[str, dict[str, str]] = {}
    for student, slug, digest in connection.execute(select(s.student, s.slug, s.files).where(s.id.in_(latest))):
        files.setdefault(student, {})[slug] = digest
    return {row.student: _Before(row.digest, row.problem, row.notes, files.get(row.student, {})) for row in entries}
