"""The code that students handed in, as pages show it."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.gradebook import Gradebook, schema
from grader.gradebook.attempts import NOTHING
from grader.gradebook.course import Attempts, Course
from grader.gradebook.sources import LONGEST, Source, sources

from .conftest import NewUrl
from .sample import KEY, graded, handed_in
from .test_attempts import hand_in


@pytest.fixture
def url(tmp_path: Path, new_url: NewUrl) -> str:
    return new_url(tmp_path / "gradebook.db")


def code(book: Gradebook, *students: str) -> dict[str, dict[str, Source]]:
    with book.transaction() as connection:
        return sources(connection, students, book.course)


@pytest.mark.parametrize(("count", "now", "before"), [("latest", "c", "b"), ("best", "b", "a"), ("first", "a", None)])
def test_the_code_that_counts_and_what_was_there_before_it(url: str, count: str, now: str, before: str | None) -> None:
    with Gradebook(url, course=Course(attempts=Attempts(count=count))) as book:  # type: ignore[arg-type]
        hand_in(book, "a", "b", "c")
        old = {} if before is None else {"losses.py": before}
        assert code(book, "ada") == {"ada": {KEY.slug: Source({"losses.py": now}, old)}}


def test_the_same_files_again_are_no_change(url: str) -> None:
    """What is shown is the difference to the last submission, and there is none."""
    with Gradebook(url) as book:
        hand_in(book, "a", "a")
        assert code(book, "ada")["ada"][KEY.slug] == Source({"losses.py": "a"}, {})


def grade_any(book: Gradebook) -> None:
    """Grade what is pending, whatever it is."""
    run = book.begin_run("0.1.0", 0)
    for task in book.pending(KEY):
        book.keep(run, KEY, graded(task, 1.0))
    book.end_run(run)


def test_who_handed_in_nothing_has_no_code(url: str) -> None:
    with Gradebook(url) as book:
        book.take([handed_in("ada", losses="a"), handed_in("bob")], [KEY.slug])
        grade_any(book)
        assert code(book, "ada", "bob", "nobody").keys() == {"ada"}


def test_of_a_megabyte_a_part_is_shown(url: str) -> None:
    text = "x" * (LONGEST + 5)
    with Gradebook(url) as book:
        book.take([handed_in("ada", losses=text)], [KEY.slug])
        grade_any(book)
        assert code(book, "ada")["ada"][KEY.slug].files["losses.py"] == text[:LONGEST]


def test_damaged_files_are_said_in_one_line(url: str) -> None:
    with Gradebook(url) as book:
        hand_in(book, "a")
        with book.transaction() as connection:
            content = schema.content
            connection.execute(content.update().where(content.c.files != NOTHING).values(packed=b"no"))
        with pytest.raises(UsageError, match="files in the gradebook are damaged"):
            code(book, "ada")


def test_lines_end_as_python_counts_them(url: str) -> None:
    """Explanations speak of lines as Python does, to which a carriage return ends one."""
    with Gradebook(url) as book:
        book.take([handed_in("ada", losses="a = 1\rb = 2\r\nc = 3\n")], [KEY.slug])
        grade_any(book)
        assert code(book, "ada")["ada"][KEY.slug].files["losses.py"] == "a = 1\nb = 2\nc = 3\n"
