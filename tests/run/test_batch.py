"""The batch: order, commits before words, and processes that end whatever fails."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from gradebook.sample import KEY, a_test, handed_in, key, scores

from grader.errors import GraderError, UsageError
from grader.exercises.catalogue import Catalogue
from grader.gradebook import Gradebook
from grader.gradebook.connect import url_of
from grader.grading.protocol import Executor
from grader.result import Containment, ExerciseResult
from grader.run.batch import Batch
from grader.slot.task import Graded, Task

SLUGS = ("02_losses", "08_backprop")


class Played(Executor):
    """An executor without slots: answers at once, and notes what it was asked for."""

    def __init__(self, data: str = "none") -> None:
        self.data = data
        self.asked: list[str] = []
        self.closed = False

    def run(self, tasks: Iterable[Task]) -> Generator[Graded, None, None]:
        """Yield full marks for each task."""
        try:
            for task in tasks:
                self.asked.append(task.slug)
                yield Graded.of(
                    task,
                    ExerciseResult.of(task.slug, task.suite_digest, (a_test(10.0),)),
                    containment=Containment("landlock", True),
                    data=self.data,
                    started="2026-11-26T10:00:00+00:00",
                    duration_s={"02_losses": 0.1, "08_backprop": 2.0}[task.slug],
                )
        finally:
            self.closed = True


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Gradebook]:
    """A gradebook with a class of two."""
    with Gradebook(url_of(tmp_path / "gradebook.db")) as book:
        book.take([handed_in(name, losses=name, layers=name) for name in ("ada", "bob")], SLUGS)
        yield book


def batch_of(book: Gradebook, **changed: Any) -> Batch:
    return Batch(book, [key(slug, **changed) for slug in SLUGS], "0.1.0", 0)


def test_slow_exercises_come_first(book: Gradebook, catalogue: Catalogue) -> None:
    """By measured durations, once there are some."""
    exercises = [catalogue.exercise(slug) for slug in SLUGS]
    list(batch_of(book).grade(Played(), exercises))
    executor = Played()
    list(batch_of(book, suite="two").grade(executor, exercises))
    assert executor.asked == ["08_backprop"] * 2 + ["02_losses"] * 2


def test_a_grading_is_committed_before_it_is_told(book: Gradebook, catalogue: Catalogue, tmp_path: Path) -> None:
    """When a step is yielded, another connection sees the verdict; who has more to wait for is not done."""
    batch = batch_of(book)
    with Gradebook(url_of(tmp_path / "gradebook.db"), writing=False) as reader:
        seen = []
        for step in batch.grade(Played(), [catalogue.exercise(s) for s in SLUGS]):
            [student] = step.students
            assert scores(reader)[student][step.slug] == 10.0
            seen.append(batch.done([student]))
    assert sorted(name for names in seen for name in names) == ["ada", "bob"]
    assert not any(seen[:2])


def test_slots_end_where_committing_fails(
    book: Gradebook, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The executor is closed although the error, with its traceback, is still in hand."""

    def full(*_: object) -> list[str]:
        raise GraderError("no space left")

    monkeypatch.setattr(book, "keep", full)
    executor = Played()
    with pytest.raises(GraderError) as held:
        list(batch_of(book).grade(executor, [catalogue.exercise(s) for s in SLUGS]))
    assert held.value.__traceback__ is not None
    assert executor.closed


def test_another_data_set_than_was_meant_is_refused(book: Gradebook, catalogue: Catalogue) -> None:
    """A machine without MNIST must not grade with the stand-in what others grade with MNIST."""
    with pytest.raises(UsageError, match="was given the data set digits instead of none"):
        list(batch_of(book).grade(Played("digits"), [catalogue.exercise(KEY.slug)]))
    assert scores(book) == {}
