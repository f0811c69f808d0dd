"""The record that grading produces: version 1 of ``result.json`` (docs/result-format.md).

Data only. A result knows nothing of workers, suites or reports; scripts outside read it, so a change of a field is a
change of the version.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

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


@dataclass(frozen=True, slots=True)
class TestResult:
    """One test's verdict.

    Attributes:
        id: the test function's name, unique in its suite.
        title: first line of its docstring, the line that a student sees.
        title_zh: the same in Simplified Chinese; empty where the suite gives none.
        message: what happened, with inputs and expected values: for the instructor; reports to students filter it by
            ``visibility``.
        summary: what happened, without any input or expected value: for anybody.
        misconception: key of the recognised misconception, or ``None``.
        belief: what the student seems to believe, by language, or ``None``.
        feedback: what to tell them about it, by language, or ``None``.
        hint: the first step of the hint ladder for what failed, or ``None``.
        duration_s: wall-clock seconds.
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


@dataclass(frozen=True, slots=True)
class ExerciseResult:
    """One exercise's verdict: the sum of its tests."""

    slug: str
    suite_digest: str
    outcome: Outcome
    score: float
    max_score: float
    tests: tuple[TestResult, ...]

    @classmethod
    def of(cls, slug: str, suite_digest: str, tests: tuple[TestResult, ...]) -> ExerciseResult:
        """Sum up ``tests``."""
        score = round(sum(t.points for t in tests), 6)
        most = round(sum(t.max_points for t in tests), 6)
        return cls(slug, suite_digest, combine((t.outcome for t in tests), score, most), score, most, tests)


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

    @property
    def has_grader_error(self) -> bool:
        """Whether our side failed anywhere in it."""
        return any(e.outcome is Outcome.GRADER_ERROR for e in self.exercises)

    def to_json(self) -> str:
        """Return the record as indented JSON with a final newline; all its figures are finite."""
        import orjson  # only reports write results: the standard library indents in Python, twelve times as long

        return orjson.dumps(self, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> Result:
        """Read a record back.

        Raises:
            ValueError: the text is not JSON, not of this version, or lacks or adds a field.
        """
        import cattrs  # only reports read results back; writing one does not wait for it

        data: Any = json.loads(text)
        if not isinstance(data, dict) or data.get("version") != VERSION:
            found = data.get("version") if isinstance(data, dict) else type(data).__name__
            raise ValueError(f"not a result of version {VERSION} (found {found!r})")
        converter = cattrs.Converter(forbid_extra_keys=True)
        try:
            return converter.structure(data, cls)
        except cattrs.BaseValidationError as error:
            raise ValueError("; ".join(cattrs.transform_error(error))) from error
