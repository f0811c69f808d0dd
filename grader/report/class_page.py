"""The page that an instructor looks at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from grader.exercise import Exercise
from grader.outcome import Outcome
from grader.report.pages import render
from grader.report.shown import ShownExercise, ShownTest, percent, show_data, show_exercise, show_test
from grader.report.standing import Column, by_name, columns, is_final, is_unread, mean_of, mean_total, most, tallies
from grader.report.standing import verdict as verdict_of
from grader.report.text import number, one_line
from grader.report.words import SIGNS, Words, words
from grader.result import ExerciseResult, Result


@dataclass(frozen=True, slots=True)
class _Cell:
    outcome: Outcome
    sign: str
    word: str
    score: str
    percent: float


@dataclass(frozen=True, slots=True)
class _Student:
    anchor: str
    name: str
    problem: str
    broken: tuple[str, ...]
    unread: bool
    total: str
    cells: tuple[_Cell | None, ...]
    exercises: tuple[ShownExercise, ...]


@dataclass(frozen=True, slots=True)
class _Hard:
    test: ShownTest
    passed: int
    judged: int
    percent: float
    misconceptions: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Exercise:
    column: Column
    anchor: str
    mean: str
    max_score: str
    percent: float
    tests: tuple[_Hard, ...]


def class_html(results: Sequence[Result], exercises: Sequence[Exercise], *, lang: str = "en") -> str:
    """Return the class page in ``lang``: what needs attention, scores, what was hard, and every student's tests."""
    w = words(lang)
    ordered = by_name(results)
    head = columns(ordered, exercises, lang)
    mean = mean_total(ordered)
    worth = most(ordered, head)
    students = [_student(f"s{i}", r, head, exercises, lang) for i, r in enumerate(ordered, 1)]
    found = {c.outcome for s in students for c in s.cells if c is not None}
    return render(
        "class.html.j2",
        lang=lang,
        w=w,
        total=len(ordered),
        graded=sum(is_final(r) for r in ordered),
        mean=_shown(mean),
        max_score=number(worth),
        percent=percent(mean or 0.0, worth),
        exercises=[_exercise(f"e{i}", c, ordered, lang) for i, c in enumerate(head, 1)],
        students=students,
        attention=[s for s in students if s.problem or s.broken],
        legend=[(o, SIGNS[o], w.outcomes[o]) for o in Outcome if o in found],
        containment=_each(_containment(r, w) for r in ordered),
        data=_each(show_data(r, lang) for r in ordered),
        engine=_each(r.engine for r in ordered),
        seed=_each(str(r.seed) for r in ordered),
        started=_span([r.started for r in ordered]),
    )


def _student(anchor: str, result: Result, head: Sequence[Column], exercises: Sequence[Exercise], lang: str) -> _Student:
    return _Student(
        anchor=anchor,
        name=one_line(result.student),
        problem=result.problem,
        broken=tuple(e.slug for e in result.exercises if e.outcome is Outcome.GRADER_ERROR),
        unread=is_unread(result),
        total=number(result.score) + ("+" if result.has_grader_error else ""),
        cells=tuple(_cell(verdict_of(result, c.slug), lang) for c in head),
        exercises=tuple(show_exercise(e, exercises, lang, full=lambda _: True) for e in result.exercises),
    )


def _cell(found: ExerciseResult | None, lang: str) -> _Cell | None:
    if found is None:
        return None
    # Points beside a grader error would read as a verdict; the total's "+" tells that some are open.
    score = "" if found.outcome is Outcome.GRADER_ERROR else number(found.score)
    share = percent(found.score, found.max_score)
    return _Cell(found.outcome, SIGNS[found.outcome], words(lang).outcomes[found.outcome], score, share)


def _exercise(anchor: str, column: Column, results: Sequence[Result], lang: str) -> _Exercise:
    mean = mean_of(results, column.slug)
    hard = tuple(
        _Hard(
            show_test(t.test, lang, full=False),
            t.passed,
            t.judged,
            percent(t.passed, t.judged),
            tuple((one_line(name).replace("_", " "), held) for name, held in t.misconceptions),
        )
        for t in tallies(results, column.slug)
    )
    return _Exercise(
        column, anchor, _shown(mean), number(column.max_score), percent(mean or 0.0, column.max_score), hard
    )


def _shown(mean: float | None) -> str:
    return "" if mean is None else number(mean)


def _containment(result: Result, w: Words) -> str:
    level = result.containment.level + (" + seccomp" if result.containment.seccomp else "")
    missing = ", ".join(result.containment.missing)
    return f"{level} ({w.missing.format(names=missing)})" if missing else level


def _each(values: Iterable[str]) -> str:
    """Return the one value that all share, or each with how many have it: a class graded in two ways shows."""
    counted = Counter(values)
    return ", ".join(counted) if len(counted) < 2 else ", ".join(f"{v} × {n}" for v, n in counted.most_common())


def _span(times: Sequence[str]) -> str:
    """Return the first and the last of ``times``, once if they are the same; ISO 8601 sorts as text."""
    return " – ".join(dict.fromkeys([min(times), max(times)])) if times else ""
