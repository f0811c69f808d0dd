"""What the fixtures of the pytest plugin are made of. It is imported where a public test runs, and only there."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

import pytest

from grader.desk.kernel import SEED
from grader.desk.own_code import OwnCode
from grader.errors import NotAttempted, StudentFault
from grader.exercises.datasets import STAND_IN, load_images
from grader.exercises.exercise import Exercise, read_exercise
from grader.language import _, spoken
from grader.submission import read_folder
from grader.suite import assertions
from grader.suite.fixtures import Fixtures
from grader.suite.proxy import SubmissionProxy

if TYPE_CHECKING:  # what it imports is not there on every system
    from grader.worker.worker import Worker

FIXTURES = Fixtures(None)
"""Those of the seed 0, as for ``xorcise check``."""


class Desk:
    """The exercises whose tests run in this session, each with its code in this very process."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[OwnCode, SubmissionProxy]] = {}

    def submission_in(self, folder: Path) -> Iterator[SubmissionProxy]:
        """Yield the proxy of the exercise in a folder, for one test."""
        proxy = self._of(folder)[1]
        with assertions.asking(proxy):
            proxy.begin(SEED)
            yield proxy
            proxy.forget()

    def _of(self, folder: Path) -> tuple[OwnCode, SubmissionProxy]:
        if folder not in self._known:
            exercise = exercise_in(folder)
            own = OwnCode(exercise, folder, read_folder(folder, exercise), echoes=True)
            self._known[folder] = own, SubmissionProxy(cast("Worker", own))
        return self._known[folder]

    def traceback_of(self, folder: Path) -> str:
        """Return the traceback of what the student's code raised last in the running test; empty if nothing."""
        return self._known[folder][0].traceback if folder in self._known else ""


def where_it_happened(fault: BaseException, test: Path) -> BaseException | None:
    """Return an exception with the traceback in which a debugger should stop, in place of one that ended a test.

    It is that of the student's own exception, else that of the test's line; ``None`` for any other exception.

    Args:
        fault: what ended the test.
        test: the test's file.
    """
    if not isinstance(fault, StudentFault):
        return None
    if fault.__cause__ is not None and not isinstance(fault, NotAttempted):
        return fault.__cause__
    frames = [one for one in traceback.walk_tb(fault.__traceback__) if one[0].f_code.co_filename == str(test)]
    cut = None
    for frame, line in reversed(frames):
        cut = TracebackType(cut, frame, frame.f_lasti, line)
    return fault.with_traceback(cut)


def value_of(fixture: str, test: str) -> Any:
    """Return what a fixture of suites, ``rng`` or ``seed``, is in a test."""
    return FIXTURES.value(fixture, test)


def data_for(folder: Path) -> Any:
    """Return the stand-in data, as for ``xorcise check``."""
    exercise_in(folder)
    return load_images(STAND_IN)


def exercise_in(folder: Path) -> Exercise:
    """Return the exercise of a folder; the test fails where it is none."""
    description = folder / "exercise.toml"
    if not description.is_file():
        said = _("{folder} is no exercise: there is no exercise.toml", folder=folder)
        pytest.fail(spoken(said), pytrace=False)
    return read_exercise(description)
