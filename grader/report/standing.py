"""Where a class stands: columns, means and how many passed each test. Figures only; no words, no layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from grader.exercise import Exercise
from grader.outcome import Outcome
from grader.report.shown import in_language
from grader.report.text import one_line
from grader.result import ExerciseResult, Result, TestResult


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
        judged: how many have a verdict: everybody but those for whom the grader failed.
        misconceptions: those that were recognised, the most frequent first.
    """

    test: TestResult
    passed: int
    judged: int
    misconceptions: tuple[tuple[str, int], ...]

    @property
    def share(self) -> float:
        """Share of those judged who passed; 1 where nobody was, for nothing is known to be hard about it."""
        return self.passed / self.judged if self.judged else 1.0


def by_name(results: Iterable[Result]) -> list[Result]:
    """Return ``results`` ordered by student, as the names are written."""
    return sorted(results, key=lambda r: r.student)


def columns(results: Sequence[Result], exercises: Sequence[Exercise], lang: str = "en") -> list[Column]:
    """Return one column an exercise: those of ``exercises``, then any that only the results know.

    A score is never dropped because the catalogue no longer holds its exercise.
    """
    # What a result says an exercise was worth counts, should the catalogue have changed since.
    worth = {e.slug: e.max_score for r in results for e in r.exercises}
    known = [
        Column(e.slug, e.slug[:2], e.module, in_language(e.title, lang), worth.get(e.slug, e.points)) for e in exercises
    ]
    strangers = sorted(worth.keys() - {c.slug for c in known})
    return known + [
        Column(s, one_line(s[:2]), one_line(s[3:]), one_line(s[3:].replace("_", " ")), worth[s]) for s in strangers
    ]


def verdict(result: Result, slug: str) -> ExerciseResult | None:
    """Return what ``result`` says of the exercise ``slug``, or ``None`` where it says nothing."""
    return next((e for e in result.exercises if e.slug == slug), None)


def is_unread(result: Result) -> bool:
    """Whether the submission could not be read, so that there is nothing to grade."""
    return bool(result.problem) and not result.exercises


def is_final(result: Result) -> bool:
    """Whether the score stands: the submission was read and the grader failed nowhere."""
    return not is_unread(result) and not result.has_grader_error


def mean_of(results: Iterable[Result], slug: str) -> float | None:
    """Return the mean score in one exercise over all for whom it was decided, or ``None`` without any."""
    found = (verdict(r, slug) for r in results)
    return _mean(e.score for e in found if e is not None and e.outcome is not Outcome.GRADER_ERROR)


def mean_total(results: Iterable[Result]) -> float | None:
    """Return the mean total over all final results, or ``None`` without any."""
    return _mean(r.score for r in results if is_final(r))


def most(results: Iterable[Result], head: Sequence[Column]) -> float:
    """Return what a whole submission is worth: the maximum of the results, or of the columns where none was graded."""
    return max((r.max_score for r in results if not is_unread(r)), default=sum(c.max_score for c in head))


def tallies(results: Iterable[Result], slug: str) -> list[Tally]:
    """Return the tests of one exercise, hardest first; equally hard ones in the order of the suite."""
    seen: dict[str, list[TestResult]] = {}
    for result in results:
        found = verdict(result, slug)
        for test in found.tests if found else ():
            seen.setdefault(test.id, []).append(test)
    return sorted((_tally(tests) for tests in seen.values()), key=lambda t: t.share)


def _tally(tests: Sequence[TestResult]) -> Tally:
    judged = [t for t in tests if t.outcome is not Outcome.GRADER_ERROR]
    held = Counter(t.misconception for t in judged if t.misconception)
    # Counter keeps the order of first sight among equals, which is the order of names: the same in every run.
    return Tally(tests[0], sum(t.outcome is Outcome.PASSED for t in judged), len(judged), tuple(held.most_common()))


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return round(fmean(found), 1) if found else None
