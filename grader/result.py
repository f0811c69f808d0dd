"""The record that grading produces: version 1 of ``result.json`` (docs/result-format.md).

Data only. A result knows nothing of workers, suites or reports; scripts outside read it, so a change of a field is a
change of the version.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Literal, Self

from grader.language import Message

VERSION = 1

Visibility = Literal["public", "after_due", "hidden"]

Texts = dict[str, str]
"""One text in several languages: ``{"en": ..., "zh-CN": ...}``."""


def text_in(texts: Texts | None, lang: str) -> str:
    """Return the text in ``lang``, else the English one, else the one there is."""
    texts = texts or {}
    return texts.get(lang) or texts.get("en") or next(filter(None, texts.values()), "")


LEVELS = ("bare", "user", "bubblewrap", "landlock")
"""The levels of confinement, weakest first. What each one loses is in docs/threat-model.md."""


class Outcome(StrEnum):
    """What became of a test. Not attempted is not failed, and our fault is not the student's."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    NOT_ATTEMPTED = "not_attempted"
    STUDENT_ERROR = "student_error"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    BLOCKED = "blocked"
    GRADER_ERROR = "grader_error"


def combine(outcomes: Iterable[Outcome], score: float, max_score: float) -> Outcome:
    """Return the outcome of an exercise from those of its tests and its score.

    A grader error anywhere makes the whole a grader error. Without points, one cause that explains every test that was
    not blocked (never attempted, broken at import, out of time, out of memory) is named; otherwise it failed.
    """
    seen = set(outcomes)
    if Outcome.GRADER_ERROR in seen:
        return Outcome.GRADER_ERROR
    if score >= max_score and seen <= {Outcome.PASSED}:
        return Outcome.PASSED
    if score > 0:
        return Outcome.PARTIAL
    causes = seen - {Outcome.BLOCKED}
    return causes.pop() if len(causes) == 1 else Outcome.FAILED


@dataclass(frozen=True, slots=True)
class Containment:
    """How the worker was confined.

    Attributes:
        level: ``landlock``, ``bubblewrap``, ``user`` or ``bare``, strongest first.
        seccomp: whether system calls were filtered as well.
        missing: protections of that level that this kernel lacks.
    """

    level: str
    seccomp: bool
    missing: tuple[str, ...] = ()

    @classmethod
    def weakest(cls, found: Iterable[Containment]) -> Containment:
        """Return the weakest of ``found``; nothing was confined where there is none."""
        return min(found, key=lambda c: (LEVELS.index(c.level), c.seccomp, -len(c.missing)), default=cls("bare", False))


@dataclass(frozen=True, slots=True)
class CodePlace:
    """A line of the submission.

    Attributes:
        file: the file's path; that of the module, where it was made from a notebook.
        line: the line, from 1; of a notebook, in the cell.
        cell: the number of the notebook's cell among its code cells, from 1; ``None`` of another file.
    """

    file: str
    line: int
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a test failed.

    Attributes:
        kind: ``belief``, a misconception; ``case``, what the wrong calls have in common; ``edit``, a single edit of
            right code that does the same; ``place``, the line of the fault.
        key: which belief, case or edit: one of a closed list each.
        cause: the same of all tests that one fault fails.
        places: the lines that it speaks of.
        text: for the student, by language.
        edit: for the instructor: an edit of the submission after which these tests pass. Never shown to students.
    """

    kind: Literal["belief", "case", "edit", "place"]
    key: str
    cause: str
    text: Texts
    places: tuple[CodePlace, ...] = ()
    edit: str | None = None


@dataclass(frozen=True, slots=True)
class TestResult:
    """What became of one test.

    Attributes:
        id: the test function's name, unique in its suite.
        title: first line of its docstring, the line that a student sees.
        title_zh: the same in Simplified Chinese; empty where the suite gives none.
        message: what happened, with inputs and expected values: for the instructor; reports to students filter it by
            ``visibility``.
        summary: what happened, without any input or expected value: for anybody.
        message_zh: the message in Simplified Chinese; empty where the message is a suite's own, or is a ``Message``.
        summary_zh: the same of the summary.
        misconception: key of the recognised misconception, or ``None``.
        belief: what the student seems to believe, by language, or ``None``.
        feedback: what to tell them about it, by language, or ``None``.
        hint: the first step of the hint ladder for what failed, or ``None``.
        duration_s: wall-clock seconds.
        explanation: why it failed, or ``None`` where nothing is known.
    """

    __test__ = False  # pytest: not a test class

    id: str
    title: str
    title_zh: str
    outcome: Outcome
    visibility: Visibility
    points: float
    max_points: float
    message: str = ""
    summary: str = ""
    misconception: str | None = None
    belief: Texts | None = None
    feedback: Texts | None = None
    hint: Texts | None = None
    duration_s: float = 0.0
    message_zh: str = ""
    summary_zh: str = ""
    explanation: Explanation | None = None

    def in_both(self) -> Self:
        """Return the record with the Chinese of its messages beside the English."""
        if not isinstance(self.message, Message) and not isinstance(self.summary, Message):
            return self
        message, summary = _chinese(self.message), _chinese(self.summary)
        return replace(self, message_zh=message or self.message_zh, summary_zh=summary or self.summary_zh)


@dataclass(frozen=True, slots=True)
class Comment:
    """What an instructor says of a student's work; its owner reads it.

    Attributes:
        text: plain text, in the instructor's language.
        made: when: UTC, ISO 8601.
        line: the line of the exercise's file that it is about, from 1; ``None`` where it is about the whole of it.
    """

    text: str
    made: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class RubricLine:
    """What a person judges, beside the suite: a line of the course's rubric with points of its own.

    Attributes:
        key: unique in its exercise.
        title: what is judged, by language.
        max_points: what it is worth; part of the exercise's ``max_score``.
        points: what was given, part of the exercise's ``score``; ``None`` where nobody has judged it yet.
        reason: in the instructor's words; may be empty.
        made: when it was judged: UTC, ISO 8601.
    """

    key: str
    title: Texts
    max_points: float
    points: float | None = None
    reason: str = ""
    made: str | None = None


@dataclass(frozen=True, slots=True)
class ExerciseResult:
    """What became of one exercise: the sum of its tests, and of what a person judged.

    Attributes:
        rubric: what a person judges.
        comments: what an instructor says of it, the oldest first.
    """

    slug: str
    suite_digest: str
    outcome: Outcome
    score: float
    max_score: float
    tests: tuple[TestResult, ...]
    rubric: tuple[RubricLine, ...] = ()
    comments: tuple[Comment, ...] = ()

    @classmethod
    def of(cls, slug: str, suite_digest: str, tests: tuple[TestResult, ...]) -> ExerciseResult:
        """Sum up ``tests``."""
        score = round(sum(t.points for t in tests), 6)
        most = round(sum(t.max_points for t in tests), 6)
        return cls(slug, suite_digest, combine((t.outcome for t in tests), score, most), score, most, tests)

    def in_both(self) -> Self:
        """Return the record with the Chinese of its tests' messages beside the English."""
        return replace(self, tests=tuple(t.in_both() for t in self.tests))


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What changed an exercise's points after its suite had given them: the facts behind a note.

    Attributes:
        slug: the exercise.
        kind: ``late``, or ``override`` for an instructor's word.
        before: points that the suite gave.
        after: points that count.
        days: of a late one, days that had begun since the due date.
        share: of a late one, what lateness costs, as a share of the points.
        due: of a late one, when it was due: ISO 8601.
        submitted: of a late one, when it was handed in: ISO 8601.
        free_days: of a late one, how many of its days cost nothing; ``None`` for none.
        reason: of an override, in the instructor's words.
        made: of an override, when: UTC, ISO 8601.
        test: of an override, the test that it is about; empty where it is about the whole exercise.
    """

    slug: str
    kind: Literal["late", "override"]
    before: float
    after: float
    days: int | None = None
    share: float | None = None
    due: str | None = None
    submitted: str | None = None
    reason: str | None = None
    made: str | None = None
    free_days: int | None = None
    test: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Which of several attempts at an exercise counts, where that need not be the latest.

    Attributes:
        slug: the exercise.
        among: how many attempts there are.
        submitted: when the one that counts was handed in: UTC, ISO 8601.
    """

    slug: str
    among: int
    submitted: str


@dataclass(frozen=True, slots=True)
class Result:
    """Everything about one student's submission.

    Attributes:
        engine: version of Xorcise that graded it.
        data: name of the data set behind the data-hungry exercises: ``mnist``, ``digits`` or ``none``.
        started: UTC time, ISO 8601.
        submission_digest: SHA-256 over names and contents of the files that were graded.
        problem: why the submission could not be read, in words for its owner; empty where it could.
        notes: what its owner should know although it could: files left out, names that were guessed.
        problem_zh: the problem in Simplified Chinese; empty where it is not known, or where it is a ``Message``.
        notes_zh: the same of each note, or nothing at all.
        adjustments: what changed points after the suites had given them; the notes say it in words.
        attempts: which attempt counts, where the course does not always count the latest; the notes say it in words.
    """

    version: int
    student: str
    engine: str
    seed: int
    containment: Containment
    data: str
    started: str
    submission_digest: str
    score: float
    max_score: float
    exercises: tuple[ExerciseResult, ...] = field(default_factory=tuple)
    problem: str = ""
    notes: tuple[str, ...] = ()
    problem_zh: str = ""
    notes_zh: tuple[str, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    attempts: tuple[Attempt, ...] = ()

    @property
    def has_grader_error(self) -> bool:
        """Whether our side failed anywhere in it."""
        return any(e.outcome is Outcome.GRADER_ERROR for e in self.exercises)

    @property
    def settled(self) -> frozenset[str]:
        """Exercises whose points an instructor set as a whole: what tests and rubric gave does not count there."""
        return frozenset(a.slug for a in self.adjustments if a.kind == "override" and not a.test)

    def only(self, slugs: Collection[str]) -> Self:
        """Return the record of some exercises, with the sums of their points."""
        exercises = tuple(e for e in self.exercises if e.slug in slugs)
        return replace(
            self,
            exercises=exercises,
            score=round(sum(e.score for e in exercises), 6),
            max_score=round(sum(e.max_score for e in exercises), 6),
            adjustments=tuple(a for a in self.adjustments if a.slug in slugs),
            attempts=tuple(a for a in self.attempts if a.slug in slugs),
        )

    def to_json(self) -> str:
        """Return the record, in both languages, as indented JSON with a final newline; all its figures are finite."""
        import orjson  # only reports write results: the standard library indents in Python, twelve times as long

        return orjson.dumps(self.in_both(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()

    def in_both(self) -> Self:
        """Return the record with the Chinese of every message beside the English."""
        some = any(isinstance(note, Message) for note in self.notes)
        return replace(
            self,
            problem_zh=_chinese(self.problem) or self.problem_zh,
            notes_zh=tuple(map(_chinese, self.notes)) if some else self.notes_zh,
            exercises=tuple(e.in_both() for e in self.exercises),
        )

    @classmethod
    def from_json(cls, text: str | bytes) -> Result:
        """Read a record back.

        Raises:
            ValueError: the text is not JSON, not of this version, or lacks or adds a field.
        """
        import json  # with cattrs, for those who read results back; `xorcise list` does not wait for either

        import cattrs

        data: Any = json.loads(text)
        if not isinstance(data, dict) or data.get("version") != VERSION:
            found = data.get("version") if isinstance(data, dict) else type(data).__name__
            raise ValueError(f"not a result of version {VERSION} (found {found!r})")
        converter = cattrs.Converter(forbid_extra_keys=True)
        try:
            return converter.structure(data, cls)
        except cattrs.BaseValidationError as error:
            raise ValueError("; ".join(cattrs.transform_error(error))) from error


def _chinese(text: str) -> str:
    """Return a message in Chinese; nothing for another text, whose Chinese is not known."""
    return text.told("zh-CN") if isinstance(text, Message) else ""
