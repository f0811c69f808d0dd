"""What is special about a student's result, in a word each: late, set by hand, not final, a comment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from grader.language import _
from grader.report.standing import is_unread
from grader.result import ExerciseResult, Outcome, Result
from grader.text import number

WORDS = {
    "grader_error": _("grader failed"),
    "unread": _("could not be read"),
    "open": _("to be judged"),
    "late": _("late"),
    "override": _("set by hand"),
    "comment": _("commented"),
    "attempt": _("another attempt counts"),
}
"""By key, the words of a badge; in the order in which they are shown, what needs a person first."""


@dataclass(frozen=True, slots=True)
class Badge:
    """One word about a result.

    Attributes:
        key: one of ``WORDS``.
        word: in the reader's language.
        why: what is behind it, such as the exercises; may be empty.
    """

    key: str
    word: str
    why: str


def badges(result: Result, lang: str) -> tuple[Badge, ...]:
    """Return the badges of a result in ``lang``."""
    found: dict[str, list[str]] = {}
    for key, why in _facts(result):
        found.setdefault(key, []).append(why)
    return tuple(
        Badge(key, word.told(lang), ", ".join(dict.fromkeys(filter(None, found[key]))))
        for key, word in WORDS.items()
        if key in found
    )


def is_open(result: Result, exercise: ExerciseResult) -> bool:
    """Whether a person has yet to judge a line of an exercise's rubric.

    Nothing is to be judged of what was not attempted, nor where the points of the whole exercise are set by hand.
    """
    if exercise.outcome is Outcome.NOT_ATTEMPTED or exercise.slug in result.settled:
        return False
    return any(line.points is None for line in exercise.rubric)


def _facts(result: Result) -> Iterator[tuple[str, str]]:
    if is_unread(result):
        yield "unread", ""
    for exercise in result.exercises:
        if exercise.outcome == "grader_error":
            yield "grader_error", exercise.slug[:2]
        if is_open(result, exercise):
            yield "open", exercise.slug[:2]
        if exercise.comments:
            yield "comment", exercise.slug[:2]
    for change in result.adjustments:
        off = f" −{number(100 * change.share)}%" if change.kind == "late" and change.share else ""
        yield change.kind, change.slug[:2] + off
    for attempt in result.attempts:
        yield "attempt", attempt.slug[:2]
