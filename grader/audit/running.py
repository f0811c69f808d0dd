"""Grading the cases of an audit: each process in its own slot, the slow exercises first."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from multiprocessing.util import Finalize
from typing import Any, Literal, Self

from grader.audit.asked import Asked, Examples
from grader.audit.case import Case, Run
from grader.audit.judge import Findings, judge
from grader.audit.plan import WITH_EXAMPLES, Plan, Wanted, plan
from grader.exercises.catalogue import Catalogue
from grader.exercises.datasets import STAND_IN, DataSet, load_images
from grader.exercises.exercise import Exercise
from grader.exercises.misconceptions import read_misconceptions
from grader.explain.desk_files import compared_before
from grader.explain.explainer import Explainer
from grader.explain.known import Known
from grader.explain.trying import QUICK, SEED, prices_of
from grader.result import Visibility
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite, run_suite
from grader.suite.session import SuiteSession
from grader.worker.auditing import unexpected

PRICED = 3
"""Measurements of a price, of which the least counts."""


@dataclass
class Bench:
    """A slot with the suites that it has opened so far.

    The sources are ours, so they run at any level of confinement.
    """

    catalogue: Catalogue
    slot: Slot
    data: DataSet | None = None
    suites: dict[tuple[str, Visibility], SuiteSession] = field(default_factory=dict)
    explainers: dict[tuple[str, str, bool], Explainer] = field(default_factory=dict)
    quick: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stack: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stack.close()

    def run(self, case: Case) -> Run:
        """Grade a case."""
        exercise = self.catalogue.exercise(case.slug)
        suite = self._suite(exercise, case.suite)
        files = {exercise.filename: case.source}
        if case.wants == "prices":
            return self._priced(suite, files)
        refused = self.slot.refused
        if refused is not None:
            refused.clear()
        keep = case.wants == "calls"
        if case.quick_first:
            quick = self._quick_tests(exercise, suite)
            first = Run.of(run_suite(self.slot, suite, files, case.seed, only=quick))
            if first.lost:
                return first
        done = run_suite(
            self.slot, suite, files, case.seed, until_lost=case.until_lost, keep_transcripts=keep, only=case.only
        )
        if case.explains:
            explainer = self._explainer(exercise, suite, case.without, with_names=case.explains == "names")
            done = replace(done, tests=explainer.explain(done.tests, files))
        run = Run.of(done, tuple(map(str, unexpected(refused or ()))))
        if case.weighs and run.passes:
            hidden = Run.of(run_suite(self.slot, self._suite(exercise, "hidden"), files, case.seed))
            run = replace(run, weighed=hidden.points)
        return replace(run, failures={}) if case.quick_first else run

    def _suite(self, exercise: Exercise, which: Literal["hidden", "public"]) -> SuiteSession:
        """Return an open suite. Public tests have the stand-in data, as at a student's desk."""
        if (exercise.slug, which) not in self.suites:
            hidden = which == "hidden"
            path = self.catalogue.hidden_suite(exercise) if hidden else self.catalogue.public_suite(exercise)
            data = self.data if hidden or not exercise.data else load_images(STAND_IN)
            self.suites[exercise.slug, which] = self.stack.enter_context(open_suite(path, exercise, which, data))
        return self.suites[exercise.slug, which]

    def _priced(self, suite: SuiteSession, files: Mapping[str, bytes]) -> Run:
        """Return the tests of a suite with the least price of each in some runs, as other work makes a test dearer."""
        tests = run_suite(self.slot, suite, files, SEED).tests
        several = [prices_of(self.slot, suite, files, [t.id for t in tests]) for _ in range(PRICED)]
        return Run(tests, {}, frozenset(), {}, prices={t.id: min(prices[t.id] for prices in several) for t in tests})

    def _quick_tests(self, exercise: Exercise, suite: SuiteSession) -> tuple[str, ...]:
        """Return the tests of a hidden suite that train nothing, by what the reference takes for each."""
        if exercise.slug not in self.quick:
            files = {exercise.filename: self.catalogue.reference(exercise).read_bytes()}
            tests = [t.id for t in run_suite(self.slot, suite, files, SEED).tests]
            prices = prices_of(self.slot, suite, files, tests)
            self.quick[exercise.slug] = tuple(t for t in tests if prices[t] <= QUICK)
        return self.quick[exercise.slug]

    def _explainer(self, exercise: Exercise, suite: SuiteSession, without: str, *, with_names: bool) -> Explainer:
        """Return what explains an exercise's failures, and knows all accepted solutions but one.

        It knows the single edits, and with names the misconceptions, too.
        """
        key = (exercise.slug, without, with_names)
        if key not in self.explainers:
            solutions = {p.stem: p.read_text(encoding="utf-8") for p in self.catalogue.accepted(exercise)}
            if without:
                whole = self._explainer(exercise, suite, "", with_names=with_names)
                self.explainers[key] = whole.without(solutions[without])
            else:
                reference = self.catalogue.reference(exercise).read_text(encoding="utf-8")
                misconceptions, _faults = read_misconceptions(self.catalogue.misconceptions(exercise))
                known = Known.of(self.catalogue, exercise, self.data, misconceptions)
                known = known if with_names else Known(edits=known.edits)
                self.explainers[key] = Explainer(self.slot, suite, [reference, *solutions.values()], known)
        return self.explainers[key]


SUITES: tuple[Literal["public", "hidden"], ...] = ("public", "hidden")
"""The two suites of an exercise."""

Runner = Callable[[Sequence[Case]], Iterable[tuple[Case, Run]]]
"""Grades cases and yields them with their runs, in any order."""


def audit(
    catalogue: Catalogue, exercises: Sequence[Exercise], wanted: Wanted, run: Runner, jobs: int = 1
) -> Iterator[Findings]:
    """Audit exercises; yield the findings of each as soon as they are complete.

    Args:
        catalogue: of the exercises.
        exercises: which to audit.
        wanted: what of them.
        run: grades the cases.
        jobs: processes in which cases are made: mutants of some hundred texts take minutes.

    Raises:
        CatalogueError: a file beside a suite is not readable.
        SuiteError: a suite cannot be collected.
    """
    examples = examples_of(catalogue, exercises, run) if WITH_EXAMPLES.intersection(wanted.parts) else {}
    prices = prices_of_public_tests(catalogue, exercises, run) if wanted.keeps_desk else {}
    order = sorted(exercises, key=lambda e: e.is_slow, reverse=True)
    given = [(catalogue, e, wanted, examples.get(e.slug, Examples()), prices.get(e.slug, {})) for e in order]
    plans = {p.exercise.slug: p for p in _planned(given, jobs)}
    left = {slug: len(p.cases) for slug, p in plans.items()}
    runs: dict[str, dict[Case, Run]] = {slug: {} for slug in plans}
    yield from (judge(plans[slug], {}) for slug, count in left.items() if not count)
    for case, done in run([c for p in plans.values() for c in p.cases]):
        runs[case.slug][case] = done
        left[case.slug] -= 1
        if not left[case.slug]:
            yield judge(plans[case.slug], runs.pop(case.slug))


def _planned(given: Sequence[tuple[Any, ...]], jobs: int) -> list[Plan]:
    """Return the plans of exercises, made in some processes."""
    if min(jobs, len(given)) == 1:
        return [plan(*arguments) for arguments in given]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(given)), mp_context=context) as pool:
        return list(pool.map(plan, *zip(*given, strict=True)))


def examples_of(catalogue: Catalogue, exercises: Sequence[Exercise], run: Runner) -> dict[str, Examples]:
    """Return by exercise what the tests ask of the reference, with the seed 0."""
    cases = [
        Case(e.slug, "asked", which, catalogue.reference(e).read_bytes(), suite=which, wants="calls")
        for e in exercises
        for which in SUITES
        if catalogue.reference(e).is_file() and (which == "hidden" or catalogue.public_suite(e).is_file())
    ]
    found: dict[str, dict[str, tuple[Asked, ...]]] = {}
    for case, done in run(cases):
        found.setdefault(case.slug, {})[case.suite] = done.asked
    return {slug: Examples(**calls) for slug, calls in found.items()}


def prices_of_public_tests(
    catalogue: Catalogue, exercises: Sequence[Exercise], run: Runner
) -> dict[str, Mapping[str, int]]:
    """Return by exercise the price of each public test, of exercises that train and whose prices decide something."""
    cases = [
        Case(e.slug, "asked", "prices", catalogue.reference(e).read_bytes(), suite="public", wants="prices")
        for e in exercises
        if e.is_slow and catalogue.public_suite(e).is_file() and catalogue.reference(e).is_file()
        if compared_before(catalogue, e) is None
    ]
    return {case.slug: done.prices for case, done in run(cases)} if cases else {}


class InOneSlot:
    """Grades cases one after another in a slot that the caller has."""

    def __init__(self, catalogue: Catalogue, slot: Slot, data: DataSet | None) -> None:
        self._bench = (catalogue, slot, data)

    def __call__(self, cases: Sequence[Case]) -> Iterator[tuple[Case, Run]]:
        """Yield each case with its run."""
        with Bench(*self._bench) as bench:
            for case in cases:
                yield case, bench.run(case)


class InProcesses:
    """Grades cases in ``jobs`` processes, each with a slot of its own."""

    def __init__(self, catalogue: Catalogue, jobs: int, mnist: str | None) -> None:
        self._catalogue = catalogue
        self._jobs = jobs
        self._mnist = mnist

    def __call__(self, cases: Sequence[Case]) -> Iterator[tuple[Case, Run]]:
        """Yield each case with its run, in the order in which they finish."""
        context = multiprocessing.get_context("spawn")
        given = (self._catalogue, self._mnist)
        with ProcessPoolExecutor(self._jobs, mp_context=context, initializer=_open, initargs=given) as pool:
            try:
                futures = {pool.submit(_run, case): case for case in cases}
                for future in as_completed(futures):
                    yield futures[future], future.result()
            finally:
                pool.shutdown(wait=True, cancel_futures=True)


_bench: Bench | None = None


def _open(catalogue: Catalogue, mnist: str | None) -> None:
    """Open this process's slot, and have it closed when the process ends."""
    global _bench
    threading.Thread(target=_end_with_parent, daemon=True).start()
    stack = contextlib.ExitStack()
    slot = stack.enter_context(Slot(audited=True))
    data = load_images(mnist) if any(e.data for e in catalogue.exercises) else None
    _bench = stack.enter_context(Bench(catalogue, slot, data))
    Finalize(None, stack.close, exitpriority=10)


def _end_with_parent() -> None:
    """End this process when its parent ends: a pool's processes hold each other's pipes open, so they would wait on."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)  # templates end with their sockets


def _run(case: Case) -> Run:
    assert _bench is not None
    return _bench.run(case)
