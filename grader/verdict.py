"""Where submission, worker and suite meet: one suite on one submission's files."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from grader.data import DataSet
from grader.errors import XorciseError
from grader.exercise import Exercise
from grader.outcome import Outcome
from grader.result import TestResult, Visibility
from grader.slot import Slot
from grader.suite.session import SuiteRun, SuiteSession
from grader.suite.student import Student


def open_suite(path: Path, exercise: Exercise, visibility: Visibility, data: DataSet | None) -> SuiteSession:
    """Return a suite session for ``path``, shielded from pytest settings of the caller's."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        os.environ.pop(name, None)
    return SuiteSession(exercise, path, visibility, data if exercise.data else None)


def run_suite(
    slot: Slot, suite: SuiteSession, files: Mapping[str, bytes], seed: int, *, until_lost: bool = False
) -> SuiteRun:
    """Run a suite on one submission's files, in a worker of its own; see ``SuiteSession.run``."""
    with slot.worker_for(suite.exercise, files) as worker:
        return suite.run(Student(worker), seed, until_lost=until_lost)


def failed_grading(exercise: Exercise, error: Exception) -> TestResult:
    """Return the one test result that stands for a suite which could not be run; it gives no points and takes none."""
    text = str(error) if isinstance(error, XorciseError) else f"{type(error).__name__}: {error}"
    return TestResult(
        id="grading",
        title="Grading this exercise",
        title_zh="评分本练习",
        outcome=Outcome.GRADER_ERROR,
        visibility="public",
        points=0.0,
        max_points=exercise.points,
        message=text,
        summary="the grader failed on this exercise; this says nothing about the work",
    )
