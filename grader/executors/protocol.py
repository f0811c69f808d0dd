"""What the batch asks of an executor."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Protocol

from grader.settings import Settings
from grader.task import Graded, Task


class Executor(Protocol):
    """Grades tasks in one or more slots."""

    def run(self, settings: Settings, tasks: Iterable[Task]) -> Generator[Graded, None, None]:
        """Yield what became of each task, as they are ready, in any order.

        Tasks are taken a few at a time, so that a class of any size is never held whole. What was not yielded is lost
        when the iterator is closed, and every process that was started has ended then.

        Raises:
            XorciseError: no slot can grade: not confined as asked, or a suite that cannot be collected.
        """
