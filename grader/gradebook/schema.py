"""The gradebook's tables: SQLAlchemy Core, so that they are the same in every database that it speaks to.

Times are UTC as ISO 8601 text, which sorts; lists and tests are JSON text. A change of anything here is a new
``VERSION`` and a step in ``migrations``.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = 6

# NAME_BYTES of grader.submission.people. Ordered by code points everywhere, as Python does.
STUDENT = String(200).with_variant(String(200, collation="C"), "postgresql")
SLUG = String(100)
LONG_TEXT = Text(2**24).with_variant(Text(), "postgresql")  # MySQL has to be told; PostgreSQL does not take a length
DIGEST = String(64)
TIME = String(32)

metadata = MetaData()

meta = Table("meta", metadata, Column("key", String(40), primary_key=True), Column("value", Text, nullable=False))

run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started", TIME, nullable=False),
    Column("finished", TIME),  # null where it was killed or is still running
    Column("engine", String(40), nullable=False),
    Column("seed", Integer, nullable=False),
)

entry = Table(
    "entry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("student", STUDENT, nullable=False),
    Column("digest", DIGEST, nullable=False),
    Column("received", TIME, nullable=False),
    Column("problem", Text, nullable=False),  # a sentence, empty where nothing was wrong; since version 3 as ``texts``
    Column("notes", Text, nullable=False),  # a list of sentences, as ``texts``
    Index("entry_of_student", "student", "id"),
)

person = Table(  # since version 5
    "person",
    metadata,
    Column("name", STUDENT, primary_key=True),  # once given, it stays
    Column("identified", Text),  # what identified an entry as theirs: ``Entry.key``; null where they have none
    Column("delivered", Text),  # the name of what was handed in, as the platform gave it; null where nothing was
    Column("ids", Text, nullable=False),  # a list: what identifies them in the roster or on a platform
    Column("enrolled", Boolean, nullable=False),  # whether they are in the roster
    Column("columns", Text, nullable=False),  # their line of the roster, by heading
)

submission = Table(
    "submission",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entry", ForeignKey("entry.id"), nullable=False),
    Column("student", STUDENT, nullable=False),
    Column("slug", SLUG, nullable=False),
    Column("files", DIGEST, nullable=False),
    Column("submitted", TIME),  # since version 2; null where it is not known
    Index("submission_of_student", "slug", "student", "id"),
    Index("submission_with_files", "slug", "files"),
)

content = Table(
    "content",
    metadata,
    Column("files", DIGEST, primary_key=True),
    Column("packed", LargeBinary(2**25), nullable=False),  # intake takes 16 MiB; a bare LargeBinary is 64 KiB in MySQL
)

grading = Table(
    "grading",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run", ForeignKey("run.id"), nullable=False),
    Column("slug", SLUG, nullable=False),
    Column("files", DIGEST, nullable=False),
    Column("suite", DIGEST, nullable=False),
    Column("data", String(20), nullable=False),
    Column("seed", Integer, nullable=False),
    Column("engine", String(40), nullable=False),
    Column("attempt", Integer, nullable=False),  # counts gradings of one key: after a fault of ours, or when asked for
    Column("fault", Boolean, nullable=False),  # whether our side failed: then it is no verdict
    Column("level", String(20), nullable=False),
    Column("containment", Text, nullable=False),
    Column("started", TIME, nullable=False),
    Column("duration_s", Float, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("score", Float, nullable=False),
    Column("max_score", Float, nullable=False),
    Column("tests", LONG_TEXT, nullable=False),
    # no grading is in the book twice
    UniqueConstraint("slug", "files", "suite", "data", "seed", "engine", "attempt", name="graded_once"),
)

explained = Table(  # since version 4; not a column of ``grading``: the long ``tests`` would have to be read past
    "explained",
    metadata,
    Column("grading", ForeignKey("grading.id"), primary_key=True),  # whose failures were gone over to explain them
    Column("made", TIME, nullable=False),
)

verdict = Table(
    "verdict",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run", ForeignKey("run.id"), nullable=False),
    Column("student", STUDENT, nullable=False),
    Column("slug", SLUG, nullable=False),
    Column("submission", ForeignKey("submission.id"), nullable=False),
    Column("grading", ForeignKey("grading.id"), nullable=False),
    Index("verdict_of_student", "slug", "student", "id"),
    Index("verdict_of_run", "run", "id"),
)

override = Table(  # since version 2
    "override",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("student", STUDENT, nullable=False),
    Column("slug", SLUG, nullable=False),
    Column("points", Float),  # null withdraws the ones before
    Column("reason", Text, nullable=False),
    Column("made", TIME, nullable=False),
    # since version 6: empty of the whole exercise, a test's id, or ``RUBRIC`` and the key of a line of the rubric
    Column("test", String(200), nullable=False, server_default=""),
    Index("override_of_student", "student", "slug", "id"),
)

RUBRIC = "rubric:"
"""What stands before a rubric line's key in ``override.test``. No test's id holds a colon: it is a Python name."""


def is_test(what: str) -> bool:
    """Whether an override is about a single test, by its ``test``."""
    return bool(what) and not what.startswith(RUBRIC)


comment = Table(  # since version 6
    "comment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("student", STUDENT, nullable=False),
    Column("slug", SLUG, nullable=False),
    Column("line", Integer),  # of the exercise's file, from 1; null where it is about the whole of it
    Column("text", Text, nullable=False),
    Column("made", TIME, nullable=False),
    Column("withdrawn", TIME),  # null where it stands
    Index("comment_of_student", "student", "slug", "id"),
)

written = Table(
    "written",
    metadata,
    Column("path", String(400), primary_key=True),
    Column("state", DIGEST, nullable=False),  # of everything that the file was made from
    Column("stamp", String(60), nullable=False),  # its size and time: one that was touched since is written again
)
