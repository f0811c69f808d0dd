"""What goes wrong with a database is one line that says how to mend it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select, update

from grader.errors import GraderError, UsageError
from grader.gradebook import Gradebook, schema
from grader.gradebook.connect import file_of, url_of

from .sample import KEY, grade_all, graded, handed_in, scores

SLUGS = [KEY.slug]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A gradebook's file with one student graded."""
    path = tmp_path / "gradebook.db"
    with Gradebook(url_of(path)) as book:
        book.take([handed_in("ada", losses="x")], SLUGS)
        grade_all(book, [KEY])
    return path


def test_a_full_disk_keeps_what_was_committed(path: Path) -> None:
    """SQLite's own limit stands for the disk's: the run stops with one line, and the book is whole."""
    with Gradebook(url_of(path)) as book:
        with book.transaction() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        with book.transaction() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 8}")
        with pytest.raises(GraderError, match=r"no space left for .*gradebook\.db: what was graded is kept"):
            book.take([handed_in(f"s{i}", losses=f"{i}" * 500) for i in range(500)], SLUGS)
    with Gradebook(url_of(path)) as book:
        assert scores(book) == {"ada": {"02_losses": 10.0}}
        book.take([handed_in("bob", losses="y")], SLUGS)
        assert len(grade_all(book, [KEY])) == 1


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    """Somebody else's file in its place: one line, not a byte changed."""
    path = tmp_path / "gradebook.db"
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(UsageError, match=r"gradebook.db is damaged .* nothing was written to it"):
        Gradebook(url_of(path))
    assert path.read_bytes() == b"not a database" * 1000


def test_a_damaged_page_is_said(path: Path) -> None:
    """Bytes lost in the middle: reading says so and how to go on."""
    content = bytearray(path.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(UsageError, match="is damaged"), Gradebook(url_of(path)) as book:
        list(book.results())


def test_a_damaged_row_is_named(path: Path) -> None:
    """One grading whose tests are no JSON: it is named, and the others are untouched."""
    with Gradebook(url_of(path)) as book:
        with book.transaction() as connection:
            connection.execute(update(schema.grading).values(tests="[{"))
        with pytest.raises(UsageError, match="grading 1 of 02_losses in the gradebook is damaged"):
            list(book.results())


def test_another_database_is_not_taken_for_a_gradebook(tmp_path: Path) -> None:
    """A database with other tables keeps them."""
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE marks (id INTEGER)")
    connection.close()
    with pytest.raises(UsageError, match="other tables than a gradebook's"):
        Gradebook(url_of(path))


def test_a_newer_gradebook_is_not_touched(path: Path) -> None:
    """A version that this program does not know is refused."""
    with Gradebook(url_of(path)) as book, book.transaction() as connection:
        connection.execute(update(schema.meta).values(value="99"))
    with pytest.raises(UsageError, match=r"of version 99, this Xorcise knows \d"):
        Gradebook(url_of(path))


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("gradebook.db", "is no database URL"),
        ("sqlite://", "must name a file"),
        ("nonsense://host/db", "cannot be used"),
        ("sqlite:////nowhere/at/all/gradebook.db", "cannot be used as a gradebook"),
    ],
)
def test_a_wrong_url_gets_one_line(url: str, why: str) -> None:
    """What cannot be opened is said, in one line."""
    with pytest.raises(UsageError, match=why) as caught:
        Gradebook(url)
    assert "\n" not in str(caught.value)


def test_reading_needs_a_gradebook(tmp_path: Path) -> None:
    """Reading where nothing is makes nothing."""
    with pytest.raises(UsageError, match="does not exist"):
        Gradebook(url_of(tmp_path / "gradebook.db"), writing=False)
    assert not list(tmp_path.iterdir())


def test_readers_and_the_writer_do_not_wait_for_each_other(path: Path) -> None:
    """A report in the middle of a run sees what was committed, and the run goes on."""
    with Gradebook(url_of(path)) as writer, Gradebook(url_of(path), writing=False) as reader:
        writer.take([handed_in("bob", losses="y")], SLUGS)
        run = writer.begin_run("0.1.0", 0)
        with reader.transaction() as connection:
            assert len(connection.scalars(select(schema.entry.c.student)).all()) == 2
            [task] = writer.pending(KEY)
            writer.keep(run, KEY, graded(task))
        assert set(scores(reader)) == {"ada", "bob"}


def test_only_sqlite_has_a_file() -> None:
    """A server's URL names none, and its password is not shown."""
    assert file_of("sqlite:///x/y.db") == Path("x/y.db")
    assert file_of("postgresql+psycopg://me:secret@host/db") is None
