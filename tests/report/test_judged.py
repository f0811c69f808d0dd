"""What a person judged, on the platforms that list tests: lines of the rubric, and comments."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

from schemas import check

from grader.report.exports.per_test import lines_of_tests
from grader.report.feedback import feedback_html, first_steps, show_to_student
from grader.report.github import job_summary
from grader.report.gradescope import gradescope
from grader.report.judged import placed, rubric_line, title_of
from grader.report.junit import junit
from grader.report.student_page import student_html
from grader.result import Adjustment, Comment, Result, RubricLine

from .page import Page
from .sample import EXERCISES, MARKUP, a_result, a_test, graded

FULL = RubricLine("style", {"en": "Style", "zh-CN": "风格"}, 5.0, 5.0, "short *and* clear", "2026-12-01T10:00:00+00:00")
PART = RubricLine("words", {"zh-CN": "文字"}, 2.5, 1.0)
OPEN = RubricLine("plot", {"en": "Plot"}, 2.0)

COMMENTS = (Comment("Good.\n# Not a heading", "2026"), Comment(MARKUP, "2026", 3))


def judged() -> Result:
    """Return a result with one test, three lines of the rubric and two comments."""
    exercise = replace(graded("02_losses", a_test()), rubric=(FULL, PART, OPEN), comments=COMMENTS)
    return a_result("bob", replace(exercise, score=exercise.score + 6.0, max_score=exercise.max_score + 9.5))


def test_words_of_a_line() -> None:
    """Points and reason, or that it is open; the one language that there is stands in for the other."""
    said = [(str(rubric_line(line)), rubric_line(line).told("zh-CN")) for line in (FULL, PART, OPEN)]
    assert said == [
        ("Style: 5 of 5: short *and* clear", "风格：5 分（满分 5 分）：short *and* clear"),
        ("文字: 1 of 2.5", "文字：1 分（满分 2.5 分）"),
        ("Plot: not judged yet, worth 2", "Plot：尚未评，满分 2 分"),
    ]
    assert title_of(replace(OPEN, title={})) == "plot"


def test_what_is_settled_by_hand_costs_nothing_and_waits_for_nobody() -> None:
    """Points of the whole exercise are final: neither a mistake nor an open line changes them."""
    tests = [a_test(id=f"test_{i}", misconception="no_minus") for i in range(2)]
    one = replace(graded("02_losses", *tests), rubric=(FULL, OPEN))
    result = a_result("bob", one, replace(one, slug="08_backprop"))
    settled = replace(result, adjustments=(Adjustment("02_losses", "override", 5.0, 15.0, reason="why"),))
    for made in (feedback_html, student_html):
        before, after = (Page(made(r, EXERCISES)).text for r in (result, settled))
        assert [text.count("costs 12 points") for text in (before, after)] == [2, 1]
        assert [text.count("not judged yet") for text in (before, after)] == [2, 1]
    assert [
        s.exercise[:2]
        for s in first_steps(show_to_student(settled, EXERCISES, lang="en", after_due=False, reveals=False))
    ] == ["08"]


def test_words_of_a_comment() -> None:
    """On one line, with the line that it is about."""
    assert str(placed(COMMENTS[0])) == "Comment: Good. # Not a heading"
    assert placed(Comment("x", "2026", 3)).told("zh-CN") == "关于第 3 行的评语：x"


def test_gradescope_has_an_entry_for_each_line() -> None:
    """What is open has no score and says so; comments stand at the top, and format nothing."""
    made = check("gradescope-results", gradescope(judged(), EXERCISES))
    _, full, part, still_open = made["tests"]
    assert [(t.get("score"), t.get("max_score"), t.get("status")) for t in (full, part, still_open)] == [
        (5.0, 5.0, "passed"),
        (1.0, 2.5, "failed"),
        (None, None, None),
    ]
    assert [t["name"] for t in (full, part, still_open)] == [
        "02 Losses: Style",
        "02 Losses: 文字",
        "02 Losses: Plot (not judged yet, worth 2)",
    ]
    assert len({t["number"] for t in made["tests"]}) == 4
    assert full["output"] == "short \\*and\\* clear"
    assert still_open["extra_data"] == {"exercise": "02_losses", "rubric": "plot"}
    assert made["score"] == judged().score
    assert "**02\\_losses: Comment:** Good.  \n\\# Not a heading" in made["output"]
    assert "**02\\_losses: Comment on line 3:** " in made["output"]
    assert MARKUP not in made["output"]


def test_markdown_has_them_below_the_tests() -> None:
    """In the reader's language; nothing of them formats anything."""
    text = job_summary([judged()], EXERCISES, lang="zh-CN")
    assert (
        "\n- 风格：5 分（满分 5 分）：short \\*and\\* clear\n- 文字：1 分（满分 2.5 分）\n- Plot：尚未评，满分 2 分\n"
        in text
    )
    assert "**关于第 3 行的评语：** " in text
    assert MARKUP not in text


def test_junit_skips_what_is_open() -> None:
    """Full points pass, fewer fail, as the one test does; comments are what the suite says."""
    root = ET.fromstring(junit([judged()], EXERCISES))
    [suite] = root
    kinds = {c.get("name"): [child.tag for child in c if child.tag != "properties"] for c in suite.iter("testcase")}
    assert list(kinds.items())[1:] == [
        ("Style [style]", []),
        ("文字 [words]", ["failure"]),
        ("Plot [plot]", ["skipped"]),
    ]
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped"), root.get("tests")) == ("4", "2", "1", "4")
    assert (suite.findtext("system-out") or "").startswith("Comment: Good. # Not a heading\nComment on line 3: ")


def test_a_result_is_read_back_with_them() -> None:
    """Also one of an earlier version, which has none."""
    text = judged().to_json()
    assert Result.from_json(text) == judged()
    plain = json.loads(text)
    del plain["exercises"][0]["rubric"], plain["exercises"][0]["comments"]
    assert Result.from_json(json.dumps(plain)).exercises[0].rubric == ()


def test_a_title_cannot_become_a_formula_in_a_spreadsheet() -> None:
    """An apostrophe stands before it."""
    result = judged()
    exercise = replace(result.exercises[0], rubric=(replace(FULL, title={"en": "=1+1"}),))
    assert ",'=1+1," in "".join(lines_of_tests([replace(result, exercises=(exercise,))]))
