"""What students do with one exercise of a sample class, and what a suite would have said of it."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from grader.errors import Mismatch, OutOfMemory, Place, StudentRaised, TimedOut
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.exercises.misconceptions import Misconception, read_misconceptions
from grader.language import Given, Message, _, joined, listed
from grader.records import read_toml
from grader.result import CodePlace, ExerciseResult, Explanation, Outcome, RubricLine, TestResult
from tools.pages import hostile
from tools.pages.suite_tests import SuiteTest, suite_tests

COSTS_OF_ONE = 5
"""Tests that one mistake of a student's own fails."""

PRONE = 6
"""Beliefs of an exercise that most of those who hold one hold: a class makes the same few mistakes."""

MADE = "2026-11-20T10:00:00+00:00"
"""When a person said or set something."""

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


class Work:
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
        """Let a belief lose its tests. The values are the same for all who hold it."""
        value = random.Random(belief.key).uniform(0.1, 9)
        for i in self._places(self.loses[belief.key]):
            why = Explanation("belief", belief.key, belief.key, belief.belief)
            tests[i] = replace(
                self._wrong(tests, i, value + i),
                misconception=belief.key,
                belief=belief.belief,
                feedback=belief.feedback,
                explanation=why,
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

    def _do_half(self, tests: list[TestResult], draw: random.Random, bad: bool) -> None:
        """Get half of what two tests ask."""
        for i in draw.sample(range(len(tests)), 2):
            lost = self._wrong(tests, i, draw.gauss(0, 3))
            tests[i] = replace(lost, outcome=Outcome.PARTIAL, points=lost.max_points / 2)

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
            summary_zh=chinese(summary),
            message=f"{summary}{rest}",
            message_zh=f"{chinese(summary)}{rest}",
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
        score = made.score + sum(line.points or 0.0 for line in lines)
        most = made.max_score + sum(line.max_points for line in lines)
        short = made.outcome is Outcome.PASSED and score < most
        return replace(
            made, score=score, max_score=most, rubric=lines, outcome=Outcome.PARTIAL if short else made.outcome
        )


def _why(
    kind: str, key: str, cause: str, text: Message, places: tuple[CodePlace, ...] = (), edit: str | None = None
) -> Explanation:
    words = {"en": str(text), "zh-CN": text.told("zh-CN")}
    return Explanation(kind, key, cause, words, places, edit)  # type: ignore[arg-type]


@lru_cache(10_000)
def chinese(text: str) -> str:
    """Return what a record holds of a message beside the English."""
    return text.told("zh-CN") if isinstance(text, Message) else ""


def _on_line(line: int, file: str) -> Message:
    return _("on line {line} of {file}", line=line, file=file)
