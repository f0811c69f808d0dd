"""What a class's results say about the class: figures only; no words, no layout.

One look at each result is enough. What is kept of it are points and times, so that a class of any size fits.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import quantiles

from grader.report.mistakes import key_of, mistakes_of
from grader.report.standing import is_final
from grader.result import ExerciseResult, Outcome, Result, TestResult

BINS = 20
"""Bars of a histogram: each is 5 % of the points, a third of a grade in most scales."""

JUDGED = 20
"""Students for whom a test must be decided before it is called bad. With fewer, the standard error of a correlation
is above .22, more than what a good test is told from a bad one by."""

EITHER = 5
"""Students who must have passed it, and who must have failed it. With fewer, one of them makes the correlation."""

POOR = 0.2
"""Discrimination below which an item is poor, to be rejected or rewritten (Ebel and Frisbie, Essentials of Educational
Measurement, 5th edition, chapter 13)."""

FAR_OUT = 3.0
"""Interquartile ranges above the upper quartile from which a value is "far out" (Tukey, Exploratory Data Analysis,
chapter 2)."""

SLOW = 2.0
"""Seconds and multiples of the median that an outlier takes at least: where all take the same 0.1 s, a quartile range
is noise of the machine."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How points are spread over a class.

    Attributes:
        most: what can be had.
        count: for how many it is decided.
        mean, low, median, high: low and high are the quartiles. All are 0 where nothing is decided.
        bins: how many reached each twentieth of the points, the lowest first.
        full: how many have all points.
    """

    most: float
    count: int
    mean: float
    low: float
    median: float
    high: float
    bins: tuple[int, ...]
    full: int

    @classmethod
    def of(cls, points: Sequence[float], most: float) -> Spread:
        """Sum up the points of a class, each between 0 and ``most``."""
        if not points:
            return cls(most, 0, 0.0, 0.0, 0.0, 0.0, (0,) * BINS, 0)
        bins = [0] * BINS
        for p in points if most > 0 else ():
            bins[min(int(BINS * p / most), BINS - 1)] += 1
        low, median, high = (round(q, 6) for q in quartiles(points))
        full = sum(p >= most for p in points)
        return cls(most, len(points), math.fsum(points) / len(points), low, median, high, tuple(bins), full)


def quartiles(values: Sequence[float]) -> list[float]:
    """Return the quartiles of values, of which there is one at least; between two values they are interpolated."""
    return quantiles(values, n=4, method="inclusive") if len(values) > 1 else [values[0]] * 3


@dataclass(slots=True)
class Item:
    """One test over those of the class who attempted its exercise.

    Attributes:
        slug: the exercise.
        test: the test as the first student has it.
        judged: for how many it was decided.
        passed: how many passed it.
    """

    slug: str
    test: TestResult
    judged: int = 0
    passed: int = 0
    _sums: list[float] = field(default_factory=lambda: [0.0] * 5)

    def add(self, test: TestResult, score: float) -> None:
        """Count one student, who has ``score`` points in the exercise."""
        if test.outcome is Outcome.GRADER_ERROR:
            return
        self.judged += 1
        self.passed += test.outcome is Outcome.PASSED
        x = test.points / test.max_points if test.max_points else float(test.outcome is Outcome.PASSED)
        y = score - test.points
        sums = self._sums
        sums[0] += x
        sums[1] += y
        sums[2] += x * x
        sums[3] += y * y
        sums[4] += x * y

    @property
    def difficulty(self) -> float:
        """The share of its points that the class got, 0 to 1, as test theory calls it; 1 where none was judged."""
        return self._sums[0] / self.judged if self.judged else 1.0

    @property
    def discrimination(self) -> float | None:
        """The correlation between its points and those of the exercise's other tests; ``None`` where one is constant.

        Pearson's, item against rest (Nunnally and Bernstein, Psychometric Theory, 3rd edition, chapter 8).
        """
        n = self.judged
        x, y, xx, yy, xy = self._sums
        spread_x, spread_y = n * xx - x * x, n * yy - y * y
        smallest = 1e-9 * max(n * xx, n * yy, 1.0)  # rounding of sums of floats
        if n < 2 or spread_x <= smallest or spread_y <= smallest:
            return None
        return (n * xy - x * y) / math.sqrt(spread_x * spread_y)

    @property
    def is_bad(self) -> bool:
        """Whether those who are good at the rest of the exercise do not pass it more often than others.

        Its discrimination is below ``POOR`` by more than a standard error, 1 / sqrt(n).
        """
        if self.judged < JUDGED or min(self.passed, self.judged - self.passed) < EITHER:
            return False
        found = self.discrimination
        return found is not None and found + 1 / math.sqrt(self.judged) < POOR


@dataclass(slots=True)
class Shared:
    """One mistake over the whole class.

    Attributes:
        slug: the exercise.
        key: see ``grader.report.mistakes.key_of``.
        test: the first test that failed by it.
        students: places of those who made it, in the order of names.
        lost: points that it cost all of them together.
        tests: the ids of the tests that it failed.
    """

    slug: str
    key: str
    test: TestResult
    students: list[int] = field(default_factory=list)
    lost: float = 0.0
    tests: set[str] = field(default_factory=set)

    @property
    def mean(self) -> float:
        """The points that it costs one student on average."""
        return self.lost / len(self.students)


@dataclass(frozen=True, slots=True)
class Outlier:
    """An exercise of one student that took far longer than those of the others.

    Attributes:
        student: place in the order of names.
        seconds: what its tests took, wall clock.
        usual: the median of the class.
    """

    student: int
    slug: str
    seconds: float
    usual: float


class Analysis:
    """A class, from one pass over its results in the order of names."""

    def __init__(self) -> None:
        self._totals: list[float] = []
        self._points: defaultdict[str, list[float]] = defaultdict(list)
        self._items: defaultdict[str, dict[str, Item]] = defaultdict(dict)
        self._mistakes: dict[tuple[str, str], Shared] = {}
        self._times: defaultdict[str, list[tuple[float, int]]] = defaultdict(list)
        self._seen = 0

    def add(self, result: Result) -> list[tuple[str, str]]:
        """Look at one result; return the slugs and keys of its mistakes."""
        student, self._seen = self._seen, self._seen + 1
        if is_final(result):
            self._totals.append(result.score)
        return [found for exercise in result.exercises for found in self._add(exercise, student)]

    def _add(self, exercise: ExerciseResult, student: int) -> Iterable[tuple[str, str]]:
        slug = exercise.slug
        if exercise.outcome is not Outcome.GRADER_ERROR:
            self._points[slug].append(exercise.score)
        if exercise.outcome is not Outcome.NOT_ATTEMPTED:  # else its tests would say nothing about the tests
            self._add_tests(exercise, student)
        for mistake in mistakes_of(exercise):
            tests = [exercise.tests[p] for p in mistake.places]
            key = slug, key_of(tests[0])
            shared = self._mistakes.setdefault(key, Shared(*key, tests[0]))
            if shared.students[-1:] != [student]:  # two places of one kind are one mistake of the student's
                shared.students.append(student)
            shared.lost += mistake.lost
            shared.tests.update(t.id for t in tests)
            yield key

    def _add_tests(self, exercise: ExerciseResult, student: int) -> None:
        slug = exercise.slug
        seconds = math.fsum(t.duration_s for t in exercise.tests)
        self._times[slug].append((seconds, student))
        items = self._items[slug]
        score = math.fsum(t.points for t in exercise.tests)
        for test in exercise.tests:
            if (item := items.get(test.id)) is None:
                item = items[test.id] = Item(slug, test)
            item.add(test, score)

    def totals(self, most: float) -> Spread:
        """Return how the final totals are spread."""
        return Spread.of(self._totals, most)

    def points(self, slug: str, most: float) -> Spread:
        """Return how the points of an exercise are spread."""
        return Spread.of(self._points.get(slug, ()), most)

    def items(self, slug: str) -> list[Item]:
        """Return the tests of an exercise in the suite's order."""
        return list(self._items[slug].values()) if slug in self._items else []

    def mistakes(self) -> list[Shared]:
        """Return all mistakes: those that most students made first, then the more expensive."""
        return sorted(self._mistakes.values(), key=lambda m: (-len(m.students), -m.lost))

    def outliers(self) -> list[Outlier]:
        """Return what took far longer than the same exercise of others, the longest first."""
        found = []
        for slug, times in self._times.items():
            low, median, high = quartiles([t for t, _ in times])
            limit = max(high + FAR_OUT * (high - low), SLOW * median, SLOW)
            found += [Outlier(student, slug, t, median) for t, student in times if t > limit]
        return sorted(found, key=lambda o: -o.seconds)
