"""Running one suite on one submission's files, in a worker of its own."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import XorciseError
from grader.exercises.datasets import DataSet
from grader.exercises.exercise import Exercise
from grader.result import TestResult, Visibility
from grader.slot.task import not_graded
from grader.suite.proxy import SubmissionProxy
from grader.suite.session import SuiteRun, SuiteSession

if TYPE_CHECKING:  # what it imports is not there on every system
    from grader.slot.slot import Slot


def open_suite(path: Path, exercise: Exercise, visibility: Visibility, data: DataSet | None) -> SuiteSession:
    """Return a suite session for ``path``. pytest settings of the caller's environment have no effect on it."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        os.environ.pop(name, None)
    return SuiteSession(exercise, path, visibility, data if exercise.data else None)


MAX_RUNS = 3
"""Runs of a submission whose template is lost each time. Once may be bad luck. A submission that ends three templates
(possible at level ``bare`` only) must not hold up the class."""


def run_suite(
    slot: Slot,
    suite: SuiteSession,
    files: Mapping[str, bytes],
    seed: int,
    *,
    until_lost: bool = False,
    keep_transcripts: bool = False,
    only: Collection[str] | None = None,
) -> SuiteRun:
    """Run a suite on one submission's files, in a worker of its own; see ``SuiteSession.run``.

    If the template is lost meanwhile, the suite is run again. If the guest process was killed from outside (the machine
    ran out of memory, an administrator), that says nothing about the submission either, so the suite is run once more.
    A submission that kills itself does it again.
    """
    for attempt in range(MAX_RUNS):
        with slot.worker_for(suite.exercise, files) as worker:
            run = suite.run(
                SubmissionProxy(worker), seed, until_lost=until_lost, keep_transcripts=keep_transcripts, only=only
            )
        if not worker.lost and not (worker.killed and attempt == 0):
            break
    return run


def failed_grading(exercise: Exercise, error: Exception) -> TestResult:
    """Return the one test result for a suite that could not be run; see ``not_graded``."""
    text = error.line if isinstance(error, XorciseError) else f"{type(error).__name__}: {error}"
    return not_graded(exercise.points, text)
