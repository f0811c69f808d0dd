"""A bounded share of many files, for tests that would take an hour with all of them.

`make slow` has 30 minutes in all, on machines that are twice as slow on some days. With ``XORCISE_WHOLE=1`` in the
environment everything is taken.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TypeVar

from grader.exercises.exercise import Exercise

TRAINING = "09"
"""The number of the first exercise whose tests train."""

SHARE = 3
"""Files of such an exercise: with them its tests take about half a minute."""

QUICK_SHARE = 16
"""Files of another exercise: a third of them, and as long a time."""

SLOWEST = 3
"""The last exercises, 12 to 14: each takes a minute where others take ten seconds."""

T = TypeVar("T")


def bounded(things: Iterable[T], most: int) -> list[T]:
    """Return at most ``most`` of some things, from first to last; or all of them, if that is asked for."""
    every = list(things)
    if os.environ.get("XORCISE_WHOLE") or len(every) <= most:
        return every
    return [every[n * (len(every) - 1) // max(most - 1, 1)] for n in range(most)]


def some_exercises(every: Sequence[T], most: int) -> list[T]:
    """Return at most ``most`` of the exercises, none of the slowest among them; or all, if that is asked for."""
    return list(every) if os.environ.get("XORCISE_WHOLE") else bounded(every[:-SLOWEST], most)


def share(exercise: Exercise, files: Iterable[T]) -> list[T]:
    """Return the files of an exercise to be tried."""
    return bounded(files, SHARE if exercise.slug[:2] >= TRAINING else QUICK_SHARE)
