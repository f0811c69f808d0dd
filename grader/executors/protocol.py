"""What the batch asks of an executor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from grader.grading import Settings
from grader.result import Result
from grader.submission import Entry


class Executor(Protocol):
    """Grades entries in one or more slots."""

    def run(self, settings: Settings, entries: Iterable[Entry]) -> Iterator[Result]:
        """Yield a result for each entry, as they are ready, in any order."""
