"""One mistake may fail several tests: what failed an exercise's tests, each cause once, with what it costs in all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from grader.language import LANGUAGES, _
from grader.result import CodePlace, ExerciseResult, Outcome, TestResult, Texts

UNDECIDED = frozenset({Outcome.PASSED, Outcome.BLOCKED, Outcome.GRADER_ERROR, Outcome.NOT_ATTEMPTED})
"""Outcomes that no mistake of the student's explains, but for what ``is_mistaken`` says."""


FOR_A_CLASS = {
    "exception": _("Their code ends with an exception."),
    "misspelt": _("A name is misspelt, so that it is not found."),
    "full_width": _("A full-width sign stands where Python wants a plain one."),
}
"""By the key of an explanation, its words for a class, where the words for a student quote the student's code."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What failed some tests of an exercise.

    Attributes:
        cause: what all of them have in common; no other mistake in the exercise has the same.
        key: the same mistake in another student's work has the same key; see ``key_of``.
        places: where the tests stand in the exercise, in the suite's order.
        lost: the points that it costs in all.
        code: the lines of the student's that it is about.
        edit: for the instructor: an edit after which the tests pass; ``None`` where none is known.
    """

    cause: str
    key: str
    places: tuple[int, ...]
    lost: float
    code: tuple[CodePlace, ...] = ()
    edit: str | None = None


def mistakes_of(result: ExerciseResult) -> list[Mistake]:
    """Return the mistakes that are known in an exercise, the most expensive first.

    A test that failed for no known reason belongs to none.
    """
    found: dict[str, list[int]] = {}
    for place, test in enumerate(result.tests):
        if is_mistaken(test) and (cause := _cause(test)):
            found.setdefault(cause, []).append(place)
    mistakes = [_mistake(cause, [result.tests[p] for p in places], places) for cause, places in found.items()]
    return sorted(mistakes, key=lambda m: (-m.lost, m.places))


def is_mistaken(test: TestResult) -> bool:
    """Whether a mistake may be behind a test's outcome.

    Of what was not attempted that is so only where it was explained: its function is there under a misspelt name.
    """
    explained = test.outcome is Outcome.NOT_ATTEMPTED and test.explanation is not None
    return explained or test.outcome not in UNDECIDED


def _cause(test: TestResult) -> str:
    return test.explanation.cause if test.explanation is not None else test.misconception or ""


def _mistake(cause: str, tests: list[TestResult], places: list[int]) -> Mistake:
    explanations = [t.explanation for t in tests if t.explanation is not None]
    code = dict.fromkeys(place for e in explanations for place in e.places)
    return Mistake(
        cause,
        key_of(tests[0]),
        tuple(places),
        round(sum(t.max_points - t.points for t in tests), 6),
        tuple(code),
        next((e.edit for e in explanations if e.edit), None),
    )


def key_of(test: TestResult) -> str:
    """Return what a failed test's mistake is called in a whole class; an empty text where none is known.

    Two students who hold the same belief have one key, and so have two with the same kind of fault at any line. A case
    or an edit has one key for each function.
    """
    if test.misconception:
        return f"belief {test.misconception}"
    if (found := test.explanation) is None:
        return ""
    return f"{found.kind} {found.cause if found.kind in ('case', 'edit') else found.key}"


def words_of(test: TestResult) -> Texts:
    """Return what a failed test's mistake is, in words that are true of everybody who makes it.

    Of a belief that is the belief. An explanation that names a line or a cell says "…" instead of its number.
    """
    if test.belief:
        return test.belief
    if test.explanation is None:
        return {}
    if (words := FOR_A_CLASS.get(test.explanation.key)) is not None:
        return {lang: words.told(lang) for lang in LANGUAGES}
    return {lang: _anywhere(text, test.explanation.places) for lang, text in test.explanation.text.items()}


def _anywhere(text: str, places: Iterable[CodePlace]) -> str:
    for place in places:
        for number in (place.line, place.cell):
            if number is not None:  # no part of a name or of another number, as in float64, a33.py or 3.12
                text = re.sub(rf"(?<![A-Za-z0-9_.]){number}(?![A-Za-z0-9_]|\.\d)", "…", text)
    return text
