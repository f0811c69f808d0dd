"""A gradebook of any earlier version is brought up to date, and says what it said."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import inspect

from grader.gradebook import Gradebook, HandedIn, schema
from grader.gradebook.comments import add_comment
from grader.gradebook.connect import url_of
from grader.gradebook.explaining import unexplained
from grader.gradebook.history import History, history
from grader.gradebook.migrations import one_to_two
from grader.gradebook.overrides import Override, add_override
from grader.language import _, told
from grader.result import Comment
from grader.submission import Submission

from .sample import KEY, grade_all, handed_in, scores

GOLDEN = Path(__file__).resolve().parent.parent / "golden"


def made_of(version: int, folder: Path) -> Path:
    """Return a gradebook in ``folder`` as a version wrote it."""
    path = folder / "gradebook.db"
    connection = sqlite3.connect(path)
    connection.executescript((GOLDEN / f"gradebook-v{version}.sql").read_text("utf-8"))
    connection.close()
    return path


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A gradebook of version 1: four students, one of whom handed in twice, one unreadable."""
    return made_of(1, tmp_path)


@pytest.fixture
def third(tmp_path: Path) -> Path:
    """A gradebook of version 3: as that of version 2, and its sentences have facts."""
    return made_of(3, tmp_path)


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """A gradebook of version 2: three students with notes, an override and a problem."""
    return made_of(2, tmp_path)


def test_version_1_says_what_it_said(first: Path) -> None:
    """Every score and problem is still there, and the gradebook is of today's version."""
    with Gradebook(url_of(first)) as book:
        assert scores(book) == {
            n: {"02_losses": p} for n, p in (("ada", 10.0), ("bob", 7.0), ("eve", 7.0), ("zoe", 7.0))
        }
        assert [r.problem for r in book.results()] == ["", "", "", "the zip is broken"]
        assert book.recall("version") == str(schema.VERSION)


def test_version_2_says_what_it_said(second: Path) -> None:
    """Marks, the override, and every note and problem as it was written; also in Chinese, where it has no facts."""
    with Gradebook(url_of(second)) as book:
        ada, bob, zoe = book.results()
    assert [r.score for r in (ada, bob, zoe)] == [9.0, 7.0, 7.0]
    assert ada.notes == (
        "nothing in it is called layers.py",
        "02_losses: 9 points set by the instructor: the suite was too strict",
    )
    assert bob.notes == ("读我.txt is larger than 2 MiB: it was left out", 'a "quoted" note')
    assert zoe.problem == "the zip is broken: pack it again and open it once before you hand it in"
    assert [told(text, "zh-CN") for text in (*bob.notes, zoe.problem)] == [*bob.notes, zoe.problem]
    assert told(ada.notes[1], "zh-CN") == "02_losses：教师改为 9 分：the suite was too strict"
    assert ada.exercises[0].tests[0].summary == "the result has a wrong value"


def test_version_3_says_what_it_said(third: Path) -> None:
    """Marks, the override and the problem; its failures were never explained, so all of them are left."""
    with Gradebook(url_of(third)) as book:
        ada, bob, zoe = book.results()
        assert [r.score for r in (ada, bob, zoe)] == [9.0, 7.0, 7.0]
        assert told(zoe.problem, "zh-CN") == _("the zip is broken").told("zh-CN")
        with book.transaction() as connection:
            left = list(unexplained(connection, KEY.slug, "latest", lambda test: test.explanation is None))
        # zoe's is left out: she handed in nothing that could be explained
        assert [(one.suite, one.data, one.level) for one in left] == [("suite one", "none", "landlock")] * 2


def test_version_5_says_what_it_said(tmp_path: Path) -> None:
    """Marks, people and the override, which is of the whole exercise; new words and comments can be added."""
    with Gradebook(url_of(made_of(5, tmp_path))) as book:
        ada, bob, zoe = book.results()
        assert [r.score for r in (ada, bob, zoe)] == [9.0, 7.0, 7.0]
        assert [(a.kind, a.test, a.after) for a in ada.adjustments] == [("override", "", 9.0)]
        assert [person.name for person in book.roster().people] == ["ada"]
        with book.transaction() as connection:
            add_override(connection, Override("bob", KEY.slug, 10.0, "by hand", "2026", "test_one"))
            add_comment(connection, "bob", KEY.slug, Comment("Well done.", "2026"))
        [bob] = book.results_of(["bob"])
    assert (bob.score, bob.exercises[0].comments) == (10.0, (Comment("Well done.", "2026"),))


def test_version_2_handed_in_again_adds_nothing(second: Path) -> None:
    """The same files with the same notes are no new entry, though their notes have facts now."""
    left_out = _("{name} {fault}: it was left out", name="读我.txt", fault=_("is larger than {size}", size="2 MiB"))
    files = {"02_losses": {"losses.py": b"second"}}
    with Gradebook(url_of(second)) as book:
        before = history_of(book)
        book.take([HandedIn(Submission("bob", files, "", (left_out, 'a "quoted" note')))], [KEY.slug])
        assert history_of(book) == before


def history_of(book: Gradebook) -> History:
    with book.transaction() as connection:
        return history(connection, "bob")


def test_version_1_is_worked_with_like_any_other(first: Path) -> None:
    """After the migration, what is known is answered and what is new is graded."""
    with Gradebook(url_of(first)) as book:
        book.take([handed_in("bob", at="2026-11-26T12:00:00+00:00", losses="third")], [KEY.slug])
        assert len(grade_all(book, [KEY])) == 1
        assert scores(book)["bob"] == {"02_losses": 10.0}


@pytest.mark.parametrize("version", range(1, schema.VERSION))
def test_a_migrated_gradebook_has_the_tables_of_a_new_one(version: int, tmp_path: Path) -> None:
    """Tables, columns, types and indexes are the same, whichever way a gradebook came to this version."""
    shapes = []
    for path in (made_of(version, tmp_path), tmp_path / "new.db"):
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
