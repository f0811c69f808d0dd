"""One live pytest session of one suite, run again for each submission.

Collecting, importing and configuring happen once; each submission costs its tests only. The session lives in a thread
of its own, because pytest owns the loop over its tests: ``SuitePlugin`` replaces that loop and takes submissions from a
queue until there are no more. Only one of the two threads ever runs.
"""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import pytest

from grader.errors import SuiteError
from grader.exercises.datasets import DataSet
from grader.exercises.exercise import Exercise
from grader.language import _
from grader.result import Visibility
from grader.suite.collected import CollectedTest
from grader.suite.plugin import OnTest, SuitePlugin, SuiteRun
from grader.suite.proxy import SubmissionProxy

__all__ = ["SuiteRun", "SuiteSession"]

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
"""pytest's own plugins that a suite has no use for: they take time at the start of each session, or print."""


@dataclass(frozen=True, slots=True)
class _Job:
    """One submission to run the suite on; see ``SuiteSession.run``."""

    proxy: SubmissionProxy
    seed: int
    until_lost: bool
    keep_transcripts: bool
    only: Collection[str] | None
    on_test: OnTest | None


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
        self._plugin = SuitePlugin(exercise, default_visibility, data, self._serve)
        self._thread = threading.Thread(target=self._live, name=f"suite {exercise.slug}", daemon=True)
        self._collected: queue.Queue[str] = queue.Queue()
        self._todo: queue.Queue[_Job | None] = queue.Queue()
        self._done: queue.Queue[SuiteRun | BaseException] = queue.Queue()

    def __enter__(self) -> Self:
        self._thread.start()
        fault = self._collected.get()
        if fault:
            raise SuiteError(
                _("{suite} of {exercise}: {fault}", suite=self.suite.name, exercise=self.exercise.slug, fault=fault)
            )
        return self

    def __exit__(self, *_: object) -> None:
        self._todo.put(None)
        self._thread.join()

    @property
    def tests(self) -> tuple[CollectedTest, ...]:
        """The tests, in the suite's order."""
        return tuple(self._plugin.tests)

    def run(
        self,
        proxy: SubmissionProxy,
        seed: int,
        *,
        until_lost: bool = False,
        keep_transcripts: bool = False,
        only: Collection[str] | None = None,
        on_test: OnTest | None = None,
    ) -> SuiteRun:
        """Run the suite on one submission.

        Args:
            proxy: the submission.
            seed: the run's seed.
            until_lost: whether to stop after the first test that loses points; later tests are then missing.
            keep_transcripts: whether transcripts are wanted, to look at single calls. They last as long as the run and
                share its room, so a class is graded without them.
            only: the tests to run, if not all. A test that another one requires is then run without it.
            on_test: called before and after each test.
        """
        self._todo.put(_Job(proxy, seed, until_lost, keep_transcripts, only, on_test))
        answer = self._done.get()
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def _live(self) -> None:
        """Run the pytest session; this is the thread's whole life."""
        arguments = [str(self.suite), "--import-mode=importlib", f"--rootdir={self.suite.parent}", "-c", "/dev/null"]
        arguments += ["--noconftest", "-o", "python_functions=test_*"]
        for name in PLUGINS_OFF:
            arguments += ["-p", f"no:{name}"]
        try:
            with np.errstate(all="ignore"):  # a suite computes with what a submission answers, which may be nan
                code = pytest.main(arguments, plugins=[self._plugin])
            fault = self._plugin.fault or _("pytest ended with {code}", code=repr(code))
            self._collected.put(fault)
            self._done.put(SuiteError(fault))
        except BaseException as error:  # noqa: BLE001 - it must reach the thread that waits
            self._collected.put(repr(error))
            self._done.put(error)
        finally:  # a changed suite, or another one of that name, must not get the old module
            for name in [n for n, m in sys.modules.items() if getattr(m, "__file__", None) == str(self.suite)]:
                del sys.modules[name]

    def _serve(self) -> None:
        """Run the suite for each submission that comes."""
        self._collected.put("")
        while (job := self._todo.get()) is not None:
            try:
                self._done.put(
                    self._plugin.run(
                        job.proxy,
                        job.seed,
                        until_lost=job.until_lost,
                        keep_transcripts=job.keep_transcripts,
                        only=job.only,
                        on_test=job.on_test,
                    )
                )
            except BaseException as error:  # noqa: BLE001 - it must reach the thread that waits
                self._done.put(error)
            job = None  # nothing of a submission stays here until the next one
