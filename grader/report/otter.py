"""A result as Otter shows one: plain text, under each test and as the report of a run.

Otter prints what it is given as it stands, in ``results.json`` and on its output, so nothing here is Markdown or HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import indent

from grader.exercises.exercise import Exercise
from grader.report.shown import May, ShownTest, show_data, show_exercise, show_test, tells_all
from grader.report.words import Words, words
from grader.result import Result, TestResult
from grader.text import MARK, printable

NOTE = 600
"""Characters of a note or a problem: a sentence or two with a name in it."""


def for_students(test: TestResult) -> bool:
    """Whether Otter's output may show all of ``test``: students may read it at any time."""
    return tells_all(test, after_due=False)


def otter_test(test: TestResult, lang: str) -> str:
    """Return what Otter shows of one test: the outcome, and what a student may be told of it."""
    w = words(lang)
    shown = show_test(test, lang, full=for_students(test))
    return "\n".join([f"{shown.sign} {shown.word}", *_told(shown, w)])


def otter_report(result: Result, exercises: Sequence[Exercise], lang: str, *, full: May = for_students) -> str:
    """Return the report of one submission.

    Args:
        result: what came of it.
        exercises: those that it is about, for their titles.
        lang: the language.
        full: of which tests the reader may see inputs and expected values.
    """
    return "\n".join(_lines(result, exercises, lang, full))


def otter_output(result: Result, lang: str) -> str:
    """Return what every student reads: why their submission could not be read, what was left out, and public tests."""
    w = words(lang)
    tests = [t for e in result.exercises for t in e.tests if t.visibility == "public"]
    shown = (line for t in tests for line in _test(show_test(t, lang, full=for_students(t)), w))
    return "\n".join([*_notes(result, w), *shown])


def _lines(result: Result, exercises: Sequence[Exercise], lang: str, full: May) -> Iterator[str]:
    w = words(lang)
    yield from _notes(result, w)
    for exercise in result.exercises:
        shown = show_exercise(exercise, exercises, lang, full=full)
        yield f"{shown.number} {shown.title}{w.colon}{shown.score} / {shown.max_score}"
        yield ""
        if shown.shared.said:
            yield from [indent(shown.shared.said, "  "), ""]
        for test in shown.tests:
            yield from (indent(line, "  ") for line in _test(test, w))
        yield ""
    if result.exercises:
        yield f"{w.data}{w.colon}{show_data(result, lang)}"
        yield f"{w.containment}{w.colon}{result.containment.level}"
    yield f"{w.engine} {result.engine} · {w.seed}{w.colon}{result.seed}"


def _notes(result: Result, w: Words) -> Iterator[str]:
    if result.problem:
        yield f"{w.unread}{w.colon}{printable(result.problem, NOTE)}"
    yield from (printable(note, NOTE) for note in result.notes)


def _test(test: ShownTest, w: Words) -> Iterator[str]:
    yield f"{test.sign} {test.word}  {test.points}/{test.max_points}  {test.title}"
    yield from (indent(line, "    ") for line in _told(test, w))


def _told(test: ShownTest, w: Words) -> Iterator[str]:
    """Yield what happened in a test, then what may help."""
    if test.account.said:
        yield test.account.said
    if test.account.quotation:
        yield indent(test.account.quotation, MARK, lambda _: True)
    facts = [*test.account.facts, (w.recognised, test.misconception), ("", test.feedback), (w.hint, test.hint)]
    yield from (f"{label}{w.colon}{text}" if label else text for label, text in facts if text)
