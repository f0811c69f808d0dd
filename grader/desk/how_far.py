"""How far a check is: a line on stderr that comes after a second and goes away at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Self

from grader.desk.checked import Check
from grader.language import _, spoken

if TYPE_CHECKING:
    from rich.status import Status

LONG_S = 1.0
"""Seconds after which the line comes. Most exercises are checked in less, and it would only flicker."""


class HowFar:
    """A line about what runs.

    Args:
        total: number of exercises.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._begun = time.monotonic()
        self._status: Status | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._status is not None:
            self._status.stop()

    def begin(self, asked: Check) -> Callable[[str], None]:
        """Return what is told of each test of an exercise before it runs."""
        self._done += 1
        number, name = self._done, asked.slug

        def on_test(test: str) -> None:
            if time.monotonic() - self._begun < LONG_S or not sys.stderr.isatty():
                return
            said = _("{name} ({number} of {total}): {test}", name=name, number=number, total=self._total, test=test)
            if self._status is None:
                from rich.console import Console  # 40 ms, which a check in a pipe does without

                self._status = Console(stderr=True).status(spoken(said))
                self._status.start()
            self._status.update(spoken(said))

        return on_test
