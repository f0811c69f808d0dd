"""A class of any size whose results look like real ones, made without grading.

Exercises, tests, wrong beliefs and the tests that each belief loses are those of the course. Students, what each of
them did and the values in their messages are drawn at random, the same for the same seed.

    made = sample_class(300)
    made.results     one Result a student
    made.everything  the student whose work has every kind of outcome, note and comment
    made.findings    what `xorcise similar` could have found in the class
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.gradebook.adjust import note_on
from grader.language import _
from grader.result import VERSION, Adjustment, Comment, Containment, ExerciseResult, Outcome, Result
from grader.similarity.findings import Findings
from tools.pages import hostile
from tools.pages.alike import alike_in
from tools.pages.deeds import MADE, Work, chinese

ROOT = Path(__file__).resolve().parents[2]

DEEDS = {
    "right": 50,
    "belief": 22,
    "own": 9,
    "half": 2,
    "stub": 6,
    "part": 3,
    "raised": 4,
    "import": 1.5,
    "loop": 1.5,
    "memory": 0.5,
    "broken": 0.5,
}
"""What students do with an exercise, in percent; about what `xorcise grade` finds in benchmarks/classes.py, with fewer
accidents."""

EVERYTHING = (
    *("right", "own", "belief", "raised", "import", "loop", "memory", "broken"),
    *("stub", "part", "half", "belief", "own", "right"),
)
"""What the first student did, exercise by exercise. The second exercise, and each other ``own``, is one mistake that
fails five tests."""

UNREAD = 0.015
"""Of the class, whose submission cannot be read."""

LATE, SET, SAID = 0.05, 0.015, 0.03
"""Of the exercises that were graded: handed in late, set by the instructor, commented."""

FAMILY = "Chen Wang Li Zhang Liu Müller Schmidt Nguyen García Okafor Kowalski Sato Kim Silva Novák O'Neill"
GIVEN = "Ada Bo Carla Dao Emil Fang Grace Hao Ines Jun Karl Lin Mei Noor Olga Ping Qi Rosa Sami Tao"
FAMILY_ZH = "陈王李张刘黄吴周徐孙马朱胡郭何林"
GIVEN_ZH = "伟 芳 娜 敏 静 丽 强 磊 洋 艳 勇 军 杰 娟 涛 明 超 秀英 子涵 一诺 梓轩 欣怡"


@dataclass(frozen=True)
class SampleClass:
    """A class.

    Attributes:
        exercises: the catalogue's.
        results: one a student, in no order.
        findings: what is alike.
    """

    exercises: tuple[Exercise, ...]
    results: tuple[Result, ...]
    findings: tuple[Findings, ...]

    @property
    def everything(self) -> Result:
        """The student whose work has every outcome, late and overridden points, notes, comments and a rubric."""
        return self.results[0]

    @property
    def hostile(self) -> Result:
        """The first of the students whose names and texts are hostile."""
        return self.of(hostile.NAMES[0])

    @property
    def unread(self) -> Result:
        """One whose submission could not be read."""
        return next(r for r in self.results if r.problem)

    def of(self, student: str) -> Result:
        """Return a student's result."""
        return next(r for r in self.results if r.student == student)


def sample_class(
    students: int, seed: int = 0, catalogue: Catalogue | None = None, *, hostile_names: bool = True
) -> SampleClass:
    """Return a class.

    Args:
        students: how many, twelve at least: eight have hostile names, one has everything.
        seed: of the draw.
        catalogue: the course; that of this checkout if ``None``.
        hostile_names: whether eight students have hostile names and texts; a class for pictures has none.
    """
    catalogue = catalogue or Catalogue(ROOT)
    draw = random.Random(seed)
    works = [Work(catalogue, e) for e in catalogue.exercises]
    bad = hostile.NAMES if hostile_names else ()
    hostile_at = {(i + 1) * students // (len(bad) + 1): name for i, name in enumerate(bad)}
    names = _names(draw)
    results = []
    for i in range(students):
        name = hostile_at.get(i) or next(names)
        unread = i == students - 1 or (i > 0 and i not in hostile_at and draw.random() < UNREAD)
        deeds = EVERYTHING if not i else _deeds(draw, len(works))
        graded = [] if unread else [w.result(d, draw, i in hostile_at) for w, d in zip(works, deeds, strict=True)]
        results.append(_result(name, i, graded, draw, everything=not i, bad=i in hostile_at))
    return SampleClass(catalogue.exercises, tuple(results), tuple(alike_in(catalogue, results, bad)))


def thinned(made: SampleClass) -> SampleClass:
    """Return five students of a class, with at most two tests of each outcome in an exercise.

    Its pages show every kind of thing that those of ``made`` show, and what looks at each element is soon through.
    """
    fine = next(r for r in made.results[1:] if r.exercises and r.student not in hostile.NAMES)
    some = (made.everything, made.hostile, made.of(hostile.NAMES[4]), fine, made.unread)
    return replace(made, results=tuple(map(_thinned, some)))


def _thinned(result: Result) -> Result:
    exercises = []
    for one in result.exercises:
        kept = [[t for t in one.tests if t.outcome is outcome][:2] for outcome in Outcome]
        exercises.append(replace(one, tests=tuple(t for tests in kept for t in tests)))
    return replace(result, exercises=tuple(exercises))


def _names(draw: random.Random) -> Iterator[str]:
    """Yield names, each once; a third of them Chinese."""
    seen: set[str] = set()
    yield "Ada Example 王小明"
    while True:
        name = f"{draw.choice(GIVEN.split())} {draw.choice(FAMILY.split())}"
        if draw.random() < 1 / 3:
            name = draw.choice(FAMILY_ZH) + draw.choice(GIVEN_ZH.split())
        while name in seen:
            name = f"{name.rstrip('0123456789 ')} {draw.randrange(10_000):04}"
        seen.add(name)
        yield name


def _deeds(draw: random.Random, count: int) -> Sequence[str]:
    """Return what one student did with each exercise. A good one is right more often, and most tire in the end."""
    skill = draw.betavariate(2, 2)
    deeds = []
    for number in range(count):
        weights = dict(DEEDS)
        weights["right"] *= 2.5 * skill
        weights["stub"] *= 4 * (1 - skill) * (number + 1) / count
        deeds.append(draw.choices(list(weights), list(weights.values()))[0])
    return deeds


def _result(
    name: str, number: int, graded: Sequence[ExerciseResult], draw: random.Random, *, everything: bool, bad: bool
) -> Result:
    """Return the record of one student, with what a person said and set."""
    counted, changes = [], []
    for place, one in enumerate(graded):
        # Of the first student: the fourth is late, the sixth set, one test of the second set, the third commented.
        late, fixed, said = (draw.random() < share for share in (LATE, SET, SAID))
        one_test = False
        if everything:
            late, fixed, one_test, said = place == 3, place == 5, place == 1, place in (2, 13)
        if said or bad:
            words = hostile.TEXT if bad else "Well explained. 写得很清楚。\nLook at the axis once more: why the rows?"
            one = replace(one, comments=(Comment(words, MADE), Comment("Here.", MADE, line=12)))
        if one.outcome is not Outcome.GRADER_ERROR and (late or fixed or one_test):
            change = _change(one, "override" if fixed or one_test else "late", bad, one_test)
            changes.append(change)
            outcome = Outcome.PASSED if change.after >= one.max_score else Outcome.PARTIAL
            one = replace(one, score=change.after, outcome=outcome if change.after else one.outcome)
        counted.append(one)
    notes: list[str] = [note_on(change) for change in changes]
    if bad:
        notes.append(hostile.TEXT)
    if everything:
        notes.append(_("nothing in it is called {names}", names="schedule.py"))
    problem = "" if graded else _("the zip is broken: pack it again and open it once before you hand it in")
    return Result(
        version=VERSION,
        student=name,
        engine="0.2.0",
        seed=0,
        containment=Containment("landlock", True),
        data="mnist",
        started=f"2026-11-20T{9 + number // 3600 % 12:02}:{number // 60 % 60:02}:{number % 60:02}+00:00",
        submission_digest=hashlib.sha256(name.encode()).hexdigest(),
        score=round(sum(e.score for e in counted), 6),
        max_score=round(sum(e.max_score for e in counted), 6),
        exercises=tuple(counted),
        problem=problem,
        notes=tuple(notes),
        adjustments=tuple(changes),
        problem_zh=chinese(problem),
        notes_zh=tuple(map(chinese, notes)),
    )


def _change(one: ExerciseResult, kind: str, bad: bool, one_test: bool) -> Adjustment:
    """Return what changed the points of an exercise: two days late, or the instructor's word."""
    if kind == "late":
        after = round(one.score * 0.8, 6)
        return Adjustment(one.slug, "late", one.score, after, 2, 0.2, "2026-11-18T23:59:00+00:00", MADE)
    lost = next((t for t in one.tests if t.outcome is not Outcome.PASSED), one.tests[0])
    test = lost.id if one_test else ""
    after = min(one.score + (lost.max_points if one_test else 10.0), one.max_score)
    reason = hostile.TEXT if bad else "The statement was ambiguous here. 题目在这里有歧义。"
    return Adjustment(one.slug, "override", one.score, after, reason=reason, made=MADE, test=test)
