"""Where a class stands: columns, means and how many passed each test. Figures only; no words, no layout.

One look at each result is enough, so that a class of any size is never held whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from grader.exercises.exercise import Exercise
from grader.report.shown import in_language
from grader.result import ExerciseResult, Outcome, Result, TestResult
from grader.text import one_line


@dataclass(frozen=True, slots=True)
class Column:
    """An exercise as a heading."""

    slug: str
    number: str
    module: str
    title: str
    max_score: float


@dataclass(frozen=True, slots=True)
class Tally:
    """One test over the whole class.

    Attributes:
        passed: how many passed it.
        judged: for how many it was decided: all but those for whom the grader failed.
        misconceptions: those that were recognised, the most frequent first.
    """

    test: TestResult
    passed: int
    judged: int
    misconceptions: tuple[tuple[str, int], ...]

    @property
    def share(self) -> float:
        """Share of those judged who passed; 1 where none was judged, since nothing shows that the test is hard."""
        return self.passed / self.judged if self.judged else 1.0


def by_name(results: Iterable[Result]) -> Iterable[Result]:
    """Return ``results`` ordered by student, as the names are written.

    What a gradebook reads a page at a time comes in that order, and is passed on as it is instead of being held.
    """
    return sorted(results, key=lambda r: r.student) if isinstance(results, (list, tuple)) else results


def exercise_of(result: Result, slug: str) -> ExerciseResult | None:
    """Return what ``result`` says of the exercise ``slug``, or ``None`` where it says nothing."""
    return next((e for e in result.exercises if e.slug == slug), None)


def is_unread(result: Result) -> bool:
    """Whether the submission could not be read, so that there is nothing to grade."""
    return bool(result.problem) and not result.exercises


def is_final(result: Result) -> bool:
    """Whether the score stands: the submission was read and the grader failed nowhere."""
    return not is_unread(result) and not result.has_grader_error


@dataclass(slots=True)
class _Mean:
    total: float = 0.0
    count: int = 0

    def add(self, value: float) -> None:
        self.total += value
        self.count += 1

    @property
    def value(self) -> float | None:
        return round(self.total / self.count, 1) if self.count else None


@dataclass(slots=True)
class _Count:
    """What is known of one test so far; ``test`` as the first student has it."""

    test: TestResult
    passed: int = 0
    judged: int = 0
    held: Counter[str] = field(default_factory=Counter)

    def add(self, test: TestResult) -> None:
        if test.outcome is Outcome.GRADER_ERROR:
            return
        self.judged += 1
        self.passed += test.outcome is Outcome.PASSED
        if test.misconception:
            self.held[test.misconception] += 1


class Standing:
    """Where a class stands, from one pass over its results in the order of names.

    Attributes:
        total: how many results there are.
        final: of how many the score stands.
        unread: how many could not be read.
        failed: in how many the grader failed.
        outcomes: every outcome of an exercise that occurs.
    """

    def __init__(self, exercises: Sequence[Exercise], lang: str = "en") -> None:
        self._exercises = exercises
        self._lang = lang
        self.total = self.final = self.unread = self.failed = 0
        self.outcomes: set[Outcome] = set()
        self._worth: dict[str, float] = {}
        self._most: float | None = None
        self._total = _Mean()
        self._means: defaultdict[str, _Mean] = defaultdict(_Mean)
        self._tests: defaultdict[str, dict[str, _Count]] = defaultdict(dict)

    @classmethod
    def of(cls, results: Iterable[Result], exercises: Sequence[Exercise], lang: str = "en") -> Self:
        """Look at all of ``results``."""
        standing = cls(exercises, lang)
        for result in results:
            standing.add(result)
        return standing

    def add(self, result: Result) -> None:
        """Look at one result."""
        self.total += 1
        self.failed += result.has_grader_error
        if is_final(result):
            self.final += 1
            self._total.add(result.score)
        if is_unread(result):
            self.unread += 1
        else:
            self._most = max(result.max_score, self._most or 0.0)
        for exercise in result.exercises:
            self._worth[exercise.slug] = exercise.max_score
            self.outcomes.add(exercise.outcome)
            if exercise.outcome is not Outcome.GRADER_ERROR:
                self._means[exercise.slug].add(exercise.score)
            seen = self._tests[exercise.slug]
            for test in exercise.tests:
                if (count := seen.get(test.id)) is None:
                    count = seen[test.id] = _Count(test)
                count.add(test)

    def columns(self) -> list[Column]:
        """Return one column an exercise: those of the catalogue, then any that only the results know.

        A score is never dropped because the catalogue no longer holds its exercise. What a result says an exercise was
        worth counts, should the catalogue have changed since.
        """
        known = [
            Column(e.slug, e.slug[:2], e.module, in_language(e.title, self._lang), self._worth.get(e.slug, e.points))
            for e in self._exercises
        ]
        strangers = sorted(self._worth.keys() - {c.slug for c in known})
        return known + [
            Column(s, one_line(s[:2]), one_line(s[3:]), one_line(s[3:].replace("_", " ")), self._worth[s])
            for s in strangers
        ]

    def mean_of(self, slug: str) -> float | None:
        """Return the mean score in one exercise over all for whom it was decided, or ``None`` without any."""
        return self._means[slug].value if slug in self._means else None

    def mean_total(self) -> float | None:
        """Return the mean total over all final results, or ``None`` without any."""
        return self._total.value

    def most(self) -> float:
        """Return what a whole submission is worth: the most of the results, or of the columns where none was graded."""
        return self._most if self._most is not None else sum(c.max_score for c in self.columns())

    def tallies(self, slug: str) -> list[Tally]:
        """Return the tests of one exercise, hardest first; equally hard ones in the order of the suite."""
        # Counter keeps the order of first sight among equals, which is the order of names: the same in every run.
        counts = self._tests[slug].values() if slug in self._tests else ()
        found = [Tally(c.test, c.passed, c.judged, tuple(c.held.most_common())) for c in counts]
        return sorted(found, key=lambda t: t.share)
