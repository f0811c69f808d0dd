"""An exercise's public tests at a student's desk."""

from __future__ import annotations

from pathlib import Path

from grader.exercises.datasets import STAND_IN, load_images
from grader.exercises.exercise import Exercise
from grader.slot.suite_run import open_suite
from grader.suite.session import SuiteSession


def public_tests(given: Path, exercise: Exercise) -> Path:
    """Return the file of the public tests, in the folder that an exercise was given in."""
    return given / f"test_{exercise.module}.py"


def open_public(given: Path, exercise: Exercise) -> SuiteSession:
    """Return the public tests as a session. Exercises that need data get the stand-in, on every desk."""
    data = load_images(STAND_IN) if exercise.data else None
    return open_suite(public_tests(given, exercise), exercise, "public", data)


def titles_of(suite: SuiteSession) -> dict[str, tuple[str, str]]:
    """Return by test of a suite, in its order, the titles in English and Chinese."""
    return {t.item.name: (t.title, t.title_zh) for t in suite.tests}
