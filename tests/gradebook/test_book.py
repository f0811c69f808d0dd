"""The gradebook: nothing graded twice, nothing replaced, nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, func, select

from grader.errors import Mismatch
from grader.gradebook import Gradebook, HandedIn, intake, schema
from grader.gradebook.connect import file_of
from grader.language import _, told
from grader.result import ExerciseResult, Outcome
from grader.slot.task import unpack_files
from grader.submission import Submission
from grader.submission.record import files_digest

from .conftest import NewUrl
from .sample import KEY, a_test, grade_all, graded, handed_in, key, scores

SLUGS = [KEY.slug]


@pytest.fixture
def book(tmp_path: Path, new_url: NewUrl) -> Iterator[Gradebook]:
    """An empty gradebook."""
    with Gradebook(new_url(tmp_path / "gradebook.db")) as book:
        yield book


def rows(book: Gradebook, table: Table) -> int:
    with book.transaction() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


# --- sentences --------------------------------------------------------------------------------------------------------


def test_sentences_are_kept_with_their_facts(book: Gradebook) -> None:
    """A problem and a note come back as messages, which are told in any language; other texts come back as they are."""
    problem = _("{path} cannot be read ({why})", path="ada.zip", why=_("Permission denied"))
    note = _("nothing in it is called {names}", names="losses.py")
    book.take([HandedIn(Submission("ada", {}, problem, (note, "a note of somebody's")))], SLUGS)
    [ada] = book.results()
    assert (ada.problem, ada.notes) == (problem, (note, "a note of somebody's"))
    assert [told(text, "zh-CN") for text in (ada.problem, *ada.notes)] == [
        "ada.zip 无法读取（权限不足）",
        "其中没有名为 losses.py 的文件",
        "a note of somebody's",
    ]


def test_what_happened_in_a_test_is_kept_with_its_facts(book: Gradebook) -> None:
    """Message and summary travel from the slot into the book and out of it as messages."""
    book.take([handed_in("ada", losses="wrong")], SLUGS)
    run = book.begin_run("0.1.0", 0)
    [task] = book.pending(KEY)
    summary = _("{what} has a wrong value", what=_("the result"))
    test = replace(a_test(0.0), message=Mismatch(summary, "f(1)", "1", "2").message, summary=summary)
    result = ExerciseResult.of(KEY.slug, "suite one", (test,))
    book.keep(run, KEY, graded(task, result=result))
    [ada] = book.results()
    kept = ada.exercises[0].tests[0]
    assert kept == test
    assert told(kept.message, "zh-CN") == "结果：数值不正确\ncalled: f(1)\nexpected: 1\ngot: 2"


# --- taking in --------------------------------------------------------------------------------------------------------


def test_the_same_class_again_adds_nothing(book: Gradebook) -> None:
    """A class that was taken in is found again, so that grading it again costs no row."""
    everybody = [handed_in("ada", losses="a"), handed_in("bob", losses="b"), handed_in("eve", problem="unreadable")]
    for _again in range(2):
        book.take(everybody, SLUGS)
    assert [rows(book, t) for t in (schema.entry, schema.submission, schema.content)] == [3, 3, 3]


def test_a_new_file_is_a_new_submission_and_the_old_one_stays(book: Gradebook) -> None:
    """What was handed in first is still there after something else was."""
    book.take([handed_in("ada", losses="first")], SLUGS)
    book.take([handed_in("ada", losses="second")], SLUGS)
    assert rows(book, schema.submission) == 2
    [task] = book.pending(KEY)
    assert unpack_files(task.packed) == {"losses.py": b"second"}


def test_what_is_not_handed_in_again_still_counts(book: Gradebook) -> None:
    """The second week's folder, without the first week's exercise, takes nothing away."""
    slugs = ["02_losses", "08_backprop"]
    book.take([handed_in("ada", losses="right")], slugs)
    book.take([handed_in("ada", layers="right")], slugs)
    book.take([handed_in("ada", problem="the zip is broken")], slugs)
    for slug in slugs:
        [task] = book.pending(key(slug))
        assert b"right" in next(iter(unpack_files(task.packed).values()))


def test_only_assigned_exercises_are_expected_of_everybody(book: Gradebook) -> None:
    """An exercise that nobody handed in is in no result, until the class is completed with it."""
    both = ["02_losses", "08_backprop"]
    book.take([handed_in("ada", losses="x"), handed_in("bob", layers="y"), handed_in("eve")], both, {"02_losses"})
    grade_all(book, [key(slug) for slug in both])
    assert {name: sorted(found) for name, found in scores(book).items()} == {
        "ada": ["02_losses"],
        "bob": both,
        "eve": ["02_losses"],
    }
    book.complete(["ada", "bob", "nobody"], both)
    before = rows(book, schema.submission)
    book.complete(["ada", "bob"], both)
    assert rows(book, schema.submission) == before == 5
    grade_all(book, [key(slug) for slug in both])
    assert [sorted(found) for found in scores(book).values()] == [both, both, ["02_losses"]]


def test_heavy_submissions_are_taken_in_sooner(book: Gradebook, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the driver never holds the files of a hundred of them."""
    monkeypatch.setattr(intake, "WEIGHT", 10)
    read: list[str] = []
    held: list[int] = []

    def everybody() -> Iterator[HandedIn]:
        for name in ("ada", "bob", "eve", "tom"):
            held.append(len(read) - rows(book, schema.entry))
            read.append(name)
            yield handed_in(name, losses=name * 3)

    book.take(everybody(), SLUGS)
    assert held == [0, 1, 0, 1]
    assert rows(book, schema.entry) == 4


def test_a_class_larger_than_a_transaction_is_taken_in_whole(book: Gradebook) -> None:
    """More submissions than are taken at a time; the last few too."""
    book.take((handed_in(f"s{i}", losses=str(i)) for i in range(230)), SLUGS)
    assert rows(book, schema.submission) == 230
    assert book.count_pending(KEY) == len(list(book.pending(KEY))) == 230


# --- the queue --------------------------------------------------------------------------------------------------------


def test_an_identical_file_is_graded_once(book: Gradebook) -> None:
    """Three students, two of them with the same file: two tasks, three verdicts."""
    book.take([handed_in("ada", losses="x"), handed_in("bob", losses="x"), handed_in("eve", losses="y")], SLUGS)
    assert len(grade_all(book, [KEY])) == 2
    assert scores(book) == {name: {"02_losses": 10.0} for name in ("ada", "bob", "eve")}


@pytest.mark.parametrize(
    "changed", [{"suite": "two"}, {"data": "mnist"}, {"seed": 1}, {"engine": "0.2"}, {"levels": ("bubblewrap",)}]
)
def test_whatever_a_grading_depends_on_asks_for_another(book: Gradebook, changed: dict[str, Any]) -> None:
    """The same key is answered from the book; another suite, data, seed, engine or level is not."""
    book.take([handed_in("ada", losses="x")], SLUGS)
    grade_all(book, [KEY])
    assert not list(book.pending(KEY))
    [task] = book.pending(key(**changed))
    assert task.attempt == ("levels" in changed)


def test_an_answer_that_is_known_again_becomes_the_verdict(book: Gradebook) -> None:
    """Back to an earlier suite: nothing is graded, and the earlier grading counts again."""
    book.take([handed_in("ada", losses="x")], SLUGS)
    grade_all(book, [KEY], 10.0)
    grade_all(book, [key(suite="two")], 4.0)
    assert scores(book) == {"ada": {"02_losses": 4.0}}
    assert grade_all(book, [KEY], 0.0) == []
    assert scores(book) == {"ada": {"02_losses": 10.0}}
    assert rows(book, schema.grading) == 2
    assert rows(book, schema.verdict) == 3


def test_a_grading_that_arrives_twice_is_kept_once(book: Gradebook) -> None:
    """A machine that was given up may answer after all: the first answer stands."""
    book.take([handed_in("ada", losses="x")], SLUGS)
    run = book.begin_run("0.1.0", 0)
    [task] = book.pending(KEY)
    assert book.keep(run, KEY, graded(task, 10.0)) == ["ada"]
    assert book.keep(run, KEY, graded(task, 3.0)) == []
    assert rows(book, schema.grading) == rows(book, schema.verdict) == 1
    assert scores(book) == {"ada": {"02_losses": 10.0}}


def test_grading_again_is_a_second_grading(book: Gradebook) -> None:
    """With ``again``, everything is pending once more, and what this run has graded no longer is."""
    book.take([handed_in("ada", losses="x")], SLUGS)
    grade_all(book, [KEY])
    run = book.begin_run("0.1.0", 0)
    [task] = book.pending(KEY, run)
    assert task.attempt == 1
    book.keep(run, KEY, graded(task, 5.0))
    assert not list(book.pending(KEY, run))
    assert scores(book) == {"ada": {"02_losses": 5.0}}


def test_who_has_something_left_is_still_waiting(book: Gradebook) -> None:
    """A student is done with the last of their exercises, not before."""
    keys = [KEY, key("08_backprop")]
    book.take([handed_in("ada", losses="x", layers="y")], [k.slug for k in keys])
    run = book.begin_run("0.1.0", 0)
    for k, waiting in zip(keys, ({"ada"}, set()), strict=True):
        [task] = book.pending(k)
        book.keep(run, k, graded(task))
        assert book.still_waiting(run, keys, ["ada"]) == waiting


# --- faults of ours ---------------------------------------------------------------------------------------------------


def test_a_fault_of_ours_never_replaces_a_verdict(book: Gradebook) -> None:
    """A broken suite: yesterday's points stay, also for a newer file, and the fault is on record."""
    book.take([handed_in("ada", losses="x")], SLUGS)
    grade_all(book, [KEY])
    broken = key(suite="broken")
    grade_all(book, [broken], 0.0, Outcome.GRADER_ERROR)
    book.take([handed_in("ada", losses="newer")], SLUGS)
    grade_all(book, [broken], 0.0, Outcome.GRADER_ERROR)
    assert scores(book) == {"ada": {"02_losses": 10.0}}
    assert rows(book, schema.grading) == 3


def test_a_fault_is_shown_where_there_is_nothing_else_and_tried_again(book: Gradebook) -> None:
    """Without any verdict, the fault is what a report shows; the next run grades it again and replaces it."""
    book.take([handed_in("ada", losses="x")], SLUGS)
    grade_all(book, [KEY], 0.0, Outcome.GRADER_ERROR)
    [result] = book.results()
    assert result.has_grader_error
    [task] = book.pending(KEY)
    assert task.attempt == 1
    grade_all(book, [KEY])
    assert scores(book) == {"ada": {"02_losses": 10.0}}


# --- results ----------------------------------------------------------------------------------------------------------


def test_results_come_by_name_with_what_there_is_to_say(book: Gradebook) -> None:
    """Order, problem, notes and the digest of what counts; who has nothing yet is not in it."""
    ada = Submission("ada", {"02_losses": {"losses.py": b"x"}}, notes=("a note",))
    book.take([handed_in("bob", losses="y"), HandedIn(ada), handed_in("eve", problem="the zip is broken")], SLUGS)
    assert [r.student for r in book.results()] == ["eve"]
    grade_all(book, [KEY])
    found = {r.student: r for r in book.results()}
    assert list(found) == ["ada", "bob", "eve"]
    assert found["ada"].notes == ("a note",)
    assert found["ada"].submission_digest == ada.digest
    assert found["eve"].problem == "the zip is broken"
    assert found["ada"].exercises[0].tests[0].message == "called: f(1)"


def test_the_weakest_containment_is_told(book: Gradebook) -> None:
    """Of exercises graded at different levels, a result names the weakest."""
    keys = [KEY, key("08_backprop", levels=("bare", "landlock"))]
    book.take([handed_in("ada", losses="x", layers="y")], [k.slug for k in keys])
    run = book.begin_run("0.1.0", 0)
    for k, level in zip(keys, ("landlock", "bare"), strict=True):
        [task] = book.pending(k)
        book.keep(run, k, graded(task, level=level))
    assert [r.containment.level for r in book.results()] == ["bare"]


def test_a_book_that_is_opened_again_says_the_same(tmp_path: Path, new_url: NewUrl) -> None:
    """Closed and opened, for reading this time."""
    url = new_url(tmp_path / "gradebook.db")
    with Gradebook(url) as book:
        book.take([handed_in("ada", losses="x")], SLUGS)
        grade_all(book, [KEY])
    with Gradebook(url, writing=False) as book:
        assert scores(book) == {"ada": {"02_losses": 10.0}}
    assert [p.name for p in tmp_path.iterdir()] == [path.name for path in [file_of(url)] if path is not None]


def test_digests_tell_files_apart() -> None:
    """Names, contents and where one ends all count."""
    several: list[dict[str, bytes]] = [{}, {"a": b""}, {"a": b"b"}, {"b": b"b"}, {"a": b"", "b": b""}]
    assert len({files_digest(f) for f in several}) == len(several)
