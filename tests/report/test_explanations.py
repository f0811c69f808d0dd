"""Explanations in reports: one mistake is told once, with what it costs; its edit is told to no student."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from rich.console import Console

from grader.report.annotations import Source, annotate
from grader.report.classroom50 import classroom50
from grader.report.feedback import feedback_html
from grader.report.github import job_summary, workflow_commands
from grader.report.gitlab import code_quality
from grader.report.gradescope import gradescope
from grader.report.junit import junit
from grader.report.otter import otter_output, otter_report, otter_test
from grader.report.terminal import check_report
from grader.result import CodePlace, ExerciseResult, Explanation, Outcome, Result, TestResult

from .page import Page
from .sample import EXERCISES, LOSSES, a_result, a_test, graded
from .test_classroom50 import IDENTITY

EDIT = "edited_away -> edited_in"

LINE = Explanation(
    "place",
    "number",
    "losses.py:12",
    {"en": "Look at the numbers on line 12.", "zh-CN": "请看第 12 行中的数。"},
    (CodePlace("losses.py", 12),),
    EDIT,
)
OTHER = replace(LINE, key="axis", cause="losses.py:30", text={"en": "Look at line 30.", "zh-CN": "请看第 30 行。"})

COSTS = {"en": "One mistake costs {points} points in 3 tests.", "zh-CN": "同一个错误在 3 个测试中共丢 {points} 分。"}


def failing(id: str, explanation: Explanation | None, points: float = 0.0) -> TestResult:
    outcome = Outcome.PARTIAL if points else Outcome.FAILED
    test = a_test(outcome, id=id, points=points, title=f"The title of {id}.", visibility="public", summary="it differs")
    return replace(test, explanation=explanation)


def exercise() -> ExerciseResult:
    """Three tests that one mistake fails, one of them partly; one test that another fails."""
    three = [failing("test_a", LINE), failing("test_b", LINE, 2.0), failing("test_c", LINE)]
    return graded("02_losses", *three, failing("test_d", OTHER), a_test(Outcome.PASSED, id="test_e"))


def on_a_page(lang: str) -> str:
    return Page(feedback_html(a_result("bob", exercise()), EXERCISES, lang=lang)).text


def on_a_terminal(lang: str) -> str:
    out = io.StringIO()
    Console(file=out, width=500, no_color=True, legacy_windows=False).print(check_report(LOSSES, exercise(), lang))
    return " ".join(out.getvalue().split())


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
@pytest.mark.parametrize("report", [on_a_page, on_a_terminal])
def test_a_mistake_is_told_once_with_what_it_costs(report: Callable[[str], str], lang: str) -> None:
    """16 of 18 points are lost to the first; the other costs one test, and nothing is said of its cost."""
    text = report(lang)
    assert text.count(LINE.text[lang]) == 1
    assert text.count(OTHER.text[lang]) == 1
    costs = COSTS[lang].format(points=16)
    assert text.count(costs) == 1
    assert max(text.index(LINE.text[lang]), text.index(costs)) < text.index(OTHER.text[lang])
    assert text.count(COSTS[lang].partition("{points}")[0].partition("{n}")[0]) == 1


def test_causes_are_told_apart_though_their_words_are_the_same() -> None:
    """Two mistakes of one kind have one text; each has costs of its own."""
    twins = replace(LINE, cause="losses.py:12 again")
    tests = [failing("test_a", LINE), failing("test_b", twins), failing("test_c", twins), failing("test_d", LINE, 1.0)]
    text = Page(feedback_html(a_result("bob", graded("02_losses", *tests)), EXERCISES)).text
    assert text.count("One mistake costs 11 points in 2 tests.") == 1
    assert text.count("One mistake costs 12 points in 2 tests.") == 1


def test_a_belief_that_was_found_later_is_told_though_the_grading_named_none() -> None:
    """Explaining later adds explanations only, and the run with the seed of explanations may show a misconception."""
    belief = Explanation(
        "belief", "half_missing", "half_missing", {"en": "The sum is not halved.", "zh-CN": "没有减半。"}
    )
    text = Page(feedback_html(a_result("bob", graded("02_losses", failing("test_a", belief))), EXERCISES)).text
    assert text.count(belief.text["en"]) == 1


SOURCES = {"02_losses": Source("losses.py")}

REPORTS: dict[str, Callable[[Result, str], str]] = {
    "feedback": lambda r, lang: feedback_html(r, EXERCISES, lang=lang),
    "feedback after due": lambda r, lang: feedback_html(r, EXERCISES, lang=lang, after_due=True, reveals=True),
    "gradescope": lambda r, lang: gradescope(r, EXERCISES, lang=lang, reveals=True),
    "junit": lambda r, lang: junit([r], EXERCISES, {r.student: SOURCES}, lang=lang, after_due=True, reveals=True),
    "github": lambda r, lang: workflow_commands(annotate(r, EXERCISES, SOURCES, lang=lang), lang),
    "markdown": lambda r, lang: job_summary([r], EXERCISES, lang=lang, after_due=True, reveals=True),
    "gitlab": lambda r, lang: code_quality(annotate(r, EXERCISES, SOURCES, lang=lang)),
    "classroom50": lambda r, lang: classroom50(r, EXERCISES, IDENTITY, lang=lang),
    "otter": lambda r, lang: otter_output(r, lang) + otter_report(r, EXERCISES, lang),
    "plain": lambda r, lang: "".join(otter_test(t, lang) for e in r.exercises for t in e.tests),  # through plain.py
}


def readable(text: str) -> str:
    """Return a report with its letters instead of escapes."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return unescape(text)


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
@pytest.mark.parametrize("name", REPORTS)
def test_no_report_for_students_tells_the_edit(name: str, lang: str) -> None:
    """Each tells the line, and neither side of the edit is anywhere in it."""
    text = readable(REPORTS[name](a_result("bob", exercise()), lang))
    assert LINE.text[lang] in text
    assert "edited_away" not in text
    assert "edited_in" not in text


def test_what_happened_is_told_once_also_where_one_test_tells_of_something_else() -> None:
    said = ["your code raised NameError on line 9", "your code raised NameError on line 9", "something else"]
    why = Explanation("place", "exception", "losses.py:9", {"en": "On line 9."}, (CodePlace("losses.py", 9),))
    tests = [replace(a_test(id=f"test_{i}", summary=one), explanation=why) for i, one in enumerate(said)]
    text = Page(feedback_html(a_result("bob", graded("02_losses", *tests)), EXERCISES)).text
    assert text.count("your code raised NameError on line 9") == 1
    assert text.count("something else") == 1
