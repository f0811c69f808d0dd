"""A student's course for the tests of the desk: some exercises as they were handed out, and work in them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.result import Outcome, TestResult

OURS = Catalogue(Path(__file__).resolve().parents[2])

SLUGS = ("02_losses", "04_gradient_descent", "10_two_layer_net", "11_iris")
"""`train` is a function of the last two; `SGD` of 04 has methods; `gradient_descent` is a function and half a slug."""


def course(root: Path, slugs: Sequence[str] = SLUGS) -> Catalogue:
    """Return a course in a new folder."""
    for slug in slugs:
        shutil.copytree(OURS.root / "exercises" / slug, root / "exercises" / slug)
    return Catalogue(root)


def solve(given: Catalogue, name: str) -> Exercise:
    """Put the reference in the place of a stub, and return the exercise."""
    exercise = given.exercise(name)
    given.stub(exercise).write_bytes(OURS.reference(exercise).read_bytes())
    return exercise


def ran(name: str, outcome: Outcome = Outcome.PASSED, hint: dict[str, str] | None = None) -> TestResult:
    """Return what became of one public test."""
    return TestResult(name, name, "", outcome, "public", 0.0, 0.0, hint=hint)


def all_tests(given: Catalogue, exercise: Exercise, outcome: Outcome = Outcome.PASSED) -> list[TestResult]:
    """Return one outcome for every public test of an exercise."""
    lines = given.public_suite(exercise).read_text(encoding="utf-8").splitlines()
    names = [line.split("(")[0].removeprefix("def ") for line in lines if line.startswith("def test_")]
    return [ran(name, outcome) for name in names]
