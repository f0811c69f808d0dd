"""Where submission, worker and suite meet: one suite on one submission's files."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from grader.errors import XorciseError
from grader.exercises.datasets import DataSet
from grader.exercises.exercise import Exercise
from grader.result import TestResult, Visibility
from grader.slot.slot import Slot
from grader.slot.task import fault
from grader.suite.proxy import Student
from grader.suite.session import SuiteRun, SuiteSession


def open_suite(path: Path, exercise: Exercise, visibility: Visibility, data: DataSet | None) -> SuiteSession:
    """Return a suite session for ``path``, shielded from pytest settings of the caller's."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        os.environ.pop(name, None)
    return SuiteSession(exercise, path, visibility, data if exercise.data else None)


TRIES = 3
"""Times that a submission is run while templates are lost under it. Once may be bad luck; a submission that takes three
templates with it (possible at level ``bare`` only) must not hold up the class."""


def run_suite(
    slot: Slot,
    suite: SuiteSession,
    files: Mapping[str, bytes],
    seed: int,
    *,
    until_lost: bool = False,
    keep_transcripts: bool = False,
) -> SuiteRun:
    """Run a suite on one submission's files, in a worker of its own; see ``SuiteSession.run``.

    It is run again where its template was lost under it. A worker that somebody killed (a machine out of memory, an
    administrator) says nothing about the work either, so it is tried once more; a submission that kills itself does so
    again.
    """
    for attempt in range(TRIES):
        with slot.worker_for(suite.exercise, files) as worker:
            run = suite.run(Student(worker), seed, until_lost=until_lost, keep_transcripts=keep_transcripts)
        if not worker.lost and not (worker.killed and attempt == 0):
            break
    return run


def failed_grading(exercise: Exercise, error: Exception) -> TestResult:
    """Return the one test result that stands for a suite which could not be run; it gives no points and takes none."""
    text = error.line if isinstance(error, XorciseError) else f"{type(error).__name__}: {error}"
    return fault(exercise.points, text)
