"""The page that an instructor looks at first: what there is to know about a class, then every student."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from urllib.parse import quote

from grader.exercises.exercise import Exercise
from grader.language import Message, _, listed
from grader.report.analysis import JUDGED, Analysis, Item, Shared, Spread
from grader.report.attention import Attention, Who
from grader.report.badges import WORDS, Badge, badges
from grader.report.mistakes import words_of
from grader.report.outcomes import OUTCOMES, SIGNS
from grader.report.pages import markup, stream
from grader.report.shown import in_language, percent, show_data, show_test
from grader.report.standing import Column, Standing, by_name, exercise_of, is_unread
from grader.result import ExerciseResult, Outcome, Result
from grader.text import number, one_line, printable

HARDEST, BAD, RANKED = 5, 3, 8
"""Tests and mistakes that are shown beside each other: as many as a screen of 900 pixels has room for."""

NAMED = 3
"""Names that stand beside a mistake; all of them are there when it is opened."""

CHOICES = 200
"""Mistakes that the table can be filtered by: those beyond were made by very few."""

CARD = (300, 92)
"""Pixels of the class's histogram, and of those of the exercises below: a third of a page of 1280 pixels."""

ROW = (92, 18)
"""Pixels of an exercise's histogram in the list: as high as a line."""

PAGES = "class"
"""The folder of the students' pages, beside this page."""


@dataclass(frozen=True, slots=True)
class _Cell:
    outcome: Outcome
    word: str
    score: str
    share: str


@dataclass(frozen=True, slots=True)
class _Student:
    who: Who
    badges: tuple[Badge, ...]
    mistakes: str
    total: str
    cells: tuple[_Cell | None, ...]


@dataclass(frozen=True, slots=True)
class _Spread:
    plot: str
    median: str
    low: str
    high: str
    mean: str
    most: str
    count: int
    full: int


@dataclass(frozen=True, slots=True)
class _Item:
    number: str
    title: str
    anchor: str
    passed: int
    judged: int
    percent: float
    difficulty: str
    discrimination: str
    bad: bool


@dataclass(frozen=True, slots=True)
class _Mistake:
    index: int
    number: str
    text: str
    count: int
    points: str
    tests: int
    who: tuple[Who, ...]


@dataclass(frozen=True, slots=True)
class _Exercise:
    column: Column
    anchor: str
    spread: _Spread
    row: str
    tests: tuple[_Item, ...]
    mistakes: tuple[_Mistake, ...]


def class_html(
    results: Iterable[Result], exercises: Sequence[Exercise], *, lang: str = "en", linked: bool = False
) -> str:
    """Return the parts of ``class_parts`` as one text."""
    return "".join(class_parts(results, exercises, lang=lang, linked=linked))


def class_parts(
    results: Iterable[Result],
    exercises: Sequence[Exercise],
    *,
    lang: str = "en",
    figures: Iterable[Result] | None = None,
    matters: Iterable[Message] = (),
    linked: bool = False,
) -> Iterator[str]:
    """Yield the class page in ``lang``: how the class did, what was hard, who needs attention, and every student.

    Args:
        results: of all students; iterated over once and never held.
        exercises: the catalogue's.
        lang: the language.
        figures: the same without their tests, where that is sooner read.
        matters: what a teacher should settle about people.
        linked: whether each student has a page of their own in the folder ``PAGES`` beside this one.
    """
    standing = Standing(exercises, lang)
    analysis = Analysis()
    seen = _Conditions()
    attention = Attention(lang)
    everybody: list[Who] = []
    made: dict[str, tuple[Who, list[tuple[str, str]]]] = {}
    for result in by_name(results):
        standing.add(result)
        seen.add(result, lang)
        who = _who(result, linked)
        everybody.append(who)
        made[result.student] = who, analysis.add(result)
        attention.add(result, who)
    for outlier in analysis.outliers():
        attention.add_outlier(outlier, everybody[outlier.student])
    for matter in matters:
        attention.add_matter(printable(matter.told(lang)))
    head = standing.columns()
    shared = analysis.mistakes()
    ranked = [_mistake(i, m, everybody, lang) for i, m in enumerate(shared, 1)]
    places = {(m.slug, m.key): i for i, m in enumerate(shared, 1)}
    sections = [
        _exercise(f"x{i}", c, analysis, [r for r, m in zip(ranked, shared, strict=True) if m.slug == c.slug], lang)
        for i, c in enumerate(head, 1)
    ]
    items = [item for section in sections for item in section.tests]
    script = script_text()
    return stream(
        "class.html.j2",
        lang,
        script=markup(script),
        script_hash=hash_of(script),
        total=standing.total,
        graded=standing.final,
        spread=_spread(analysis.totals(standing.most())),
        exercises=[s for s in sections if s.tests or s.spread.count],
        columns=head,
        hardest=sorted((i for i in items if i.percent < 100), key=lambda i: i.percent)[:HARDEST],
        bad=[i for i in items if i.bad][:BAD],
        enough=JUDGED,
        ranked=ranked,
        top=ranked[:RANKED],
        named=NAMED,
        choices=ranked[:CHOICES],
        students=_Students(results if figures is None else figures, made, places, head, lang),
        needs=attention.needs(),
        changed=attention.changed(),
        legend=[(o, SIGNS[o], OUTCOMES[o]) for o in Outcome if o in standing.outcomes],
        badge_words=[(key, word) for key, word in WORDS.items() if key in attention.seen],
        mean=_shown(standing.mean_total()),
        means=[_shown(standing.mean_of(c.slug)) for c in head],
        containment=_each(seen.containment),
        data=_each(seen.data),
        engine=_each(seen.engine),
        seed=_each(seen.seed),
        started=seen.span(),
    )


@cache
def script_text() -> str:
    """Return the page's script: sort, search and filter. It asks for nothing and keeps nothing."""
    return files("grader.report").joinpath("templates/class.js").read_text(encoding="utf-8")


def hash_of(script: str) -> str:
    """Return a script's hash as a content security policy names it: no other script runs on the page."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")


@dataclass(frozen=True, slots=True)
class _Students:
    """Every student as the page shows them. Each is made when the iteration comes to it, and may be made again.

    Who came into the book after the analysis was made has a row when the page is made again.
    """

    results: Iterable[Result]
    made: Mapping[str, tuple[Who, Sequence[tuple[str, str]]]]
    places: dict[tuple[str, str], int]
    head: Sequence[Column]
    lang: str

    def __iter__(self) -> Iterator[_Student]:
        for result in by_name(self.results):
            if result.student not in self.made:
                continue
            who, made = self.made[result.student]
            mistakes = " ".join(map(str, sorted({self.places[key] for key in made})))
            total = "" if is_unread(result) else number(result.score) + ("+" if result.has_grader_error else "")
            cells = tuple(_cell(exercise_of(result, c.slug), self.lang) for c in self.head)
            yield _Student(who, badges(result, self.lang), mistakes, total, cells)


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


def _who(result: Result, linked: bool) -> Who:
    return Who(one_line(result.student), f"{PAGES}/{quote(result.student)}.html" if linked else "")


def _cell(found: ExerciseResult | None, lang: str) -> _Cell | None:
    if found is None:
        return None
    # Points beside a grader error would read as decided; the total's "+" tells that some are open.
    score = "" if found.outcome is Outcome.GRADER_ERROR else number(found.score)
    share = f"{percent(found.score, found.max_score):g}" if found.outcome is Outcome.PARTIAL else ""
    return _Cell(found.outcome, OUTCOMES[found.outcome].told(lang), score, share)


def _exercise(anchor: str, column: Column, analysis: Analysis, mistakes: Sequence[_Mistake], lang: str) -> _Exercise:
    spread = analysis.points(column.slug, column.max_score)
    tests = sorted((_item(i, column, anchor, lang) for i in analysis.items(column.slug)), key=lambda i: i.percent)
    row = _plot(spread, ROW, labels=False)
    return _Exercise(column, anchor, _spread(spread), row, tuple(tests), tuple(mistakes))


def _plot(spread: Spread, size: tuple[int, int], *, labels: bool) -> str:
    if not spread.count:
        return ""
    from grader.report.plots import histogram  # matplotlib takes half a second, for which no run waits before its end

    return markup(histogram(spread, *size, labels=labels))


def _spread(spread: Spread) -> _Spread:
    return _Spread(
        plot=_plot(spread, CARD, labels=True),
        median=number(round(spread.median, 1)),
        low=number(round(spread.low, 1)),
        high=number(round(spread.high, 1)),
        mean=number(round(spread.mean, 1)),
        most=number(spread.most),
        count=spread.count,
        full=spread.full,
    )


def _item(item: Item, column: Column, anchor: str, lang: str) -> _Item:
    found = item.discrimination
    return _Item(
        column.number,
        show_test(item.test, lang, full=False).title,
        anchor,
        item.passed,
        item.judged,
        round(100 * item.difficulty, 1),
        f"{100 * item.difficulty:.0f}%",
        "" if found is None or item.judged < JUDGED else f"{found:.2f}".replace("-", "\u2212"),
        item.is_bad,
    )


def _mistake(index: int, shared: Shared, everybody: Sequence[Who], lang: str) -> _Mistake:
    text = in_language(words_of(shared.test), lang) or one_line(shared.key.partition(" ")[2]).replace("_", " ")
    who = tuple(everybody[place] for place in shared.students)
    return _Mistake(
        index, one_line(shared.slug[:2]), text, len(who), number(round(shared.mean, 1)), len(shared.tests), who
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
