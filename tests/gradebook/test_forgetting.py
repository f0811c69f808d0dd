"""``xorcise forget``: nothing about a person is left, and nothing else is gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from grader.commands.forget import FORGOTTEN, forget_student
from grader.errors import UsageError
from grader.gradebook import Gradebook, HandedIn, schema
from grader.gradebook.belonging import Belonging
from grader.gradebook.connect import file_of
from grader.gradebook.overrides import Override, add_override
from grader.gradebook.roster import Person, Roster
from grader.run.books import Place
from grader.run.outfolder import OutFolder
from grader.run.reports import Reports
from grader.submission import Entry, Submission

from .conftest import NewUrl
from .sample import KEY, grade_all, handed_in, key, scores

NAME = "Ada Example"
SECRET = "own words of this person"


@pytest.fixture
def place(tmp_path: Path, new_url: NewUrl) -> Place:
    """Three students: two handed in the same for losses, and a note on the third names the first."""
    folder = OutFolder(tmp_path / "out")
    folder.prepare()
    url = new_url(folder.path / "gradebook.db")
    with Gradebook(url) as book:
        person = Person(NAME, ("ada@example.org",), NAME, "", {"name": NAME, "email": "ada@example.org"})
        book.know(
            Belonging((Entry(NAME, Path("101"), key="101"), Entry("bob", Path("bob"), key="bob")), Roster((person,)))
        )
        files = {"02_losses": {"losses.py": b"x"}}
        note = f"bob and {NAME} give names that look the same"
        book.take(
            [
                handed_in(NAME, losses="x", layers=SECRET),
                HandedIn(Submission("bob", files, "", (note, "Adaptation is no name"))),
                handed_in("eve", losses="y"),
            ],
            ["02_losses", "08_backprop"],
        )
        grade_all(book, [KEY, key("08_backprop")], 6.0)
        with book.transaction() as connection:
            add_override(connection, Override(NAME, KEY.slug, 7.0, "because of " + SECRET, "2026"))
        Reports(folder, book, (), "en").of_everybody()
    (folder.path / "similar.html").write_text(NAME, encoding="utf-8")
    return Place(folder.path, None if url == folder.url else url)


def test_nothing_is_left_of_a_person(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """In no row, no file and no free page of the database; what two handed in stays the other's."""
    folder = place.folder
    assert folder is not None
    url = place.gradebook or folder.url
    before = [path for path in folder.path.rglob("*") if path.is_file() and NAME.encode() in path.read_bytes()]
    assert folder.path / "class.html" in before
    forget_student(NAME, place)
    assert f"{NAME} is forgotten: 1 submission and 1 grading are deleted." in capsys.readouterr().out
    for path in folder.path.rglob("*"):
        for words in (NAME, SECRET, "ada@example.org"):
            assert not path.is_file() or words.encode() not in path.read_bytes(), path
    assert not (folder.path / "students" / NAME).exists()
    with Gradebook(url) as book:
        assert scores(book) == {
            "bob": {"02_losses": 6.0, "08_backprop": 6.0},
            "eve": {"02_losses": 6.0, "08_backprop": 6.0},
        }
        assert next(iter(book.results())).notes == ("Adaptation is no name",)
        assert book.recall(FORGOTTEN) is not None
        assert NAME not in str(book.recall(FORGOTTEN))
        with book.transaction() as connection:
            for table in schema.metadata.sorted_tables:
                rows = connection.execute(select(table)).all()
                assert NAME not in str(rows), table.name
                assert SECRET not in str(rows), table.name
            assert connection.scalar(select(func.count()).select_from(schema.content)) == 3  # x, y and nothing


def test_a_stranger_is_not_forgotten(place: Place) -> None:
    """One line; nothing is deleted."""
    with pytest.raises(UsageError, match="knows no student 'Ada'"):
        forget_student("Ada", place)
    assert place.folder is not None
    with Gradebook(place.gradebook or place.folder.url) as book:
        assert len(scores(book)) == 3


def test_somebody_who_only_stands_in_the_roster_can_be_forgotten(place: Place) -> None:
    """Their line goes."""
    assert place.folder is not None
    url = place.gradebook or place.folder.url
    with Gradebook(url) as book:
        book.know(Belonging((), Roster((Person("Zoe", ("z1",), "Zoe"),))))
    forget_student("Zoe", place)
    with Gradebook(url) as book:
        assert book.roster().people == ()


def test_an_erased_file_is_still_a_gradebook(place: Place) -> None:
    assert place.folder is not None
    forget_student("eve", place)
    path = file_of(place.gradebook or place.folder.url)
    assert path is None or path.is_file()
    with Gradebook(place.gradebook or place.folder.url) as book:
        assert sorted(scores(book)) == [NAME, "bob"]
