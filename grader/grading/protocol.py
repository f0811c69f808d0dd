"""The interface between a batch and its executor."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Protocol, Self

from grader.slot.task import Graded, Task


class Executor(Protocol):
    """Grades tasks in one or more slots. The slots know the run's settings from the start.

    An executor is a context manager. Entering it may start work that takes time and needs no task, such as starting
    processes. Leaving it ends every process that was started. By default both do nothing.
    """

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def run(self, tasks: Iterable[Task]) -> Generator[Graded, None, None]:
        """Yield the grading of each task as soon as it is ready, in any order.

        Only a few tasks are taken at a time, so that a class of any size fits into memory. When the iterator is closed,
        gradings that were not yielded are lost, and every process that was started has ended.

        Raises:
            XorciseError: no slot can grade: workers are not confined as required, or a suite cannot be collected.
        """
