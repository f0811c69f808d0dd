"""Pictures of graded work. The student's functions run in a confined worker; the judge draws what came back.

What comes back is plain data that the wire has bounded. ``checks`` lets only finite numbers in arrays of known shapes
through, so a picture takes as long, and has as many pixels, as any other of its exercise.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from grader.errors import StudentFault
from grader.exercises.exercise import Exercise
from grader.pictures.canvas import PAGE
from grader.pictures.given import Given, Wrong
from grader.pictures.make import png_of, results_of
from grader.pictures.table import name_of
from grader.slot.slot import Slot
from grader.suite.proxy import SubmissionProxy

MOST_S = 120.0
"""Seconds of student code for one picture: three times what the slowest right way takes, 3000 steps one by one."""

_UNDRAWN = (
    *(StudentFault, Wrong, NotImplementedError),
    *(ArithmeticError, LookupError, TypeError, ValueError, MemoryError, np.linalg.LinAlgError),
)
"""What says that there is nothing to draw: a fault of the submission's, or values that look right and are not."""


def picture_from(
    slot: Slot, exercise: Exercise, files: Mapping[str, bytes], lang: str, *, seed: int = 0, mnist: str | None = None
) -> bytes:
    """Return the picture of a submission's results as a PNG; nothing where they cannot be drawn.

    Whatever the submission does, there is no picture at worst.

    Args:
        slot: starts the worker.
        exercise: one that ``table.known`` knows.
        files: the submission's.
        lang: the language of the labels.
        seed: of everything random.
        mnist: as ``--mnist``.

    Raises:
        GraderError: our side failed: the worker cannot be started, or its template was lost.
    """
    limits = replace(exercise.limits, exercise_s=min(exercise.limits.exercise_s, MOST_S))
    # finite numbers at the ends of what a float holds overflow where they are computed with and drawn
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            results = _gathered(slot, replace(exercise, limits=limits), files, seed, mnist)
            return png_of(name_of(exercise), results, lang, paper=PAGE)
        except _UNDRAWN:
            return b""


def _gathered(slot: Slot, exercise: Exercise, files: Mapping[str, bytes], seed: int, mnist: str | None) -> Any:
    """Return the submission's results. If another process killed the guest, they are gathered once more."""
    for last in (False, True):
        with slot.worker_for(exercise, files) as worker:
            own = SubmissionProxy(worker)
            own.begin(seed)
            try:
                results = results_of(name_of(exercise), own, Given(seed, mnist=mnist, apart=True))
            except StudentFault:
                if last or not worker.killed:
                    raise
            else:
                if last or not worker.killed:
                    return results
    raise AssertionError("the last try returns or raises")
