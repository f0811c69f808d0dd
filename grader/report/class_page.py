"""The page that an instructor looks at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from grader.exercises.exercise import Exercise
from grader.language import Message, _, listed
from grader.report.outcomes import OUTCOMES, SIGNS
from grader.report.pages import stream
from grader.report.shown import ShownExercise, ShownTest, in_words, percent, show_data, show_exercise, show_test
from grader.report.standing import Column, Standing, by_name, exercise_of, is_unread
from grader.result import ExerciseResult, Outcome, Result
from grader.text import number, one_line, printable


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
    graded: bool
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


DETAILED = 500
"""Up to this many students the page has every test of every student: with all exercises of the course it has some 50 MB
then, which browsers still open. Beyond, it links to each student's own page."""


def class_html(results: Iterable[Result], exercises: Sequence[Exercise], *, lang: str = "en") -> str:
    """Return the parts of ``class_parts`` as one text."""
    return "".join(class_parts(results, exercises, lang=lang))


def class_parts(
    results: Iterable[Result],
    exercises: Sequence[Exercise],
    *,
    lang: str = "en",
    figures: Iterable[Result] | None = None,
    matters: Iterable[Message] = (),
) -> Iterator[str]:
    """Yield the class page in ``lang``: what needs attention, scores, what was hard, and every student's tests.

    Args:
        results: of all students; iterated over several times and never held.
        exercises: the catalogue's.
        lang: the language.
        figures: the same without their tests, where that is sooner read.
        matters: what a teacher should settle about people.
    """
    standing = Standing(exercises, lang)
    seen = _Conditions()
    attention = []
    for i, result in enumerate(by_name(results), 1):
        standing.add(result)
        seen.add(result, lang)
        if result.problem or result.has_grader_error:
            attention.append(_student(f"s{i}", result, (), (), lang))
    head = standing.columns()
    mean = standing.mean_total()
    worth = standing.most()
    detailed = standing.total <= DETAILED
    return stream(
        "class.html.j2",
        lang,
        total=standing.total,
        graded=standing.final,
        mean=_shown(mean),
        max_score=number(worth),
        percent=percent(mean or 0.0, worth),
        exercises=[_exercise(f"e{i}", c, standing, lang) for i, c in enumerate(head, 1)],
        students=_Students(results if figures is None else figures, head, (), lang),
        details=_Students(results, head, exercises, lang) if detailed else None,
        attention=attention,
        matters=[printable(said.told(lang)) for said in matters],
        legend=[(o, SIGNS[o], OUTCOMES[o]) for o in Outcome if o in standing.outcomes],
        containment=_each(seen.containment),
        data=_each(seen.data),
        engine=_each(seen.engine),
        seed=_each(seen.seed),
        started=seen.span(),
    )


@dataclass(frozen=True, slots=True)
class _Students:
    """Every student as the page shows them. Each is made when the iteration comes to it, and may be made again."""

    results: Iterable[Result]
    head: Sequence[Column]
    exercises: Sequence[Exercise]
    lang: str

    def __iter__(self) -> Iterator[_Student]:
        for i, result in enumerate(by_name(self.results), 1):
            yield _student(f"s{i}", result, self.head, self.exercises, self.lang)


@dataclass(slots=True)
class _Conditions:
    """Under what conditions the results came about; a class graded in two ways shows."""

    containment: Counter[str] = field(default_factory=Counter)
    data: Counter[str] = field(default_factory=Counter)
    engine: Counter[str] = field(default_factory=Counter)
    seed: Counter[str] = field(default_factory=Counter)
    first: str = ""
    last: str = ""

    def add(self, result: Result, lang: str) -> None:
        self.containment[_containment(result, lang)] += 1
        self.data[show_data(result, lang)] += 1
        self.engine[result.engine] += 1
        self.seed[str(result.seed)] += 1
        self.first = min(self.first or result.started, result.started)
        self.last = max(self.last, result.started)

    def span(self) -> str:
        """Return the first and the last time of grading, once if they are the same; ISO 8601 sorts as text."""
        return " – ".join(dict.fromkeys([self.first, self.last])) if self.last else ""


def _student(anchor: str, result: Result, head: Sequence[Column], exercises: Sequence[Exercise], lang: str) -> _Student:
    return _Student(
        anchor=anchor,
        name=one_line(result.student),
        problem=in_words(result.problem, result.problem_zh, lang),
        broken=tuple(e.slug for e in result.exercises if e.outcome is Outcome.GRADER_ERROR),
        unread=is_unread(result),
        total=number(result.score) + ("+" if result.has_grader_error else ""),
        cells=tuple(_cell(exercise_of(result, c.slug), lang) for c in head),
        graded=bool(result.exercises),
        exercises=tuple(
            show_exercise(e, exercises, lang, full=lambda _: True) for e in (result.exercises if exercises else ())
        ),
    )


def _cell(found: ExerciseResult | None, lang: str) -> _Cell | None:
    if found is None:
        return None
    # Points beside a grader error would read as decided; the total's "+" tells that some are open.
    score = "" if found.outcome is Outcome.GRADER_ERROR else number(found.score)
    share = percent(found.score, found.max_score)
    return _Cell(found.outcome, SIGNS[found.outcome], OUTCOMES[found.outcome].told(lang), score, share)


def _exercise(anchor: str, column: Column, standing: Standing, lang: str) -> _Exercise:
    mean = standing.mean_of(column.slug)
    hard = tuple(
        _Hard(
            show_test(t.test, lang, full=False),
            t.passed,
            t.judged,
            percent(t.passed, t.judged),
            tuple((one_line(name).replace("_", " "), held) for name, held in t.misconceptions),
        )
        for t in standing.tallies(column.slug)
    )
    return _Exercise(
        column, anchor, _shown(mean), number(column.max_score), percent(mean or 0.0, column.max_score), hard
    )


def _shown(mean: float | None) -> str:
    return "" if mean is None else number(mean)


def _containment(result: Result, lang: str) -> str:
    level = result.containment.level + (" + seccomp" if result.containment.seccomp else "")
    if not result.containment.missing:
        return level
    return _("{level} (missing: {names})", level=level, names=listed(result.containment.missing)).told(lang)


def _each(counted: Counter[str]) -> Message:
    """Return the one value that all share, or each with how many have it."""
    return listed(counted if len(counted) < 2 else [f"{v} × {n}" for v, n in counted.most_common()])
