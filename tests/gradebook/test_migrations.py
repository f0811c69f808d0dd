"""A gradebook of any earlier version is brought up to date, and says what it said."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import inspect

from grader.gradebook import Gradebook, schema
from grader.gradebook.connect import url_of
from grader.gradebook.migrations import one_to_two

from .sample import KEY, grade_all, handed_in, scores

GOLDEN = Path(__file__).resolve().parent.parent / "golden"


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A gradebook as version 1 wrote it: four students, one of whom handed in twice, one unreadable."""
    path = tmp_path / "gradebook.db"
    connection = sqlite3.connect(path)
    connection.executescript((GOLDEN / "gradebook-v1.sql").read_text("utf-8"))
    connection.close()
    return path


def test_version_1_says_what_it_said(first: Path) -> None:
    """Every score and problem is still there, and the gradebook is of today's version."""
    with Gradebook(url_of(first)) as book:
        assert scores(book) == {
            n: {"02_losses": p} for n, p in (("ada", 10.0), ("bob", 7.0), ("eve", 7.0), ("zoe", 7.0))
        }
        assert [r.problem for r in book.results()] == ["", "", "", "the zip is broken"]
        assert book.recall("version") == str(schema.VERSION)


def test_version_1_is_worked_with_like_any_other(first: Path) -> None:
    """After the migration, what is known is answered and what is new is graded."""
    with Gradebook(url_of(first)) as book:
        book.take([handed_in("bob", at="2026-11-26T12:00:00+00:00", losses="third")], [KEY.slug])
        assert len(grade_all(book, [KEY])) == 1
        assert scores(book)["bob"] == {"02_losses": 10.0}


def test_a_migrated_gradebook_has_the_tables_of_a_new_one(first: Path, tmp_path: Path) -> None:
    """Tables, columns, types and indexes are the same, whichever way a gradebook came to this version."""
    shapes = []
    for path in (first, tmp_path / "new.db"):
        with Gradebook(url_of(path)) as book, book.transaction() as connection:
            look = inspect(connection)
            shapes.append(
                {
                    table: (
                        sorted((c["name"], str(c["type"]), c["nullable"]) for c in look.get_columns(table)),
                        sorted((str(i["name"]), i["column_names"]) for i in look.get_indexes(table)),
                    )
                    for table in look.get_table_names()
                }
            )
    assert shapes[0] == shapes[1]


def test_a_migration_that_fails_changes_nothing(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The step and the version are one transaction."""

    def broken(operations: object) -> None:
        one_to_two(operations)  # type: ignore[arg-type]
        raise RuntimeError("power cut")

    monkeypatch.setattr("grader.gradebook.migrations.STEPS", {1: broken})
    with pytest.raises(RuntimeError, match="power cut"):
        Gradebook(url_of(first))
    monkeypatch.undo()
    with Gradebook(url_of(first)) as book:
        assert len(scores(book)) == 4
