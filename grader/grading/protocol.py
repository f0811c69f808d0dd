"""What the batch asks of an executor."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Protocol, Self

from grader.slot.task import Graded, Task


class Executor(Protocol):
    """Grades tasks in one or more slots, which are told the run's settings from the start.

    A context manager, and by default one that does nothing: entering it may begin what takes time and needs no task
    yet; leaving it ends every process that was started.
    """

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def run(self, tasks: Iterable[Task]) -> Generator[Graded, None, None]:
        """Yield what became of each task, as they are ready, in any order.

        Tasks are taken a few at a time, so that a class of any size is never held whole. What was not yielded is lost
        when the iterator is closed, and every process that was started has ended then.

        Raises:
            XorciseError: no slot can grade: not confined as asked, or a suite that cannot be collected.
        """
