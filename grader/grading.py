"""Grading one submission in one slot: the way from files to a result."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from grader import __version__
from grader.catalogue import Catalogue, suite_digest
from grader.data import load_images
from grader.diagnosis import told
from grader.errors import GraderError
from grader.exercise import Exercise
from grader.misconception import read_misconceptions
from grader.result import VERSION, ExerciseResult, Result
from grader.slot import Slot, require
from grader.submission import Entry, read
from grader.tables import find
from grader.verdict import failed_grading, open_suite, run_suite


@dataclass(frozen=True, slots=True)
class Settings:
    """What a whole run has in common; plain data, so that it travels to other processes and machines.

    Attributes:
        root: the catalogue's root folder.
        slugs: the exercises to grade.
        seed: the run's seed.
        mnist: see ``grader.data.load_images``.
        minimum: the weakest level of confinement that will do.
        level: the level to use; ``None`` for the strongest that works.
        secrets: paths beside the suites that no worker may read, such as the results.
    """

    root: str
    slugs: tuple[str, ...]
    seed: int = 0
    mnist: str | None = None
    minimum: str = "landlock"
    level: str | None = None
    secrets: tuple[str, ...] = ()


class Grader:
    """One slot with its live suites. Grades submissions one after another.

    Raises:
        ContainmentError: on entering, where workers are not confined as asked.
        SuiteError: on entering, where a suite cannot be collected.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            self._open(stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _open(self, stack: contextlib.ExitStack) -> None:
        settings = self.settings
        self.catalogue = Catalogue(Path(settings.root))
        self.exercises = tuple(self.catalogue.exercise(s) for s in settings.slugs)
        self.slot = stack.enter_context(Slot(settings.level))
        require(self.slot.containment, settings.minimum)
        kinds = sorted({e.template for e in self.exercises})
        for kind in kinds:
            self.slot.launcher(kind)  # all templates import at the same time
        self.data = load_images(settings.mnist) if any(e.data for e in self.exercises) else None
        self.suites = {
            e.slug: stack.enter_context(open_suite(self.catalogue.hidden_suite(e), e, "hidden", self.data))
            for e in self.exercises
        }
        self.digests = {
            e.slug: suite_digest(*(p for p in self.catalogue.suite_dir(e).rglob("*.py") if p.is_file()))
            for e in self.exercises
        }
        self.misconceptions = {e.slug: read_misconceptions(self.catalogue.misconceptions(e))[0] for e in self.exercises}
        self.tables = {e.slug: find(self.catalogue, e, settings.seed, self.data) or {} for e in self.exercises}
        secrets = [*self.catalogue.secret_paths(), *(Path(s) for s in settings.secrets)]
        secrets += [self.catalogue.hidden_suite(e) for e in self.exercises]
        for kind in kinds:
            self.slot.check_canary(kind, secrets, [Path(s) for s in settings.secrets])

    def grade(self, entry: Entry) -> Result:
        """Grade everything in ``entry``. A fault of ours becomes an outcome, never an exception."""
        started = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        submission = read(entry, self.exercises, self.catalogue.exercises)
        graded = tuple(
            self._grade_exercise(e, submission.files.get(e.slug, {}), submission.problem) for e in self.exercises
        )
        return Result(
            version=VERSION,
            student=submission.student,
            engine=__version__,
            seed=self.settings.seed,
            containment=self.slot.containment,
            data=self.data.name if self.data else "none",
            started=started,
            submission_digest=submission.digest,
            score=round(sum(e.score for e in graded), 6),
            max_score=round(sum(e.max_score for e in graded), 6),
            exercises=graded,
            problem=submission.problem,
            notes=submission.notes,
        )

    def _grade_exercise(self, exercise: Exercise, files: Mapping[str, bytes], problem: str) -> ExerciseResult:
        try:
            run = run_suite(self.slot, self.suites[exercise.slug], files, self.settings.seed)
            tests = told(run, self.tables[exercise.slug], self.misconceptions[exercise.slug])
        except (GraderError, OSError) as error:
            tests = (failed_grading(exercise, error),)
        return ExerciseResult.of(exercise.slug, self.digests[exercise.slug], tests)
