"""How far a check is: a bar on stderr that comes after a second and goes away at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Self

from grader.desk.checked import Check
from grader.language import _, spoken

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

LONG_S = 1.0
"""Seconds after which the bar comes. Most exercises are checked in less, and it would only flicker."""


class HowFar:
    """A bar over the tests of one exercise after another.

    Args:
        total: number of exercises.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._exercises = 0
        self._begun = time.monotonic()
        self._bar: tuple[Progress, TaskID] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar[0].stop()

    def begin(self, check: Check) -> Callable[[str, int], None]:
        """Return what is told of each test of an exercise before it runs."""
        self._exercises += 1
        which = check.slug
        if self._total > 1:
            which = spoken(_("{name} ({number} of {total})", name=which, number=self._exercises, total=self._total))
        done = 0

        def on_test(_test: str, tests: int) -> None:
            nonlocal done
            if sys.stderr.isatty() and time.monotonic() - self._begun >= LONG_S:
                bar, task = self._bar = self._bar or _bar()
                bar.update(task, description=which, completed=done, total=tests)
            done += 1

        return on_test


def _bar() -> tuple[Progress, TaskID]:
    from rich.console import Console  # 40 ms, which a check in a pipe does without
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # as above

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True, refresh_per_second=4)
    progress.start()
    return progress, progress.add_task("")
