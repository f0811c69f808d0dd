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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from grader.errors import Mismatch, OutOfMemory, Place, StudentRaised, TimedOut
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.exercises.misconceptions import Misconception, read_misconceptions
from grader.gradebook.adjust import note_on
from grader.language import Given, Message, _, joined, listed
from grader.records import read_toml
from grader.result import (
    VERSION,
    Adjustment,
    CodePlace,
    Comment,
    Containment,
    ExerciseResult,
    Explanation,
    Outcome,
    Result,
    RubricLine,
    TestResult,
)
from grader.similarity.findings import Alike, Findings, Level, SharedMistake, Side
from tools.pages import hostile
from tools.pages.suite_tests import SuiteTest, suite_tests

ROOT = Path(__file__).resolve().parents[2]

DEEDS = {
    "right": 50,
    "belief": 22,
    "own": 11,
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
    *("stub", "part", "own", "belief", "own", "right"),
)
"""What the first student did, exercise by exercise. The second exercise, and each other ``own``, is one mistake that
fails five tests."""

UNREAD = 0.015
"""Of the class, whose submission cannot be read."""

LATE, SET, SAID = 0.05, 0.015, 0.03
"""Of the exercises that were graded: handed in late, set by the instructor, commented."""

COSTS_OF_ONE = 5
"""Tests that one mistake of a student's own fails."""

PRONE = 6
"""Beliefs of an exercise that most of those who hold one hold: a class makes the same few mistakes."""

FAMILY = (
    "Chen",
    "Wang",
    "Li",
    "Zhang",
    "Liu",
    "Müller",
    "Schmidt",
    "Nguyen",
    "García",
    "Okafor",
    "Kowalski",
    "Sato",
    "Kim",
    "Silva",
    "Novák",
    "O'Neill",
)
GIVEN = (
    "Ada",
    "Bo",
    "Carla",
    "Dao",
    "Emil",
    "Fang",
    "Grace",
    "Hao",
    "Ines",
    "Jun",
    "Karl",
    "Lin",
    "Mei",
    "Noor",
    "Olga",
    "Ping",
    "Qi",
    "Rosa",
    "Sami",
    "Tao",
)
FAMILY_ZH = "陈王李张刘黄吴周徐孙马朱胡郭何林"
GIVEN_ZH = (
    "伟",
    "芳",
    "娜",
    "敏",
    "静",
    "丽",
    "强",
    "磊",
    "洋",
    "艳",
    "勇",
    "军",
    "杰",
    "娟",
    "涛",
    "明",
    "超",
    "秀英",
    "子涵",
    "一诺",
    "梓轩",
    "欣怡",
)

DAY = "2026-11-20"
MADE = f"{DAY}T10:00:00+00:00"

RUBRIC = (
    RubricLine("style", {"en": "Code that can be read", "zh-CN": "代码易读"}, 5.0),
    RubricLine("report", {"en": "The report answers all questions", "zh-CN": "报告回答了所有问题"}, 5.0),
)
"""What a person judges in the last exercise."""

CASES: tuple[tuple[str, Message], ...] = (
    ("one_sample", _("It is right for a batch and wrong for one sample, an array with one axis.")),
    ("one_hot", _("It is right for one-hot labels and wrong for labels that are class numbers.")),
    ("batch_of_one", _("It is wrong only for a batch of one row.")),
    ("zero", _("It is wrong only where an argument holds an exact 0.")),
)

EDITS: tuple[tuple[str, Message], ...] = (
    ("axis", _("It gives what right code would give with a sum, mean or maximum over another axis.")),
    ("sign", _("It gives what right code would give with one sign turned around.")),
    ("transpose", _("It gives what right code would give without a transpose.")),
)


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
    works = [_Work(catalogue, e) for e in catalogue.exercises]
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
    return SampleClass(catalogue.exercises, tuple(results), tuple(_findings(catalogue, results, bad)))


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
        name = f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}"
        if draw.random() < 1 / 3:
            name = draw.choice(FAMILY_ZH) + draw.choice(GIVEN_ZH)
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


class _Work:
    """One exercise of the class: makes the results of those who hand it in."""

    def __init__(self, catalogue: Catalogue, exercise: Exercise) -> None:
        self.exercise = exercise
        self.tests = suite_tests(catalogue, exercise)
        self.loses: Mapping[str, list[str]] = {
            key: lost for key, lost in read_toml(catalogue.expected(exercise)).items() if lost
        }
        known, _faults = read_misconceptions(catalogue.misconceptions(exercise))
        self.known = {key: known[key] for key in self.loses if key in known}
        self._digest = hashlib.sha256(exercise.slug.encode()).hexdigest()
        ladders = [steps[0] for steps in exercise.hints.values()]
        self._hint = ladders[0] if ladders else None
        self._held: dict[str, tuple[TestResult, ...]] = {}
        is_last = exercise is catalogue.exercises[-1]
        self._rubric = RUBRIC if is_last else ()

    @cached_property
    def right(self) -> tuple[TestResult, ...]:
        """All tests passed."""
        return tuple(self._test(i, t, Outcome.PASSED) for i, t in enumerate(self.tests))

    @cached_property
    def stub(self) -> tuple[TestResult, ...]:
        """No test attempted."""
        return tuple(self._lost(t, Outcome.NOT_ATTEMPTED, _("not written yet"), hint=True) for t in self.right)

    def result(self, deed: str, draw: random.Random, bad: bool) -> ExerciseResult:
        """Return what came of ``deed``; with hostile texts where ``bad``."""
        tests = list(self.right)
        getattr(self, f"_do_{deed}")(tests, draw, bad)
        self._block(tests)
        made = ExerciseResult.of(self.exercise.slug, self._digest, tuple(tests))
        return self._judged(made, draw, bad) if self._rubric else made

    # --- deeds ------------------------------------------------------------------------------------------------------

    def _do_right(self, tests: list[TestResult], draw: random.Random, bad: bool) -> None:
        if bad:
            self._do_raised(tests, draw, bad)

    def _do_belief(self, tests: list[TestResult], draw: random.Random, bad: bool) -> None:
        key = draw.choice(list(self.known)[:PRONE] if draw.random() < 0.7 else list(self.known))
        if key not in self._held:
            held = list(tests)
            self._hold(held, self.known[key])
            self._held[key] = tuple(held)
        tests[:] = self._held[key]

    def _hold(self, tests: list[TestResult], belief: Misconception) -> None:
        """Let a belief lose its tests, each fourth of them in part. The values are the same for all who hold it."""
        value = random.Random(belief.key).uniform(0.1, 9)
        for i in self._places(self.loses[belief.key]):
            lost = self._wrong(tests, i, value + i)
            half = replace(lost, outcome=Outcome.PARTIAL, points=lost.max_points / 2) if i % 4 == 1 else lost
            why = Explanation("belief", belief.key, belief.key, belief.belief)
            tests[i] = replace(
                half, misconception=belief.key, belief=belief.belief, feedback=belief.feedback, explanation=why
            )

    def _do_own(self, tests: list[TestResult], draw: random.Random, bad: bool) -> None:
        """Make one mistake that no belief names and that fails several tests."""
        call = draw.choice(self.exercise.entry_points)
        line = draw.randrange(8, 120)
        file = hostile.FILE if bad else self.exercise.filename
        match draw.choice(("case", "edit", "place")):
            case "case":
                key, words = draw.choice(CASES)
                why = _why("case", key, f"{call}:{key}", joined(_(": "), [call, words]))
            case "edit":
                key, words = draw.choice(EDITS)
                why = _why("edit", key, f"{call}:{key}", joined(_(": "), [call, words]))
            case _:
                where = _("Look {where}.", where=_on_line(line, file))
                why = _why(
                    "place", "operator", f"{file}:{line}", where, (CodePlace(file, line),), "return -x  ->  return x"
                )
        first = draw.randrange(max(1, len(tests) - COSTS_OF_ONE))
        for i in range(first, min(first + COSTS_OF_ONE, len(tests))):
            tests[i] = replace(self._wrong(tests, i, draw.gauss(0, 3)), explanation=why)

    def _do_stub(self, tests: list[TestResult], draw: random.Random, bad: bool) -> None:
        tests[:] = self.stub

    def _do_part(self, tests: list[TestResult], draw: random.Random, bad: bool) -> None:
        begin = draw.randrange(len(tests) // 2, len(tests))
        name = self.exercise.entry_points[-1]
        said = _("{name} is not written yet", name=name)
        tests[begin:] = [self._lost(t, Outcome.NOT_ATTEMPTED, said, hint=True) for t in tests[begin:]]

    def _do_raised(self, tests: list[TestResult], draw: random.Random, bad: bool) -> None:
        line = draw.randrange(8, 120)
        file = hostile.FILE if bad else self.exercise.filename
        source = hostile.TEXT if bad else f"    return np.dot(x, W{draw.randrange(1, 4)}) + b"
        kind, text = draw.choice(
            [("ValueError", f"shapes ({draw.randrange(2, 9)},4) and (3,4) not aligned"), ("NameError", "name 'np' is…")]
        )
        raised = StudentRaised(kind, hostile.TEXT if bad else text, Place(_on_line(line, file), source, file, line))
        why = _why("place", "exception", f"{file}:{line}", _("Look {where}.", where=_on_line(line, file)))
        for i in sorted(draw.sample(range(len(tests)), min(3, len(tests)))):
            lost = self._lost(
                tests[i], Outcome.STUDENT_ERROR, raised.summary, raised.message.removeprefix(raised.summary), hint=True
            )
            tests[i] = replace(lost, explanation=why)

    def _do_import(self, tests: list[TestResult], draw: random.Random, bad: bool) -> None:
        """Break the file as a whole."""
        line = draw.randrange(1, 30)
        place = Place(
            _on_line(line, self.exercise.filename), "import tensorflow as tf, nmpy", self.exercise.filename, line
        )
        raised = StudentRaised("ModuleNotFoundError", "No module named 'nmpy'", place)
        tests[:] = [
            self._lost(t, Outcome.STUDENT_ERROR, raised.summary, raised.message.removeprefix(raised.summary))
            for t in tests
        ]

    def _do_loop(self, tests: list[TestResult], draw: random.Random, bad: bool) -> None:
        begin = draw.randrange(len(tests) - 2)
        first = TimedOut(_("time ran out while {what} was running", what=_("this call")))
        used_up = TimedOut(_("the time for the whole exercise was used up before"))
        tests[begin] = self._lost(tests[begin], Outcome.TIMED_OUT, first.summary, hint=True)
        tests[begin + 1 :] = [self._lost(t, Outcome.TIMED_OUT, used_up.summary) for t in tests[begin + 1 :]]

    def _do_memory(self, tests: list[TestResult], draw: random.Random, bad: bool) -> None:
        filled = OutOfMemory(_("it used more than {size} MiB of memory", size=self.exercise.limits.memory_mb))
        i = draw.randrange(len(tests))
        tests[i] = self._lost(tests[i], Outcome.OUT_OF_MEMORY, filled.summary)

    def _do_broken(self, tests: list[TestResult], draw: random.Random, bad: bool) -> None:
        i = draw.randrange(len(tests))
        said = _("the grader failed on this exercise; this says nothing about the work")
        rest = "\n| Traceback (most recent call last):\n|   KeyError: 'W1'"
        tests[i] = self._lost(tests[i], Outcome.GRADER_ERROR, said, rest)

    # --- tests ------------------------------------------------------------------------------------------------------

    def _test(self, place: int, test: SuiteTest, outcome: Outcome) -> TestResult:
        """Return a test; a tenth of them is public and a tenth is open after the due date, so that pages show each."""
        visibility = {3: "public", 7: "after_due"}.get(place % 10, "hidden")
        return TestResult(
            *(test.id, test.title, test.title_zh, outcome, visibility, test.points, test.points),  # type: ignore[arg-type]
            duration_s=0.01,
        )

    def _lost(
        self, test: TestResult, outcome: Outcome, summary: str, rest: str = "", *, hint: bool = False
    ) -> TestResult:
        """Return a test without its points. Its message is the summary, then ``rest``, which is the same in Chinese."""
        return replace(
            test,
            outcome=outcome,
            points=0.0,
            summary=str(summary),
            summary_zh=_chinese(summary),
            message=f"{summary}{rest}",
            message_zh=f"{_chinese(summary)}{rest}",
            hint=self._hint if hint else None,
        )

    def _wrong(self, tests: Sequence[TestResult], place: int, value: float) -> TestResult:
        call = self.exercise.entry_points[place % len(self.exercise.entry_points)]
        said = _("{what} has a wrong value", what=_("the result"))
        wrong = Mismatch(
            said, f"{call}([0.1, 0.05, 0.6], {place})", f"{value / 2:.6g}", f"{value:.6g}", f"[{place % 3}]"
        )
        return self._lost(tests[place], Outcome.FAILED, said, wrong.message.removeprefix(said), hint=True)

    def _places(self, ids: Sequence[str]) -> list[int]:
        return [i for i, test in enumerate(self.tests) if test.id in ids]

    def _block(self, tests: list[TestResult]) -> None:
        """Block what requires a test that was lost."""
        for i, test in enumerate(self.tests):
            if not test.requires or tests[i].outcome not in (Outcome.PASSED, Outcome.FAILED):
                continue
            if missing := [t for t in tests[:i] if t.id in test.requires and t.outcome is not Outcome.PASSED]:
                titles = listed(Given({"en": t.title, "zh-CN": t.title_zh}) for t in missing)
                blocked = self._lost(tests[i], Outcome.BLOCKED, _("first mend: {titles}", titles=titles))
                tests[i] = replace(blocked, hint=None, misconception=None, belief=None, feedback=None, explanation=None)

    def _judged(self, made: ExerciseResult, draw: random.Random, bad: bool) -> ExerciseResult:
        """Add what a person judged; a tenth of it waits for them."""
        reason = hostile.TEXT if bad else ""
        lines = tuple(
            line if draw.random() < 0.1 else replace(line, points=float(draw.randrange(6)), reason=reason, made=MADE)
            for line in self._rubric
        )
        return replace(
            made,
            score=made.score + sum(line.points or 0.0 for line in lines),
            max_score=made.max_score + sum(line.max_points for line in lines),
            rubric=lines,
        )


def _why(
    kind: str, key: str, cause: str, text: Message, places: tuple[CodePlace, ...] = (), edit: str | None = None
) -> Explanation:
    words = {"en": str(text), "zh-CN": text.told("zh-CN")}
    return Explanation(kind, key, cause, words, places, edit)  # type: ignore[arg-type]


@lru_cache(10_000)
def _chinese(text: str) -> str:
    """Return what a record holds of a message beside the English."""
    return text.told("zh-CN") if isinstance(text, Message) else ""


def _on_line(line: int, file: str) -> Message:
    return _("on line {line} of {file}", line=line, file=file)


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
            one = replace(one, score=change.after, outcome=Outcome.PARTIAL if change.after else one.outcome)
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
        started=f"{DAY}T{9 + number // 3600 % 12:02}:{number // 60 % 60:02}:{number % 60:02}+00:00",
        submission_digest=hashlib.sha256(name.encode()).hexdigest(),
        score=round(sum(e.score for e in counted), 6),
        max_score=round(sum(e.max_score for e in counted), 6),
        exercises=tuple(counted),
        problem=problem,
        notes=tuple(notes),
        adjustments=tuple(changes),
        problem_zh=_chinese(problem),
        notes_zh=tuple(map(_chinese, notes)),
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


def _findings(catalogue: Catalogue, results: Sequence[Result], bad: Sequence[str]) -> Iterator[Findings]:
    """Yield what is alike in two exercises: pairs, and a rare mistake that three share; with hostile code if ``bad``."""
    students = [r.student for r in results if r.exercises]
    for number, exercise in enumerate(catalogue.exercises[1:3]):
        lines = catalogue.reference(exercise).read_text(encoding="utf-8").splitlines(keepends=True)
        text, half = "".join(lines), len(lines) // 2
        wrong = [e.tests for r in results for e in r.exercises if e.slug == exercise.slug]
        lost = next(t for tests in wrong for t in tests if t.outcome is Outcome.FAILED)
        pairs = tuple(
            Alike(
                *(exercise.slug, Level.HIGH if not i else Level.SOME, 900 - 100 * i),
                Side((left,), (("".join(lines[:half]), False), ("".join(lines[half:]), True)), 0.9 - 0.1 * i),
                Side((right,), ((hostile.TEXT if bad else "# by myself\n", False), (text, True)), 0.8 - 0.1 * i),
                (lost,) if not i else (),
            )
            for i, (left, right) in enumerate(zip(students[::2][:5], students[1::2][:5], strict=True))
        )
        shared = SharedMistake(exercise.slug, tuple(students[number : number + 3]), (lost,), len(students))
        yield Findings(exercise.slug, len(students), pairs, 3, (shared,), (bad or students)[1:2])
