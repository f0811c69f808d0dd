"""A whole class: from the gradebook's queue through an executor back into the gradebook.

The driver holds a few tasks at a time, for a class of any size, and commits each grading before it says so. A
run that is killed has lost only what its slots had in hand; the next one begins with what the book lacks.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.errors import UsageError
from grader.exercises.exercise import Exercise
from grader.gradebook import Gradebook, Key
from grader.grading.protocol import Executor
from grader.language import _
from grader.slot.task import Task

TOGETHER = 500
"""Students whose reports are looked at together; databases bound how many values a question may have."""


@dataclass(frozen=True, slots=True)
class Step:
    """One grading that was committed.

    Attributes:
        slug: the exercise.
        fault: whether our side failed.
        students: who got a new verdict by it.
    """

    slug: str
    fault: bool
    students: tuple[str, ...]


class Batch:
    """One run over everything that the gradebook holds.

    Args:
        book: the gradebook, with the class taken in.
        keys: each exercise as it is to be graded now.
        engine: version of Xorcise.
        seed: the run's seed.
        again: whether to grade everything, also what the book has an answer to.
    """

    def __init__(self, book: Gradebook, keys: Sequence[Key], engine: str, seed: int, *, again: bool = False) -> None:
        self._book = book
        self._keys = {key.slug: key for key in keys}
        self.run = book.begin_run(engine, seed)
        self._again_in = self.run if again else None
        self.left: Mapping[str, int] = {
            slug: count for slug, key in self._keys.items() if (count := book.count_pending(key, again=again))
        }

    def reused(self) -> int:
        """Return how many gradings this run takes from the book."""
        return sum(self._book.count_pending(key, again=True) for key in self._keys.values()) - sum(self.left.values())

    @property
    def data(self) -> str:
        """The name of the data set that exercises are given; ``none`` where none asks for one."""
        return next((key.data for key in self._keys.values() if key.data != "none"), "none")

    def from_the_book(self) -> list[str]:
        """Answer what the book can answer; return the students whose verdict that changed."""
        if self._again_in is not None:
            return []
        changed: dict[str, None] = {}
        for key in self._keys.values():
            changed |= dict.fromkeys(self._book.settle(self.run, key))
        return list(changed)

    def grade(self, executor: Executor, exercises: Sequence[Exercise]) -> Generator[Step, None, None]:
        """Grade what is left, the slowest exercise first, and yield each step when it is committed."""
        # closed also where committing fails: a traceback would keep it, and its processes, alive
        with contextlib.closing(executor.run(self._tasks(exercises))) as gradings:
            for graded in gradings:
                key = self._keys[graded.task.slug]
                if not graded.fault and graded.data != key.data:
                    raise UsageError(
                        _(
                            "a slot was given the data set {found} instead of {wanted}: give every machine the same"
                            " mnist.npz, or use --mnist digits",
                            found=graded.data,
                            wanted=key.data,
                        )
                    )
                students = self._book.keep(self.run, key, graded)
                yield Step(graded.task.slug, graded.fault, tuple(students))

    def done(self, students: Sequence[str]) -> list[str]:
        """Return who of ``students`` has nothing left to wait for in this run."""
        keys = [key for slug, key in self._keys.items() if slug in self.left]
        waiting: set[str] = set()
        for start in range(0, len(students), TOGETHER):
            waiting |= self._book.still_waiting(self.run, keys, students[start : start + TOGETHER])
        return [s for s in students if s not in waiting]

    def finish(self) -> None:
        """Note that the run came to its end."""
        self._book.end_run(self.run)

    def _tasks(self, exercises: Sequence[Exercise]) -> Iterator[Task]:
        for exercise in sorted(exercises, key=self._expected_s, reverse=True):
            if exercise.slug in self.left:
                yield from self._book.pending(self._keys[exercise.slug], self._again_in)

    def _expected_s(self, exercise: Exercise) -> float:
        """Return how long a grading of ``exercise`` is likely to take.

        What was measured, or a hundredth of its time limit: right code stays far below its limits.
        """
        measured = self._book.duration(self._keys[exercise.slug])
        return exercise.limits.exercise_s / 100 if measured is None else measured
