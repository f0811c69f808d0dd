"""Trying edits of a submission: one worker loads one text after another and is asked the tests that failed.

Nothing here is scored. A process that has seen many texts may remember something, so what seems to mend a submission is
run again in a fresh worker.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from grader.errors import StudentFault
from grader.exercises.exercise import Exercise
from grader.explain.diagnosis import passed
from grader.explain.edits.edit import Edit
from grader.result import Outcome
from grader.slot.suite_run import run_suite
from grader.suite.evidence import test_of
from grader.suite.proxy import SubmissionProxy
from grader.suite.session import SuiteRun, SuiteSession

if TYPE_CHECKING:  # what it imports is not there on every system
    from grader.slot.slot import Slot
    from grader.worker.worker import Worker

Answer = TypeVar("Answer")

SEED = 0
"""The seed of explanations, whatever the seed of the grading: one fault is told in the same words in every run."""

CALL_S = 1.0
"""Seconds for a call of an edited function. An edited loop may run for ever; honest calls of an exercise whose edits
are tried take milliseconds."""

TOTAL_S = 60.0
"""Seconds, on the clock of deadlines, for all edits of one submission, as a second net: a hostile file may make every
call last."""

MOST_PAID = 6000
"""The price of all tests that are asked for one submission, at most. A price of 1 is about a millisecond, so these are
some six seconds. Two searches fit in: for a fault behind all failures of a function, and for one of several. Of 60
faults of 02 and 06 that were located, the dearest cost 2,726; what was not located would have cost up to 12,000. Prices
end the search at the same edit on a busy machine as on a quiet one."""

MOST_PAID_FOR_TRAINING = 24_000
"""The same for an exercise that trains. A test costs twenty there, so less would not do for the edits of three
functions; and a grading takes seconds. Prices hold what only a first call takes, so these are some twelve seconds."""

ENDLESS = round(1000 * CALL_S)
"""The price of a call that does not end, beside that of its test."""

MOST_PAID_TO_COMPARE = 500
"""The price of all tests that are asked of edits of ``nearest`` for one fault, at most, in an exercise that trains
nothing. Most such edits end at the first test, so these are some hundred: more than there are."""

MOST_PAID_FOR_WORDS = 150
"""The price of all tests that are asked of edits of one known line, at most. Of nine such lines in the benchmark's
class of 02, six had an edit that says more, for prices of 43 to 119."""

MOST_RUNS = 8
"""Edits of ``nearest`` that are tried for one submission in an exercise that trains, at most. Each is asked the failed
tests first, and most end there, at the first test that still fails. Eight are the three places of one function, two
functions and their pairs. In other exercises, the faults for which one worker tries all of them."""

QUICK = 125
"""The price of a test that is asked of edits, at most: an eighth of a second, so that forty edits are tried and
more. Trainings take longer: 0.14 s and more, where single steps, models and predictions take up to 0.12 s. They are
left to the confirmation."""


@dataclass(slots=True)
class Budget:
    """What may still be spent on the edits of one submission."""

    price: int
    seconds: float = TOTAL_S
    is_whole: bool = True
    """Whether nothing has been spent yet."""
    runs: int = MOST_RUNS
    """Runs of the suite that may still be spent on right functions beside the student's."""

    @classmethod
    def of(cls, exercise: Exercise) -> Budget:
        """Return what may be spent in an exercise."""
        return cls(MOST_PAID_FOR_TRAINING if exercise.is_slow else MOST_PAID)

    def pay(self, price: int) -> None:
        """Take away what a test costs."""
        self.price -= price
        self.is_whole = False

    def run(self) -> None:
        """Take away a run of the suite."""
        self.runs -= 1
        self.is_whole = False

    def has_no_runs(self) -> bool:
        """Return whether no run of the suite is left."""
        return self.runs <= 0

    def spent(self) -> bool:
        """Return whether nothing is left for edits."""
        return self.price <= 0 or self.seconds <= 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an edit has to do.

    Attributes:
        mended: tests and parts of tests that failed and must pass.
        kept: tests, and parts of tests, that passed and must still pass.
        tests: the tests that these belong to and that edits are asked, those to be mended first, cheap ones first.
            Empty if all that are to be mended take too long.
        prices: of these tests.
    """

    mended: frozenset[str]
    kept: frozenset[str]
    tests: tuple[str, ...]
    prices: Mapping[str, int]

    @classmethod
    def of(cls, run: SuiteRun, mended: Iterable[str], affected: Collection[str], prices: Mapping[str, int]) -> Wanted:
        """Return what mends some failures of a run and breaks nothing.

        Args:
            run: with its transcripts.
            mended: names of tests, and of parts of tests.
            affected: the entry points that an edit may affect. Tests that call none of them are left out.
            prices: of the suite's tests; see ``prices_of``.
        """
        mended = frozenset(mended)
        asking = {t.test for t in run.transcripts if any(e.entry_point in affected for e in t.events)}
        kept = frozenset(name for name in passed(run) if test_of(name) in asking)
        took = {t.id: (prices[t.id], t.duration_s) for t in run.tests}
        first = sorted({test_of(name) for name in mended}, key=lambda t: took[t])
        later = sorted({test_of(name) for name in kept} - set(first), key=lambda t: took[t])
        quick = [t for t in first if prices[t] <= QUICK]
        tests = (*quick, *(t for t in later if prices[t] <= QUICK)) if quick else ()
        return cls(mended, kept, tests, prices)

    def holds(self, run: SuiteRun) -> bool:
        """Return whether nothing in a run of some tests contradicts."""
        asked = {t.id for t in run.tests}
        good = passed(run)
        return all(name in good for name in self.mended | self.kept if test_of(name) in asked)


def prices_of(slot: Slot, suite: SuiteSession, files: Mapping[str, bytes], tests: Iterable[str]) -> dict[str, int]:
    """Return the price of each test: the milliseconds of processor time that a submission takes for it alone.

    Args:
        slot: where workers are started.
        suite: the exercise's suite.
        files: of the submission that is measured: the reference.
        tests: the tests.
    """
    exercise = suite.exercise
    source = files[exercise.filename]
    with slot.worker(exercise.template, files, exercise.module, exercise.limits) as worker:
        return {test: _undisturbed(worker, partial(_price, worker, suite, source, test)) for test in tests}


def _price(worker: Worker, suite: SuiteSession, source: bytes, test: str) -> int:
    """Return the price of one test; see ``prices_of``."""
    worker.reload(source)  # an edit is loaded before each test, too
    before = worker.spent
    suite.run(SubmissionProxy(worker), SEED, only=[test])
    return max(1, round(1000 * (worker.spent - before)))


def _undisturbed(worker: Worker, ask: Callable[[], Answer]) -> Answer:
    """Return what ``ask`` returns; if another process killed the guest meanwhile, what it returns the second time.

    As in ``run_suite``: what was killed from outside says nothing about the text that was asked.

    Raises:
        StudentFault: ``ask`` raises it.
    """
    try:
        answer = ask()
    except StudentFault:
        if not worker.killed:
            raise
    else:
        if not worker.killed:
            return answer
    worker.killed = False
    return ask()


def mending(
    slot: Slot,
    suite: SuiteSession,
    files: Mapping[str, bytes],
    edits: Iterable[Edit],
    wanted: Wanted,
    budget: Budget,
) -> Iterator[Edit]:
    """Yield the edits that do what is wanted.

    Args:
        slot: where workers are started.
        suite: the exercise's suite.
        files: the submission's files.
        edits: of the exercise's module.
        wanted: what they have to do.
        budget: what may be spent; what is spent is taken from it.
    """
    exercise = suite.exercise
    limits = replace(exercise.limits, call_s=CALL_S, exercise_s=TOTAL_S)
    before = budget.seconds
    with slot.worker(exercise.template, files, exercise.module, limits) as worker:
        for edit in edits:
            budget.seconds = before - worker.spent
            if budget.spent():
                return
            if _undisturbed(worker, partial(_does, worker, suite, edit, wanted, budget)):
                yield edit


def _does(worker: Worker, suite: SuiteSession, edit: Edit, wanted: Wanted, budget: Budget) -> bool:
    """Return whether an edit does what is wanted, and pay for it."""
    try:
        worker.reload(edit.source.encode())
    except StudentFault:
        budget.pay(1)  # a text that cannot be loaded takes its time, too
        return False
    proxy = SubmissionProxy(worker)  # another edit's would remember what its tests share: a training
    for test in wanted.tests:
        run = suite.run(proxy, SEED, only=[test])
        endless = any(t.outcome is Outcome.TIMED_OUT for t in run.tests)
        budget.pay(wanted.prices[test] + (ENDLESS if endless else 0))
        if not wanted.holds(run):
            return False
    return True


def confirmed(slot: Slot, suite: SuiteSession, files: Mapping[str, bytes], edit: Edit, wanted: Wanted) -> bool:
    """Return whether an edit does what is wanted in a process that has seen no other text."""
    return wanted.holds(run_suite(slot, suite, _edited(suite, files, edit), SEED))


def mends(slot: Slot, suite: SuiteSession, files: Mapping[str, bytes], edit: Edit, wanted: Wanted) -> bool:
    """Return whether an edit mends what it has to. It may break other tests."""
    failed = sorted({test_of(name) for name in wanted.mended})
    return wanted.holds(run_suite(slot, suite, _edited(suite, files, edit), SEED, only=failed, until_lost=True))


def _edited(suite: SuiteSession, files: Mapping[str, bytes], edit: Edit) -> dict[str, bytes]:
    return {**files, suite.exercise.filename: edit.source.encode()}
