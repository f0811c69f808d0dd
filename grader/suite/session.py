"""One live pytest session of one suite, run again for each submission.

Collecting, importing and configuring is paid once; what a submission costs is its tests. The session lives in a thread
of its own, because pytest's public way into a session is to own the loop: ``pytest_runtestloop`` takes submissions from
a queue until there are no more. Only one of the two threads ever runs.
"""

from __future__ import annotations

import contextlib
import gc
import queue
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Literal, Self

import pytest

from grader.errors import Mismatch, StudentFault, SuiteError
from grader.exercises.datasets import DataSet
from grader.exercises.exercise import Exercise
from grader.language import Given, Message, _, joined, listed
from grader.result import Outcome, TestResult, Visibility
from grader.suite import assertions
from grader.suite.evidence import Evidence, evidence
from grader.suite.fixtures import Fixtures
from grader.suite.marks import Award, Marks, marks_of, running
from grader.suite.proxy import Student
from grader.suite.transcript import Transcript
from grader.text import LIMIT, printable, quoted

HEAVY = 16 * 2**20
"""Bytes of answers after which a test is followed by a garbage collection, 10 to 30 ms: whatever cycle a suite made of
them, the next test does not begin with those bytes taken. Few tests of any suite hold as much."""

PLUGINS_OFF = (
    *(
        "terminal",
        "capture",
        "logging",
        "warnings",
        "cacheprovider",
        "faulthandler",
        "junitxml",
        "pastebin",
        "stepwise",
    ),
    *(
        "doctest",
        "setuponly",
        "setupplan",
        "debugging",
        "reports",
        "unittest",
        "threadexception",
        "unraisableexception",
        "skipping",
    ),
)
"""pytest's own plugins that a suite has no use for: they cost a tenth of a second each session, or print."""


@dataclass(frozen=True, slots=True)
class SuiteRun:
    """What running a suite on one submission gave.

    Attributes:
        tests: the results, in the suite's order.
        evidence: what each test, or each of its parts, has to say to a diagnosis.
        transcripts: what passed in each test, where it was asked for.
    """

    tests: tuple[TestResult, ...]
    evidence: tuple[Evidence, ...]
    transcripts: tuple[Transcript, ...] = ()


@dataclass(frozen=True, slots=True)
class _Job:
    """One submission to run the suite on; see ``SuiteSession.run``."""

    student: Student
    seed: int
    until_lost: bool
    keep_transcripts: bool


@dataclass(frozen=True, slots=True)
class _Case:
    """One test, with what its decorators and its docstring say.

    Attributes:
        asked: names of the fixtures that it is given directly, or ``None`` where pytest has to; see ``Fixtures``.
    """

    item: pytest.Item
    marks: Marks
    title: str
    title_zh: str
    asked: tuple[str, ...] | None


class SuiteSession:
    """A suite, collected once.

    Args:
        exercise: the exercise that the suite belongs to.
        suite: the suite's file.
        default_visibility: of tests that say nothing: ``hidden`` for the hidden suite, ``public`` for the public one.
        data: the data sets that the exercise asks for.

    Raises:
        SuiteError: on entering, when the suite cannot be collected.
    """

    def __init__(
        self, exercise: Exercise, suite: Path, default_visibility: Visibility, data: DataSet | None = None
    ) -> None:
        self.exercise = exercise
        self.suite = suite
        self.default_visibility: Visibility = default_visibility
        self.data = data
        self._plugin = _Plugin(self)
        self._thread = threading.Thread(target=self._live, name=f"suite {exercise.slug}", daemon=True)
        self._collected: queue.Queue[str] = queue.Queue()
        self.todo: queue.Queue[_Job | None] = queue.Queue()
        self.done: queue.Queue[SuiteRun | BaseException] = queue.Queue()

    def __enter__(self) -> Self:
        self._thread.start()
        fault = self._collected.get()
        if fault:
            raise SuiteError(
                _("{suite} of {exercise}: {fault}", suite=self.suite.name, exercise=self.exercise.slug, fault=fault)
            )
        return self

    def __exit__(self, *_: object) -> None:
        self.todo.put(None)
        self._thread.join()

    def run(self, student: Student, seed: int, *, until_lost: bool = False, keep_transcripts: bool = False) -> SuiteRun:
        """Run the suite on one submission.

        Args:
            student: the submission.
            seed: the run's seed.
            until_lost: whether to stop after the first test that loses points; what it gives is then no verdict.
            keep_transcripts: whether transcripts are wanted, for whoever looks at single calls. They last as long as
                the run and share its room, so a class is graded without.
        """
        self.todo.put(_Job(student, seed, until_lost, keep_transcripts))
        answer = self.done.get()
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def ready(self, fault: str = "") -> None:
        """Tell the waiting thread that collecting is over."""
        self._collected.put(fault)

    def _live(self) -> None:
        arguments = [str(self.suite), "--import-mode=importlib", f"--rootdir={self.suite.parent}", "-c", "/dev/null"]
        arguments += ["--noconftest", "-o", "python_functions=test_*"]
        for name in PLUGINS_OFF:
            arguments += ["-p", f"no:{name}"]
        try:
            code = pytest.main(arguments, plugins=[self._plugin])
            fault = self._plugin.fault or _("pytest ended with {code}", code=repr(code))
            self.ready(fault)
            self.done.put(SuiteError(fault))
        except BaseException as error:  # noqa: BLE001 - it must reach the thread that waits
            self.ready(repr(error))
            self.done.put(error)
        finally:  # another suite of that name, or this one after a change, must not meet the old module
            for name in [n for n, m in sys.modules.items() if getattr(m, "__file__", None) == str(self.suite)]:
                del sys.modules[name]


class _Plugin(Fixtures):
    """Runs a suite's tests for each submission, and turns what happened into results."""

    def __init__(self, session: SuiteSession) -> None:
        super().__init__(session.data)
        self.session = session
        self.fault = ""
        self._cases: list[_Case] = []
        self.error: BaseException | None = None
        self.has_seen_hidden = False  # whether the student's process was asked by a test that is not public

    # --- collection -------------------------------------------------------------------------------------------------

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember why a suite cannot be collected."""
        if report.failed:
            self.fault = str(report.longrepr)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Check what the marks say, before any submission is run."""
        seen: set[str] = set()
        for item in items:
            marks = marks_of(getattr(item, "obj", None))
            if unknown := [name for name in marks.requires if name not in seen]:
                self.fault = _(
                    "{test} requires {other}, which does not stand above it", test=item.name, other=unknown[0]
                )
            if not title_of(item)[0]:
                self.fault = _("{test} has no docstring: its first line is what a student sees", test=item.name)
            seen.add(item.name)
            self._cases.append(
                _Case(item, marks, *title_of(item), self.asked_by(item) if isinstance(item, pytest.Function) else None)
            )
        if not items:
            self.fault = self.fault or _("it has no tests")
        total = sum(marks_of(getattr(i, "obj", None)).points for i in items)
        if self.session.default_visibility == "hidden" and abs(total - self.session.exercise.points) > 1e-9:
            wanted = f"{self.session.exercise.points:g}"
            said = _("its points add up to {total}, not {wanted}", total=f"{total:g}", wanted=wanted)
            self.fault = self.fault or said

    # --- running ----------------------------------------------------------------------------------------------------

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run every test for each submission that comes."""
        if self.fault:
            return True
        self.session.ready()
        while (job := self.session.todo.get()) is not None:
            self.student, self.seed = job.student, job.seed
            try:
                self.session.done.put(self._run(job))
            except BaseException as error:  # noqa: BLE001 - it must reach the thread that waits
                self.session.done.put(error)
            self.student = self.error = job = None  # nothing of a submission waits here for the next one
        return True

    def _run(self, job: _Job) -> SuiteRun:
        results: dict[str, TestResult] = {}
        found: list[Evidence] = []
        transcripts: list[Transcript] = []
        self.has_seen_hidden = False
        try:
            for number, case in enumerate(self._cases):
                room = job.student.room.left
                result = self._run_case(case, self._cases[number + 1 :], results)
                results[result.id] = result
                lost = result.points < result.max_points
                kept = Transcript(result.id, result.outcome, tuple(job.student.events), job.student.parts)
                if job.keep_transcripts:
                    transcripts.append(kept)
                else:  # it goes with the test
                    job.student.room.left = room
                found += evidence(kept, lost, job.student.room)
                del kept
                self._let_go(job.student)
                if job.until_lost and lost:
                    break
        finally:  # what a suite made for all of its tests was for this submission
            self._cases[0].item.session._setupstate.teardown_exact(None)
        return SuiteRun(tuple(results.values()), tuple(found), tuple(transcripts))

    def _let_go(self, student: Student) -> None:
        """Let go of what a test that is over held: frames of its exceptions refer to its values, and they to frames."""
        error, self.error = self.error, None
        while error is not None:
            traceback.clear_frames(error.__traceback__)
            error = error.__cause__ or error.__context__
        student.forget()
        if student.held > HEAVY:
            gc.collect()

    def _run_case(self, case: _Case, later: Sequence[_Case], before: dict[str, TestResult]) -> TestResult:
        missing = [n for n in case.marks.requires if before[n].outcome is not Outcome.PASSED]
        student = self.student
        assert student is not None
        begun = perf_counter()
        self.error = None
        credit = Award()
        if missing:
            student.forget()
            unwritten = [n for n in missing if before[n].outcome is Outcome.NOT_ATTEMPTED]
            if unwritten:  # what it builds on is not there yet: nothing was tried, so nothing is blocked
                text = before[unwritten[0]].summary
                return self._result(case, Outcome.NOT_ATTEMPTED, 0.0, text, text, 0.0)
            titles = (Given({"en": before[n].title, "zh-CN": before[n].title_zh}) for n in missing)
            text = _("first mend: {titles}", titles=listed(titles))
            return self._result(case, Outcome.BLOCKED, 0.0, text, text, 0.0)
        token = running.set(credit)
        assertions.speak_for(student)
        try:
            self._keep_apart(student, case)
            student.begin(self.seed)
            if case.asked is None:
                following = next((c.item for c in later if c.asked is None), None)
                case.item.ihook.pytest_runtest_protocol(item=case.item, nextitem=following)
            else:
                with self._remembering():
                    case.item.obj(**{name: self.value(name, case.item.name) for name in case.asked})  # type: ignore[attr-defined]
            with self._remembering():
                student.finish()
        except StudentFault as fault:  # the worker failed at the very start of the test
            self.error = fault
        finally:
            assertions.speak_for(None)
            running.reset(token)
        outcome, message, summary = verdict(self.error)
        fraction = 1.0 if outcome is Outcome.PASSED else 0.0
        if credit.fraction is not None and outcome is not Outcome.GRADER_ERROR:
            fraction = credit.fraction
            if outcome is Outcome.PASSED and fraction < 1.0:
                outcome, message, summary = Outcome.PARTIAL, Mismatch(credit.why, got=credit.got).message, credit.why
            elif fraction > 0.0 and outcome is not Outcome.PASSED:
                outcome = Outcome.PARTIAL
            if outcome is Outcome.PARTIAL and fraction == 0.0:
                outcome = Outcome.FAILED
        return self._result(case, outcome, fraction, message, summary, perf_counter() - begun)

    def _visibility(self, case: _Case) -> Visibility:
        return case.marks.visibility or self.session.default_visibility

    def _keep_apart(self, student: Student, case: _Case) -> None:
        """Ask a public test of a process that has seen no other: it could answer with what it remembers of them.

        What a public test is answered is shown to the student whole. An ``after_due`` test is shown after the due date
        alone, and is a course's own choice.
        """
        if self._visibility(case) != "public":
            self.has_seen_hidden = True
        elif self.has_seen_hidden:
            student.start_afresh()
            self.has_seen_hidden = False

    def _result(
        self,
        case: _Case,
        outcome: Outcome,
        fraction: float,
        message: str,
        summary: str,
        took: float,
    ) -> TestResult:
        hint = None
        if outcome not in (Outcome.PASSED, Outcome.BLOCKED, Outcome.GRADER_ERROR):
            hint = self._hint()
        return TestResult(
            id=case.item.name,
            title=case.title,
            title_zh=case.title_zh,
            outcome=outcome,
            visibility=self._visibility(case),
            points=round(case.marks.points * fraction, 6),
            max_points=case.marks.points,
            # exceptions, class names and values are a student's text: here they become the judge's words
            message=fit(message),
            summary=fit(summary),
            hint=hint,
            duration_s=round(took, 4),
        )

    def _hint(self) -> dict[str, str] | None:
        """Return the first step of the ladder of the entry point that the test blames, else of one called before."""
        assert self.student is not None
        blamed = self.student.blamed
        for event in [*([blamed] if blamed else []), *reversed(self.student.events)]:
            ladder = self.session.exercise.hints.get(event.entry)
            if ladder:
                return ladder[0]
        return None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
        """Set a test up, run it, tear it down, and remember the first exception, whichever phase it came from.

        Reports and what else pytest's own way does are for plugins that are off here, and cost more than most tests.
        """
        if "tmp_path" in getattr(item, "fixturenames", ()):
            return None  # it keeps the folder or not by the reports of pytest's own way
        state = item.session._setupstate
        item._initrequest()  # type: ignore[attr-defined]  # fresh fixtures for a second run, as pytest-rerunfailures does
        try:
            with self._remembering():
                state.setup(item)
                item.runtest()
            with self._remembering():
                state.teardown_exact(nextitem)
        finally:
            item._request = False  # type: ignore[attr-defined]  # a later run makes its own, with fresh fixtures
            item.funcargs = None  # type: ignore[attr-defined]
        return True

    @contextlib.contextmanager
    def _remembering(self) -> Iterator[None]:
        """Remember what ends a phase, unless there is something already; what ends the session goes on."""
        try:
            yield
        except (KeyboardInterrupt, pytest.exit.Exception):
            raise
        except BaseException as error:  # noqa: BLE001 - pytest.fail's is no Exception, and every one has its verdict
            self.error = self.error or error

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[Any]) -> pytest.TestReport:
        """Remember the first exception of a test, whichever phase it came from.

        The report is empty: pytest's own formats a traceback for every failure, which costs ten times what the test
        does, and nobody reads it.
        """
        if call.excinfo is not None and self.error is None:
            self.error = call.excinfo.value
        assert call.when != "collect"
        outcome: Literal["passed", "failed"] = "passed" if call.excinfo is None else "failed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)


def verdict(error: BaseException | None) -> tuple[Outcome, str, str]:
    """Return outcome, message for the instructor, and summary for anybody.

    What a student's code may have had a hand in stands in the message alone, and there as a quotation.
    """
    match error:
        case None:
            return Outcome.PASSED, "", ""
        case StudentFault():
            return error.outcome, error.message, error.summary
        case AssertionError():
            wrong = _("the result is not the one asked for")
            message = joined("\n", [wrong, quoted(str(error))]) if str(error) else wrong
            return Outcome.FAILED, message, wrong
    failed = _("the suite itself failed: {kind}", kind=type(error).__name__)
    return Outcome.GRADER_ERROR, joined("\n", [failed, quoted(str(error))]), _("the grader failed on this test")


def fit(text: str) -> str:
    """Return a text of a result as ``printable`` makes it; a message that is not too long stays one."""
    if isinstance(text, Message) and len(text) <= LIMIT:
        return text.each(printable)
    return printable(text)


def title_of(item: pytest.Item) -> tuple[str, str]:
    """Return a test's title in English, its docstring's first paragraph, and in Chinese, the second one."""
    doc = getattr(getattr(item, "obj", None), "__doc__", None) or ""
    paragraphs = [" ".join(p.split()) for p in doc.strip().split("\n\n")]
    return (paragraphs[0], paragraphs[1] if len(paragraphs) > 1 else "")
