"""``check``, the test button and ``check --isolated`` say the same of every file that is known."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from share import share, some_exercises

from grader.desk.deadline import Deadline
from grader.desk.own_code import OwnCode
from grader.exercises.catalogue import Catalogue
from grader.exercises.datasets import STAND_IN, load_images
from grader.exercises.exercise import Exercise
from grader.exercises.overlay import read_variants
from grader.result import Outcome, TestResult
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite, run_suite
from grader.suite.proxy import SubmissionProxy
from grader.worker.worker import Worker

ALL = tuple(p.parent.name for p in sorted((Path(__file__).parents[2] / "exercises").glob("*/exercise.toml")))


def sources(catalogue: Catalogue, exercise: Exercise) -> Iterator[tuple[str, bytes]]:
    """Yield a name and the text of each file that is known."""
    yield "stub", catalogue.stub(exercise).read_bytes()
    for path in catalogue.solutions(exercise):
        yield f"right {path.stem}", path.read_bytes()
    for key, variant in read_variants(catalogue, exercise).items():
        yield f"wrong {key}", variant.text.encode()


def told(tests: tuple[TestResult, ...]) -> list[tuple[str, Outcome, str]]:
    return [(t.id, t.outcome, str(t.summary)) for t in tests]


def late(_frame: object) -> None:
    raise AssertionError("a call could not be ended")


@pytest.mark.slow
@pytest.mark.parametrize("slug", some_exercises(ALL, 5))
def test_all_ways_say_the_same(slug: str, catalogue: Catalogue, tmp_path: Path) -> None:
    """Each test of a file has the same outcome and sentence; pytest knows passed and failed alone."""
    exercise = catalogue.exercise(slug)
    data = load_images(STAND_IN) if exercise.data else None
    passed: dict[str, set[str]] = {}
    deadline = Deadline(late)
    with Slot() as slot, open_suite(catalogue.public_suite(exercise), exercise, "public", data) as suite:
        for number, (name, source) in enumerate(share(exercise, sources(catalogue, exercise))):
            files = {exercise.filename: source}
            folder = tmp_path / str(number) / slug
            shutil.copytree(catalogue.statement_dir(exercise), folder)
            (folder / exercise.filename).write_bytes(source)
            own = OwnCode(exercise, folder, files, deadline)
            here = suite.run(SubmissionProxy(cast(Worker, own)), 0).tests
            assert told(here) == told(run_suite(slot, suite, files, 0).tests), name
            passed[str(number)] = {t.id for t in here if t.outcome is Outcome.PASSED}
    assert by_pytest(tmp_path) == passed


def by_pytest(folder: Path) -> dict[str, set[str]]:
    """Return by folder the tests that plain pytest passes, in one session over all of them."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--import-mode=importlib",
        "--junitxml=r.xml",
    ]
    subprocess.run(command, cwd=folder, env=env, capture_output=True, timeout=1200, check=False)
    found: dict[str, set[str]] = {p.name: set() for p in folder.iterdir() if p.is_dir()}
    for case in ET.parse(folder / "r.xml").iter("testcase"):
        if not list(case.iter("failure")) and not list(case.iter("error")):
            found[case.attrib["classname"].partition(".")[0]].add(case.attrib["name"])
    return found
