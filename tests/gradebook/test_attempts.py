"""Which of several attempts counts: the latest, the best or the first."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from grader.gradebook import Gradebook
from grader.gradebook.course import Attempts, Course
from grader.gradebook.lateness import Late
from grader.result import Outcome
from grader.slot.task import unpack_files

from .conftest import NewUrl
from .sample import KEY, graded, handed_in, key, scores

POINTS = {"a": 4.0, "b": 9.0, "c": 6.0}
"""What each text of losses.py earns."""

ON = "2026-11-{:02d}T10:00:00+00:00"


def course(count: str, **more: object) -> Course:
    return Course(attempts=Attempts(count=count), **more)  # type: ignore[arg-type]


def grade(book: Gradebook, suite: str = KEY.suite, outcome: Outcome | None = None, more: float = 0.0) -> int:
    """Grade what is pending; return how many gradings there were."""
    run = book.begin_run("0.1.0", 0)
    asked = key(suite=suite)
    book.settle(run, asked)
    done = 0
    for task in book.pending(asked):
        text = unpack_files(task.packed)["losses.py"].decode()
        book.keep(run, asked, graded(task, POINTS[text] + more, outcome))
        done += 1
    book.end_run(run)
    return done


def hand_in(book: Gradebook, *texts: str) -> None:
    """Hand in texts on three days, each graded before the next one."""
    for day, text in enumerate(texts, 1):
        book.take([handed_in("ada", at=ON.format(day), losses=text)], [KEY.slug])
        grade(book)


@pytest.fixture
def url(tmp_path: Path, new_url: NewUrl) -> str:
    return new_url(tmp_path / "gradebook.db")


@pytest.fixture
def three(url: str) -> str:
    """A book in which a student handed in three times: 4, 9 and 6 points."""
    with Gradebook(url) as book:
        hand_in(book, "a", "b", "c")
    return url


@pytest.mark.parametrize(("count", "points"), [("latest", 6.0), ("best", 9.0), ("first", 4.0)])
def test_the_course_says_which_attempt_counts(three: str, count: str, points: float) -> None:
    """It is applied when results are read: a change needs no grading."""
    with Gradebook(three, course=course(count)) as book:
        assert scores(book) == {"ada": {KEY.slug: points}}
        assert book.count_pending(KEY) == 0


def test_a_note_says_which_attempt_was_chosen(three: str) -> None:
    """And when it was handed in; where the latest always counts there is nothing to say."""
    said = {}
    for count in ("latest", "best", "first"):
        with Gradebook(three, course=course(count)) as book:
            said[count] = [str(note) for note in next(iter(book.results())).notes]
    assert said == {
        "latest": [],
        "best": ["02_losses: the best of 3 attempts counts, that of 2026-11-02 10:00 UTC"],
        "first": ["02_losses: the first of 3 attempts counts, that of 2026-11-01 10:00 UTC"],
    }


def test_the_best_is_chosen_after_lateness(three: str) -> None:
    """Nine points on the second day are less than four in time, if a day costs four fifths."""
    late = course("best", due={KEY.slug: datetime.datetime.fromisoformat(ON.format(1))}, late=Late(per_day=0.8))
    with Gradebook(three, course=late) as book:
        assert scores(book) == {"ada": {KEY.slug: 4.0}}


@pytest.mark.parametrize(("count", "gradings", "points"), [("latest", 1, 7.0), ("best", 3, 10.0), ("first", 1, 5.0)])
def test_what_counts_is_graded_again(three: str, count: str, gradings: int, points: float) -> None:
    """With another suite: the one attempt that counts, or each of them where the best does."""
    with Gradebook(three, course=course(count)) as book:
        assert book.count_pending(key(suite="two")) == gradings
        assert grade(book, "two", more=1.0) == gradings
        assert scores(book) == {"ada": {KEY.slug: points}}
        assert grade(book, "two") == 0


def test_a_change_of_mind_loses_nothing(three: str) -> None:
    """After the first and the best were graded again, the latest still is the latest."""
    for count in ("first", "best"):
        with Gradebook(three, course=course(count)) as book:
            grade(book, "two", more=1.0)
    with Gradebook(three) as book:
        assert scores(book) == {"ada": {KEY.slug: 7.0}}


@pytest.mark.parametrize("count", ["best", "first"])
def test_a_fault_of_ours_is_no_attempt(url: str, count: str) -> None:
    """It stands only where there is nothing else."""
    with Gradebook(url, course=course(count)) as book:
        book.take([handed_in("ada", at=ON.format(1), losses="a")], [KEY.slug])
        grade(book, outcome=Outcome.GRADER_ERROR)
        assert [e.outcome for r in book.results() for e in r.exercises] == [Outcome.GRADER_ERROR]
        hand_in(book, "b")
        assert scores(book) == {"ada": {KEY.slug: {"best": 9.0, "first": 4.0}[count]}}  # what failed was tried again


@pytest.mark.parametrize("count", ["best", "first"])
def test_nothing_handed_in_is_no_attempt(url: str, count: str) -> None:
    """Who hands in one exercise first and this one later has one attempt."""
    with Gradebook(url, course=course(count)) as book:
        book.take([handed_in("ada", layers="x")], [KEY.slug])
        run = book.begin_run("0.1.0", 0)
        for task in book.pending(KEY):
            book.keep(run, KEY, graded(task, 0.0))
        assert scores(book) == {"ada": {KEY.slug: 0.0}}
        hand_in(book, "b")
        (result,) = book.results()
        assert (result.score, result.notes) == (9.0, ())
