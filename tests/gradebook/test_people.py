"""A class with a roster: whose work is whose, who is missing, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.gradebook import Gradebook, HandedIn
from grader.gradebook.course import Course
from grader.gradebook.course_file import read_course
from grader.gradebook.roster import read_roster
from grader.submission import Entry, Submission

from .conftest import NewUrl

SLUG = "02_losses"


@pytest.fixture
def book(tmp_path: Path, new_url: NewUrl) -> Gradebook:
    return Gradebook(new_url(tmp_path / "gradebook.db"))


def take(book: Gradebook, *keys: str, roster: Path | None = None) -> list[str]:
    """Take in one file of each; return the names that they got."""
    entries = [Entry(key, Path(key), key=key) for key in keys]
    found = book.belonging(entries, read_roster(roster) if roster is not None else None)
    book.know(found)
    files = {SLUG: {"losses.py": b"a"}}
    book.take((HandedIn(Submission(entry.person, files)) for entry in found.entries), [SLUG])
    return [entry.person for entry in found.entries]


def test_a_name_stays_from_run_to_run(book: Gradebook) -> None:
    """A newcomer who is called alike gets an addition, and keeps it."""
    with book:
        assert take(book, "alice", "bob") == ["alice", "bob"]
        assert take(book, "Alice", "bob") == ["Alice (Alice)", "bob"]
        assert take(book, "Alice", "alice") == ["Alice (Alice)", "alice"]


def test_a_roster_is_remembered(book: Gradebook, tmp_path: Path) -> None:
    """A later run without one goes by it; a new one replaces it."""
    (first := tmp_path / "first.csv").write_text("name,id\nAda Example,101\nBob Example,102\n", encoding="utf-8")
    (second := tmp_path / "second.csv").write_text("name,id\nAda Example,101\nEve Example,103\n", encoding="utf-8")
    with book:
        assert take(book, "101", roster=first) == ["Ada Example"]
        assert take(book, "102") == ["Bob Example"]
        assert said(book) == []
        assert take(book, "101", roster=second) == ["Ada Example"]
        assert [person.name for person in book.roster().people] == ["Ada Example", "Eve Example"]
        assert book.roster().headings == ("name", "id")
        assert said(book) == [
            "1 submission belongs to nobody in the roster: Bob Example",
            "1 person of the roster handed in nothing: Eve Example",
        ]


def said(book: Gradebook) -> list[str]:
    return [str(one) for one in book.matters()]


def test_names_that_are_nobodys_are_said(tmp_path: Path, catalogue: object) -> None:
    """In the table of times and in extensions; somebody of the roster without work is no stranger there."""
    (tmp_path / "times.csv").write_text("student,submitted\nada,2026-01-01\nadda,2026-01-01\n", encoding="utf-8")
    text = 'submitted = "times.csv"\n[[extension]]\nstudent = "bobb"\ndue = 2026-01-01T00:00:00\n'
    (tmp_path / "course.toml").write_text(text, encoding="utf-8")
    course = read_course(tmp_path / "course.toml", ())
    assert isinstance(course, Course)
    with Gradebook(f"sqlite:///{tmp_path / 'book.db'}", course=course) as book:
        assert take(book, "ada") == ["ada"]
        assert said(book) == [
            "1 name in the table of times is no student's: adda",
            "1 name in an extension in course.toml is no student's: bobb",
        ]
