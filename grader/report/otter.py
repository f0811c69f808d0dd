"""A result as Otter shows one: plain text, under each test and as the report of a run.

Otter prints what it is given as it stands, in ``results.json`` and on its output, so nothing here is Markdown or HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import indent

from grader.exercises.exercise import Exercise
from grader.language import _, labelled
from grader.report.feedback import notes_of
from grader.report.github import UNREAD
from grader.report.shown import May, ShownTest, in_words, show_data, show_exercise, show_test, tells_all
from grader.result import Result, TestResult
from grader.text import MARK, printable

NOTE = 600
"""Characters of a note or a problem: a sentence or two with a name in it."""


def for_students(test: TestResult) -> bool:
    """Whether Otter's output may show all of ``test``: students may read it at any time."""
    return tells_all(test, after_due=False)


def otter_test(test: TestResult, lang: str) -> str:
    """Return what Otter shows of one test: the outcome, and what a student may be told of it."""
    shown = show_test(test, lang, full=for_students(test))
    return "\n".join([f"{shown.sign} {shown.word}", *_told(shown, lang)])


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
    tests = [t for e in result.exercises for t in e.tests if t.visibility == "public"]
    shown = (line for t in tests for line in _test(show_test(t, lang, full=for_students(t)), lang))
    return "\n".join([*_notes(result, lang), *shown])


def _lines(result: Result, exercises: Sequence[Exercise], lang: str, full: May) -> Iterator[str]:
    yield from _notes(result, lang)
    for exercise in result.exercises:
        shown = show_exercise(exercise, exercises, lang, full=full)
        yield labelled(f"{shown.number} {shown.title}", f"{shown.score} / {shown.max_score}").told(lang)
        yield ""
        if shown.shared.said:
            yield from [indent(shown.shared.said, "  "), ""]
        for test in shown.tests:
            yield from (indent(line, "  ") for line in _test(test, lang))
        yield ""
    if result.exercises:
        yield labelled(_("Data"), show_data(result, lang)).told(lang)
        yield labelled(_("Containment"), result.containment.level).told(lang)
    seed = labelled(_("Seed"), str(result.seed))
    yield f"Xorcise {result.engine} · {seed.told(lang)}"


def _notes(result: Result, lang: str) -> Iterator[str]:
    if result.problem:
        problem = in_words(result.problem, result.problem_zh, lang)
        yield labelled(UNREAD, printable(problem, NOTE)).told(lang)
    yield from (printable(note, NOTE) for note in notes_of(result, lang))


def _test(test: ShownTest, lang: str) -> Iterator[str]:
    yield f"{test.sign} {test.word}  {test.points}/{test.max_points}  {test.title}"
    yield from (indent(line, "    ") for line in _told(test, lang))


def _told(test: ShownTest, lang: str) -> Iterator[str]:
    """Yield what happened in a test, then what may help."""
    if test.account.said:
        yield test.account.said
    if test.account.quotation:
        yield indent(test.account.quotation, MARK, lambda _: True)
    help = [(_("Recognised"), test.misconception), ("", test.feedback), (_("Hint"), test.hint)]
    facts = [*test.account.facts, *help]
    yield from (labelled(label, text).told(lang) if label else text for label, text in facts if text)
