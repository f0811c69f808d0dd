"""What the fixtures of the pytest plugin are made of. It is imported where a public test runs, and only there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.exercises.datasets import STAND_IN, load_images
from grader.exercises.exercise import Exercise, read_exercise
from grader.language import _, spoken
from grader.slot.slot import Slot
from grader.submission import read_folder
from grader.suite import assertions
from grader.suite.fixtures import Fixtures
from grader.suite.proxy import SubmissionProxy

FIXTURES = Fixtures(None)
"""Those of the seed 0, as for ``xorcise check``."""


def submission_in(slot: Slot, folder: Path) -> Iterator[SubmissionProxy]:
    """Yield the proxy of the exercise in a folder, with a worker of its own for one test."""
    exercise = exercise_in(folder)
    with slot.worker_for(exercise, read_folder(folder, exercise)) as worker:
        proxy = SubmissionProxy(worker)
        with assertions.asking(proxy):
            proxy.begin(FIXTURES.seed)
            yield proxy
            proxy.finish()


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
