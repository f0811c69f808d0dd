"""Taking in what was handed in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Table, func, select

from grader.gradebook import schema
from grader.gradebook.texts import text_from_json, text_to_json, texts_from_json, texts_to_json
from grader.slot.task import pack_files
from grader.submission import Submission
from grader.submission.record import Files, files_digest

ONCE = 100
"""Submissions taken in one transaction: a few MB in practice."""

WEIGHT = 256 * 1024 * 1024
"""Bytes of files, as they are packed for each exercise, after which a transaction ends early. One submission may have
64 MiB by the bounds, so that a hundred of them would fill the driver's memory."""

ASKED = 500
"""Digests in one question; databases bound how many values it may have."""

NOTHING: Files = {}


@dataclass(frozen=True, slots=True)
class _Before:
    """What the book has of a student."""

    digest: str
    problem: str
    notes: tuple[str, ...]
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A submission and when each of its exercises was handed in, as far as that is known.

    Attributes:
        submission: what was handed in.
        times: by slug, UTC, ISO 8601.
    """

    submission: Submission
    times: Mapping[str, str] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        """Bytes of its files, as often as exercises have them."""
        return sum(len(content) for files in self.submission.files.values() for content in files.values())


def take(
    connection: Connection,
    handed_in: Sequence[HandedIn],
    slugs: Iterable[str],
    now: str,
    assigned: Collection[str] | None = None,
) -> None:
    """Add submissions, each of another student, as far as the book has not got them already.

    An exercise that is not in a submission, though it was in an earlier one, counts as handed in earlier; one that was
    never handed in is a submission without files, which earns nothing.

    Args:
        connection: the book's.
        handed_in: the submissions.
        slugs: the exercises that are taken in.
        now: the time.
        assigned: those of which everybody has a submission, also without files; all if not given.
    """
    wanted = tuple(slugs)
    required = frozenset(wanted if assigned is None else assigned)
    known = _known(connection, [h.submission.person for h in handed_in], wanted)
    changed = [(one, _changes(one.submission, wanted, required, known.get(one.submission.person))) for one in handed_in]
    _add(connection, [(one, new) for one, new in changed if new is not None], now)


def complete(connection: Connection, students: Sequence[str], slugs: Sequence[str]) -> None:
    """Add a submission without files for each of ``students`` and ``slugs`` of which the book has none.

    Which exercises a class was to hand in may be known only after all of it was taken in.
    """
    s = schema.submission.c
    query = select(s.student, s.slug).where(s.student.in_(students), s.slug.in_(slugs)).distinct()
    there = {(row.student, row.slug) for row in connection.execute(query)}
    numbers = _newest_entries(connection, students)
    lacking = [(name, slug) for name in students if name in numbers for slug in slugs if (name, slug) not in there]
    if not lacking:
        return
    digest = files_digest(NOTHING)
    if not _stored(connection, [digest]):
        _insert(connection, schema.content, [{"files": digest, "packed": pack_files(NOTHING)}])
    rows = [
        {"entry": numbers[name], "student": name, "slug": slug, "files": digest, "submitted": None}
        for name, slug in lacking
    ]
    _insert(connection, schema.submission, rows)


def _changes(
    submission: Submission, slugs: Sequence[str], required: Collection[str], before: _Before | None
) -> dict[str, str] | None:
    """Return the digests of the exercises that are new in a submission, by slug; ``None`` where nothing is new."""
    had = before.files if before else {}
    new = {}
    for slug in slugs:
        files = submission.files.get(slug, NOTHING)
        if files or (slug in required and slug not in had):
            digest = files_digest(files)
            if had.get(slug) != digest:
                new[slug] = digest
    same = before and not new and (before.problem, before.notes) == (submission.problem, submission.notes)
    return None if same else new


def _add(connection: Connection, changed: Sequence[tuple[HandedIn, Mapping[str, str]]], now: str) -> None:
    """Add what is new in submissions, as ``_changes`` says: many rows with one statement, which costs most of each."""
    entries = [
        {
            "student": one.submission.person,
            "digest": one.submission.digest,
            "received": now,
            "problem": text_to_json(one.submission.problem),
            "notes": texts_to_json(one.submission.notes),
        }
        for one, _ in changed
    ]
    _insert(connection, schema.entry, entries)
    numbers = _newest_entries(connection, [one.submission.person for one, _ in changed])
    stored = _stored(connection, [digest for _, new in changed for digest in new.values()])
    contents, submissions = [], []
    for one, new in changed:
        student = one.submission.person
        for slug, digest in new.items():
            files = one.submission.files.get(slug, NOTHING)
            if digest not in stored:
                contents.append({"files": digest, "packed": pack_files(files)})
                stored.add(digest)
            submitted = one.times.get(slug) if files else None
            submissions.append(
                {"entry": numbers[student], "student": student, "slug": slug, "files": digest, "submitted": submitted}
            )
    _insert(connection, schema.content, contents)
    _insert(connection, schema.submission, submissions)


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)


def _newest_entries(connection: Connection, students: Sequence[str]) -> dict[str, int]:
    e = schema.entry.c
    newest = select(e.student, func.max(e.id).label("number")).where(e.student.in_(students)).group_by(e.student)
    return {row.student: row.number for row in connection.execute(newest)}


def _stored(connection: Connection, digests: Sequence[str]) -> set[str]:
    """Return which of some digests the book has the files of."""
    c = schema.content.c
    found: set[str] = set()
    for start in range(0, len(digests), ASKED):
        found.update(connection.scalars(select(c.files).where(c.files.in_(digests[start : start + ASKED]))))
    return found


def _known(connection: Connection, students: Sequence[str], slugs: Sequence[str]) -> dict[str, _Before]:
    e, s = schema.entry.c, schema.submission.c
    newest = select(func.max(e.id)).where(e.student.in_(students)).group_by(e.student)
    entries = connection.execute(select(e.student, e.digest, e.problem, e.notes).where(e.id.in_(newest))).all()
    latest = select(func.max(s.id)).where(s.slug.in_(slugs), s.student.in_(students)).group_by(s.slug, s.student)
    files: dict[str, dict[str, str]] = {}
    for student, slug, digest in connection.execute(select(s.student, s.slug, s.files).where(s.id.in_(latest))):
        files.setdefault(student, {})[slug] = digest
    return {
        row.student: _Before(
            row.digest, text_from_json(row.problem), texts_from_json(row.notes), files.get(row.student, {})
        )
        for row in entries
    }
