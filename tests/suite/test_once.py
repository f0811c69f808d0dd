"""What several tests look at is made once for each submission, and every test's transcript holds its requests."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from grader.exercises.exercise import Exercise, Limits
from grader.result import Outcome
from grader.suite.proxy import SubmissionProxy
from grader.suite.session import SuiteRun, SuiteSession
from grader.worker.worker import Worker

Work = Callable[..., AbstractContextManager[Worker]]

EXERCISE = Exercise(
    slug="99_toy",
    title={"en": "Toy", "zh-CN": "玩具"},
    module="answer",
    entry_points=("f",),
    limits=Limits(call_s=1.0, memory_mb=256),
    hints={},
)

SUITE = '''
from functools import partial
import numpy as np
from grader.suite import *


def trained(student, rng):
    x = rng.normal(size=3)
    return student.f(x, int(rng.integers(2**31)))


@points(50)
def test_one(student):
    """One.

    一。
    """
    assert_equal(student.once("trained", partial(trained, student)), 1)
    assert_equal(student.once("trained", partial(trained, student)), 1)


@points(50)
def test_two(student):
    """Two.

    二。
    """
    assert_equal(student.once("trained", partial(trained, student)), 1)
'''

COUNTS = "made = 0\ndef f(x, seed):\n global made\n made += 1\n return made"
"""Answers 1 the first time, and never again."""


@pytest.fixture
def run(work: Work, tmp_path: Path) -> Callable[[list[str]], list[SuiteRun]]:
    """Return a function that runs the suite on one submission after another, and keeps the transcripts."""

    def go(sources: list[str]) -> list[SuiteRun]:
        path = tmp_path / "test_toy_hidden.py"
        path.write_text(SUITE, encoding="utf-8")
        runs = []
        with SuiteSession(EXERCISE, path, "hidden") as session:
            for source in sources:
                with work(source, EXERCISE.limits) as worker:
                    runs.append(session.run(SubmissionProxy(worker), 0, keep_transcripts=True))
        return runs

    return go


def test_it_is_made_once_for_each_submission(run: Callable[[list[str]], list[SuiteRun]]) -> None:
    """Both tests see the answer of one call, also of the submission after."""
    for made in run([COUNTS, COUNTS]):
        assert [t.outcome for t in made.tests] == [Outcome.PASSED, Outcome.PASSED]


def test_each_transcript_holds_the_request(run: Callable[[list[str]], list[SuiteRun]]) -> None:
    """The second test's transcript holds the call that the first one made."""
    (made,) = run([COUNTS])
    first, second = made.transcripts
    assert [event.call for event in second.events] == ["f"]
    assert second.events[0] == first.events[0]


def test_its_fault_is_told_in_every_test(run: Callable[[list[str]], list[SuiteRun]]) -> None:
    """Code that fails the first time, and would not a second time, fails every test that looks at it."""
    (made,) = run(["calls = []\ndef f(x, seed):\n calls.append(1)\n return 1 / (len(calls) - 1)"])
    assert [t.outcome for t in made.tests] == [Outcome.STUDENT_ERROR, Outcome.STUDENT_ERROR]
    assert all("ZeroDivisionError" in t.message for t in made.tests)
