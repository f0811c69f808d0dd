"""The pytest plugin that runs a suite's tests for each submission and turns what happened into results."""

from __future__ import annotations

import contextlib
import gc
import traceback
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Literal

import pytest

from grader.errors import StudentFault
from grader.exercises.datasets import DataSet
from grader.exercises.exercise import Exercise
from grader.language import Given, Message, _, file_beside, listed, with_translations
from grader.result import Outcome, TestResult, Visibility
from grader.suite import assertions
from grader.suite.collected import CollectedTest, fault_in
from grader.suite.evidence import Evidence, evidence
from grader.suite.fixtures import Fixtures
from grader.suite.outcomes import Ending, ending_of, with_award
from grader.suite.proxy import SubmissionProxy
from grader.suite.transcript import Transcript
from grader.text import LIMIT, printable

HEAVY = 16 * 2**20
"""Bytes of answers after which a test is followed by a garbage collection, so that no cycle of references in a suite
carries those bytes into the next test. Few tests of any suite hold as much."""


@dataclass(frozen=True, slots=True)
class SuiteRun:
    """What running a suite on one submission gave.

    Attributes:
        tests: the results, in the suite's order.
        evidence: what a diagnosis needs of each test, or of each of its parts.
        transcripts: of each test, where they were asked for.
    """

    tests: tuple[TestResult, ...]
    evidence: tuple[Evidence, ...]
    transcripts: tuple[Transcript, ...] = ()


OnTest = Callable[[str, TestResult | None], None]
"""Is told of a test by name before it runs, with ``None``, and after it, with its result."""


class SuitePlugin(Fixtures):
    """Collects a suite's tests and runs them for one submission at a time.

    Args:
        exercise: the exercise that the suite belongs to.
        default_visibility: of tests that say nothing.
        data: the data sets that the exercise asks for.
        serve: called once when the suite is collected without a fault; it calls ``run`` for each submission.

    Attributes:
        fault: why the suite cannot be used, in words; empty where it can.
        tests: those collected, in the suite's order.
    """

    def __init__(
        self, exercise: Exercise, default_visibility: Visibility, data: DataSet | None, serve: Callable[[], None]
    ) -> None:
        super().__init__(data)
        self.fault = ""
        self._exercise = exercise
        self._default_visibility = default_visibility
        self._serve = serve
        self.tests: list[CollectedTest] = []
        self._error: BaseException | None = None
        self._has_seen_hidden = False  # whether the worker's process was asked by a test that is not public

    # --- collection -------------------------------------------------------------------------------------------------

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember why a suite cannot be collected."""
        if report.failed:
            self.fault = str(report.longrepr)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Check what the marks say, before any submission is run."""
        for item in items:
            direct = self.direct(item) if isinstance(item, pytest.Function) else None
            self.tests.append(CollectedTest.of(item, direct))
        points = self._exercise.points if self._default_visibility == "hidden" else None
        self.fault = self.fault or fault_in(self.tests, points)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Hand over to ``serve`` in place of pytest's own loop."""
        if not self.fault:
            self._serve()
        return True

    # --- running ----------------------------------------------------------------------------------------------------

    def run(
        self,
        proxy: SubmissionProxy,
        seed: int,
        *,
        until_lost: bool,
        keep_transcripts: bool,
        only: Collection[str] | None = None,
        on_test: OnTest | None = None,
    ) -> SuiteRun:
        """Run every test on one submission; see ``SuiteSession.run``."""
        self.proxy, self.seed = proxy, seed
        self._has_seen_hidden = False
        results: dict[str, TestResult] = {}
        found: list[Evidence] = []
        transcripts: list[Transcript] = []
        try:
            for number, test in enumerate(self.tests):
                if only is not None and test.item.name not in only:
                    continue
                room = proxy.room.left + proxy.lasting
                if on_test is not None:
                    on_test(test.item.name, None)
                result = self._run_test(test, self.tests[number + 1 :], results)
                results[result.id] = result
                if on_test is not None:
                    on_test(result.id, result)
                lost = _is_lost(result)
                kept = Transcript(result.id, result.outcome, tuple(proxy.events), proxy.parts)
                if keep_transcripts:
                    transcripts.append(kept)
                else:  # the transcript is dropped with the test, but for what later tests look at
                    proxy.room.left = room - proxy.lasting
                found += evidence(kept, lost, proxy.room)
                del kept
                self._let_go(proxy)
                if until_lost and lost:
                    break
        finally:
            self._tear_down()
            self.proxy = self._error = None  # nothing of a submission stays here until the next one
        return SuiteRun(tuple(results.values()), tuple(found), tuple(transcripts))

    def _tear_down(self) -> None:
        """Tear down fixtures that a suite made for all of its tests: each submission gets its own."""
        last = self.tests[-1].item
        last.ihook.pytest_runtest_teardown(item=last, nextitem=None)

    def _let_go(self, proxy: SubmissionProxy) -> None:
        """Drop what a finished test held: frames of its exceptions refer to its values, and they to frames."""
        error, self._error = self._error, None
        while error is not None:
            traceback.clear_frames(error.__traceback__)
            error = error.__cause__ or error.__context__
        proxy.forget()
        if proxy.held > HEAVY:
            gc.collect()

    def _run_test(
        self, test: CollectedTest, later: Sequence[CollectedTest], before: dict[str, TestResult]
    ) -> TestResult:
        assert self.proxy is not None
        required = [before[n] for n in test.marks.requires if n in before]
        if missing := [r for r in required if r.outcome is not Outcome.PASSED]:
            self.proxy.forget()
            return self._result(test, _waiting(missing), 0.0, 0.0)
        begun = perf_counter()
        self._error = None
        with assertions.asking(self.proxy) as award:
            try:
                self._ask(self.proxy, test, later)
            except StudentFault as fault:  # the worker failed at the very start of the test
                self._error = fault
        ending, fraction = with_award(ending_of(self._error), award)
        return self._result(test, ending, fraction, perf_counter() - begun)

    def _ask(self, proxy: SubmissionProxy, test: CollectedTest, later: Sequence[CollectedTest]) -> None:
        """Run the code of a test, and remember the first exception."""
        self._keep_apart(proxy, test)
        proxy.begin(self.seed)
        if test.direct is None:
            following = next((t.item for t in later if t.direct is None), None)
            test.item.ihook.pytest_runtest_protocol(item=test.item, nextitem=following)
        else:
            with self._remembering():
                test.item.obj(**{name: self.value(name, test.item.name) for name in test.direct})  # type: ignore[attr-defined]
        with self._remembering():
            proxy.finish()

    @contextlib.contextmanager
    def _remembering(self) -> Iterator[None]:
        """Remember the exception that ends the block, unless there is one already; what ends the session goes on."""
        try:
            yield
        except (KeyboardInterrupt, pytest.exit.Exception):
            raise
        except BaseException as error:  # noqa: BLE001 - pytest.fail raises no Exception, and each becomes an outcome
            self._error = self._error or error

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[Any]) -> pytest.TestReport:
        """Remember the first exception of a test that pytest runs, whichever phase raised it.

        The report is empty: pytest's own formats a traceback for every failure, and nobody reads it.
        """
        if call.excinfo is not None and self._error is None:
            self._error = call.excinfo.value
        assert call.when != "collect"
        outcome: Literal["passed", "failed"] = "passed" if call.excinfo is None else "failed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)

    def _keep_apart(self, proxy: SubmissionProxy, test: CollectedTest) -> None:
        """Give a public test a process that has seen no other test: it could answer with what it remembers of them.

        The student is shown all that a public test gets back. An ``after_due`` test is shown only after the due date,
        and only where a course chooses so.
        """
        if self._visibility(test) != "public":
            self._has_seen_hidden = True
        elif self._has_seen_hidden:
            proxy.start_afresh()
            self._has_seen_hidden = False

    # --- results ----------------------------------------------------------------------------------------------------

    def _visibility(self, test: CollectedTest) -> Visibility:
        return test.marks.visibility or self._default_visibility

    def _result(self, test: CollectedTest, ending: Ending, fraction: float, took: float) -> TestResult:
        outcome, *told = ending
        words = file_beside(test.item.path.parent.parent, "zh-CN")
        message, summary = (with_translations(text, words) for text in told)
        hint = None
        if outcome not in (Outcome.PASSED, Outcome.BLOCKED, Outcome.GRADER_ERROR):
            hint = self._hint()
        return TestResult(
            id=test.item.name,
            title=test.title,
            title_zh=test.title_zh,
            outcome=outcome,
            visibility=self._visibility(test),
            points=round(test.marks.points * fraction, 6),
            max_points=test.marks.points,
            # both may quote the submission: exceptions, class names and values
            message=_fit(message),
            summary=_fit(summary),
            hint=hint,
            duration_s=round(took, 4),
        )

    def _hint(self) -> dict[str, str] | None:
        """Return the first step of the hint ladder of the entry point that the test blames, else of an earlier one.

        Where the file could not be loaded, no function is to blame, and a hint would lead away from the fault.
        """
        assert self.proxy is not None
        if self.proxy.is_unloadable:
            return None
        blamed = self.proxy.blamed
        for event in [*([blamed] if blamed else []), *reversed(self.proxy.events)]:
            ladder = self._exercise.hints.get(event.entry_point)
            if ladder:
                return ladder[0]
        return None


def _is_lost(result: TestResult) -> bool:
    """Whether a test lost points; a public test has none, and is lost unless it passed."""
    return result.points < result.max_points or (not result.max_points and result.outcome is not Outcome.PASSED)


def _waiting(missing: Sequence[TestResult]) -> Ending:
    """Return how a test ends whose required tests ``missing`` did not pass."""
    unwritten = [r for r in missing if r.outcome is Outcome.NOT_ATTEMPTED]
    if unwritten:  # what it builds on is not written, so it is not attempted either
        return Outcome.NOT_ATTEMPTED, unwritten[0].summary, unwritten[0].summary
    text = _("first mend: {titles}", titles=listed(Given({"en": r.title, "zh-CN": r.title_zh}) for r in missing))
    return Outcome.BLOCKED, text, text


def _fit(text: str) -> str:
    """Return a text as ``printable`` makes it; a message that is not too long stays one."""
    if isinstance(text, Message) and len(text) <= LIMIT:
        return text.each(printable)
    return printable(text)
