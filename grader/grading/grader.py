"""Grading tasks in one slot."""

from __future__ import annotations

import contextlib
import datetime
import gc
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import Self

from grader.errors import ContainmentError, SuiteError
from grader.exercises.catalogue import Catalogue
from grader.exercises.datasets import DataSet, load_images
from grader.exercises.exercise import Exercise
from grader.exercises.misconceptions import Misconception, read_misconceptions
from grader.explain.diagnosis import Table, told
from grader.explain.explainer import Explainer
from grader.explain.known import Known
from grader.explain.tables import find
from grader.grading.settings import Settings
from grader.language import _
from grader.result import ExerciseResult, TestResult
from grader.slot.slot import Slot, require
from grader.slot.suite_run import failed_grading, open_suite, run_suite
from grader.slot.task import Graded, Task, tests_from_json, unpack_files
from grader.submission.record import Files
from grader.suite.session import SuiteSession


@dataclass(frozen=True, slots=True)
class _LiveSuite:
    """One exercise with its running suite and what the diagnosis needs."""

    exercise: Exercise
    suite: SuiteSession
    table: Table
    misconceptions: Mapping[str, Misconception]
    explainer: Explainer


class Grader:
    """One slot with its running suites. It grades one task after another and opens a suite for its first task.

    Raises:
        ContainmentError: on entering, if workers cannot be confined as the settings require.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.catalogue = Catalogue(Path(settings.root))
        self._stack = contextlib.ExitStack()
        self._suites: dict[str, _LiveSuite] = {}
        self._tried: set[str] = set()

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            self.slot = stack.enter_context(Slot(self.settings.level))
            require(self.slot.containment, self.settings.minimum)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()
        self._suites.clear()

    @cached_property
    def _data(self) -> DataSet:
        return load_images(self.settings.mnist)

    def grade(self, task: Task) -> Graded:
        """Grade one exercise's files, or explain what an earlier grading left unexplained, or draw their results.

        An error of the grader becomes an outcome of the grading; one of the explainer leaves the grading as it is.

        Raises:
            ContainmentError: workers are not confined as required, so nothing was graded.
            SuiteError: the suite cannot be collected, or it differs from the one that the task names.
        """
        if task.picture:
            return self._drawn(task)
        live = self._suites.get(task.slug) or self._open_suite(task.slug, task.suite_digest)
        started = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        begun = perf_counter()
        if task.tests:
            tests, explained = self._explained(live, tests_from_json(task.tests), unpack_files(task.packed))
        else:
            tests, explained = self._tests(live, task)
        return Graded.of(
            task,
            ExerciseResult.of(task.slug, task.suite_digest, tests),
            containment=self.slot.containment,
            data=self._data.name if live.exercise.data else "none",
            started=started,
            duration_s=perf_counter() - begun,
            explained=explained,
        )

    def _tests(self, live: _LiveSuite, task: Task) -> tuple[tuple[TestResult, ...], bool]:
        """Return the tests of a task, and whether their failures were gone over to explain them."""
        try:
            files = unpack_files(task.packed)
            run = run_suite(self.slot, live.suite, files, self.settings.seed)
            tests = told(run, live.table, live.misconceptions)
        except Exception as error:  # noqa: BLE001 - an error with one submission must not end the run
            return (failed_grading(live.exercise, error),), False
        wanted = self.settings.explains and task.explains
        return self._explained(live, tests, files) if wanted else (tests, False)

    def _explained(
        self, live: _LiveSuite, tests: tuple[TestResult, ...], files: Files
    ) -> tuple[tuple[TestResult, ...], bool]:
        """Return tests with the explanations that are found, and whether the explainer came to its end.

        Raises:
            ContainmentError: workers are not confined as required.
        """
        try:
            return live.explainer.explain(tests, files), True
        except ContainmentError:
            raise
        except Exception:  # noqa: BLE001 - the verdict is right, whatever goes wrong while it is explained
            return tests, False

    def _drawn(self, task: Task) -> Graded:
        """Return the record of a task that asks for a picture. It has no tests.

        Raises:
            ContainmentError: workers are not confined as required.
        """
        from grader.pictures.from_worker import picture_from  # with matplotlib, which most runs do without

        exercise = self.catalogue.exercise(task.slug)
        self._try_canary(exercise.template)
        picture, fault, begun = b"", False, perf_counter()
        try:
            files = unpack_files(task.packed)
            picture = picture_from(
                self.slot, exercise, files, task.picture, seed=self.settings.seed, mnist=self.settings.mnist
            )
        except Exception:  # noqa: BLE001 - the verdict stands, whatever goes wrong with its picture
            fault = True
        record = Graded.of(
            task,
            ExerciseResult.of(task.slug, task.suite_digest, ()),
            containment=self.slot.containment,
            data=self._data.name if exercise.data else "none",
            started=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            duration_s=perf_counter() - begun,
        )
        return replace(record, picture=picture, fault=fault)

    def _open_suite(self, slug: str, digest: str) -> _LiveSuite:
        exercise = self.catalogue.exercise(slug)
        if self.catalogue.grading_digest(exercise) != digest:
            raise SuiteError(
                _("the suite of {slug} is not the one that this run began with: run the same again", slug=slug)
            )
        self.slot.launcher(exercise.template)  # the template imports its libraries while the suite is collected
        data = self._data if exercise.data else None
        suite = self._stack.enter_context(open_suite(self.catalogue.hidden_suite(exercise), exercise, "hidden", data))
        self._try_canary(exercise.template)
        table = find(self.catalogue, exercise, self.settings.seed, data) or {}
        misconceptions = read_misconceptions(self.catalogue.misconceptions(exercise))[0]
        solutions = [path.read_text(encoding="utf-8") for path in self.catalogue.solutions(exercise)]
        known = Known.of(self.catalogue, exercise, data, misconceptions)
        explainer = Explainer(self.slot, suite, solutions, known)
        live = self._suites[slug] = _LiveSuite(exercise, suite, table, misconceptions, explainer)
        gc.collect()
        gc.freeze()  # the suite lives as long as the slot, so later collections can skip it
        return live

    def _try_canary(self, kind: str) -> None:
        """Check once for each kind of template that its workers cannot read the suites and other secrets.

        Raises:
            ContainmentError: a worker can read one of them.
        """
        if kind in self._tried:
            return
        outside = [Path(s) for s in self.settings.secrets]
        suites = [self.catalogue.hidden_suite(e) for e in self.catalogue.exercises if e.slug in self.settings.slugs]
        self.slot.check_canary(kind, [*self.catalogue.secret_paths(), *outside, *suites], outside)
        self._tried.add(kind)
