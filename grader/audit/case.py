"""A case of an audit and its outcome: plain data that travels between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from grader.audit.asked import Asked, asked
from grader.explain.diagnosis import Failures, failures, passed
from grader.result import Outcome, TestResult
from grader.suite.evidence import test_of
from grader.suite.session import SuiteRun


@dataclass(frozen=True, slots=True)
class Case:
    """One source to be graded as a submission.

    Attributes:
        slug: the exercise.
        part: which part of the audit it belongs to, one of ``grader.audit.plan.PARTS``, or a piece of one.
        name: of the variant, the garbage or the mutant; unique within the part.
        source: the student's file.
        seed: the run's seed.
        until_lost: whether to stop at the first test that loses points, as no more needs to be known.
        explains: whether failures are explained, and what is known for it: single edits, or misconceptions as well.
        without: the accepted solution that explanations do not know, as the source was made of it.
        quick_first: whether all tests that train nothing are run first, and no others if those lose points.
        suite: the tests that are run.
        only: the tests to run, if not all.
        weighs: whether it is graded with the hidden suite as well if it passes all public tests.
        wants: what is wanted beside the result, of the reference: the calls that tests make, or the prices of tests.
    """

    slug: str
    part: str
    name: str
    source: bytes
    seed: int = 0
    until_lost: bool = False
    explains: Literal["", "edits", "names"] = ""
    without: str = ""
    quick_first: bool = False
    suite: Literal["hidden", "public"] = "hidden"
    only: tuple[str, ...] | None = None
    weighs: bool = False
    wants: Literal["", "calls", "prices"] = ""


@dataclass(frozen=True, slots=True)
class Run:
    """What grading a case gave.

    Attributes:
        tests: the results, in the suite's order; fewer than the suite has if it was stopped.
        failures: what a diagnosis needs of its failed tests and parts of tests. Of a case with ``quick_first``, those
            of tests that train nothing.
        passed: the tests, and parts of tests, that it passed.
        called: by test that lost points, the entry points that the test called; of a case that wants calls, by each
            test.
        refused: refused system calls that honest code should not need, in words.
        asked: what the tests asked, if the case wants it.
        weighed: the points that the hidden suite gives, of a case that is weighed.
        prices: by test, milliseconds of processor time, if the case wants them.
    """

    tests: tuple[TestResult, ...]
    failures: Failures
    passed: frozenset[str]
    called: Mapping[str, frozenset[str]]
    refused: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()
    weighed: float | None = None
    prices: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, run: SuiteRun, refused: tuple[str, ...] = ()) -> Run:
        """Return what an audit keeps of a suite's run."""
        called: dict[str, frozenset[str]] = {t.id: frozenset() for t in run.tests if t.points < t.max_points}
        for part in run.evidence:
            if (test := test_of(part.name)) in called:
                called[test] |= part.called
        called |= {t.test: frozenset(event.entry_point for event in t.events) for t in run.transcripts}
        return cls(run.tests, failures(run), passed(run), called, refused, asked(run))

    @property
    def points(self) -> float:
        """The points earned."""
        return sum(test.points for test in self.tests)

    @property
    def passes(self) -> bool:
        """Whether every test passed, also those without points."""
        return all(test.outcome is Outcome.PASSED for test in self.tests)

    @property
    def lost(self) -> frozenset[str]:
        """The tests that lost points."""
        return frozenset(t.id for t in self.tests if t.points < t.max_points)
