"""A slot explains what it has graded. Whatever goes wrong while it explains, the verdict stays as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from run.toy import make_course

from grader.errors import ContainmentError
from grader.exercises.catalogue import Catalogue
from grader.explain.explainer import Explainer
from grader.grading.grader import Grader
from grader.grading.settings import Settings
from grader.result import TestResult
from grader.slot import task as slot_task
from grader.slot.task import Graded, Task, pack_files
from grader.submission.record import files_digest

SLUG = "01_twice"

WRONG = "def f(x):\n    y = 3 * x\n    return y\n"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return Catalogue(make_course(tmp_path_factory.mktemp("course")))


@pytest.fixture(scope="module")
def grader(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    """A slot in this process, without misconceptions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XORCISE_CACHE", str(tmp_path_factory.mktemp("cache")))
        with Grader(Settings(str(catalogue.root), (SLUG,), minimum="bare")) as grader:
            yield grader


@pytest.fixture
def task(catalogue: Catalogue) -> Task:
    """A wrong function; whatever a test changes, it is the same text."""
    exercise = catalogue.exercise(SLUG)
    files = {exercise.filename: WRONG.encode()}
    return Task(SLUG, files_digest(files), catalogue.grading_digest(exercise), 0, exercise.points, pack_files(files))


def read(graded: Graded) -> list[TestResult]:
    """Return the tests of a grading, without how long they took."""
    return [replace(t, duration_s=0.0) for t in slot_task.tests_from_json(graded.tests)]


def without(tests: list[TestResult]) -> list[TestResult]:
    return [replace(t, explanation=None) for t in tests]


def raising(error: BaseException) -> Any:
    def explain(*_: object) -> tuple[TestResult, ...]:
        raise error

    return explain


def test_failures_are_explained_where_that_is_asked_for(
    grader: Grader, task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same verdict with and without; later, an earlier grading gets what it would have got at once."""
    now = grader.grade(task)
    monkeypatch.setattr(grader, "settings", replace(grader.settings, explains=False))
    plain = grader.grade(task)
    assert (now.explained, plain.explained) == (True, False)
    assert {t.explanation.key for t in read(now) if t.explanation} == {"number"}
    assert without(read(now)) == read(plain)
    later = grader.grade(replace(task, tests=plain.tests))
    assert later.explained
    assert read(later) == read(now)
    assert (later.score, later.outcome) == (plain.score, plain.outcome)
    assert (later.task.packed, later.task.tests) == (b"", "")


@pytest.mark.parametrize("error", [ZeroDivisionError("ours"), MemoryError(), AssertionError()])
def test_an_explainer_that_fails_leaves_the_verdict(
    grader: Grader, task: Task, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """Points, outcomes and words are those without explanations; no student reads of the failure."""
    right = grader.grade(task)
    monkeypatch.setattr(Explainer, "explain", raising(error))
    graded = grader.grade(task)
    assert (graded.fault, graded.explained, graded.score) == (False, False, right.score)
    assert read(graded) == without(read(right))
    later = grader.grade(replace(task, tests=graded.tests))
    assert (later.fault, later.explained) == (False, False)
    assert read(later) == read(graded)


@pytest.mark.parametrize("error", [ContainmentError("a way out"), KeyboardInterrupt()])
def test_a_way_out_and_ctrl_c_end_the_run(
    grader: Grader, task: Task, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    monkeypatch.setattr(Explainer, "explain", raising(error))
    with pytest.raises(type(error)):
        grader.grade(task)
