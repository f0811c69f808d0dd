"""What the fixtures of the pytest plugin are made of. It is imported where a public test runs, and only there."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from grader.exercises.datasets import STAND_IN, DataSet, load_images
from grader.exercises.exercise import Exercise, read_exercise
from grader.language import _, spoken
from grader.slot.slot import Slot
from grader.submission import read_folder
from grader.suite import assertions
from grader.suite.marks import Award, running
from grader.suite.proxy import SubmissionProxy

SEED = 0
"""As for ``xorcise check``."""


def submission_in(slot: Slot, folder: Path) -> Iterator[SubmissionProxy]:
    """Yield the proxy of the exercise in a folder, with a worker of its own for one test."""
    exercise = exercise_in(folder)
    with slot.worker_for(exercise, read_folder(folder, exercise)) as worker:
        proxy = SubmissionProxy(worker)
        token = running.set(Award())
        assertions.speak_for(proxy)
        proxy.begin(SEED)
        try:
            yield proxy
            proxy.finish()
        finally:
            assertions.speak_for(None)
            running.reset(token)


def generator_of(test: str) -> np.random.Generator:
    """Return a generator that is the same for the same test."""
    return np.random.default_rng([SEED, zlib.crc32(test.encode())])


def seed_of(test: str) -> int:
    """Return a number that is the same for the same test."""
    return int(np.random.default_rng([SEED, 1, zlib.crc32(test.encode())]).integers(2**31))


def data_for(folder: Path) -> DataSet:
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
