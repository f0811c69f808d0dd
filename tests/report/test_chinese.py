"""Chinese pages, tables and lists: whatever they may say of ours is in them, and none of it in English."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

from language.words import sentences_in, texts_of
from rich.console import Console, RenderableType

from grader.errors import Mismatch
from grader.language import _, joined
from grader.report.annotations import Source, annotate
from grader.report.class_page import class_html
from grader.report.classroom50 import Identity, classroom50
from grader.report.exports.plain import gradebook_csv
from grader.report.feedback import feedback_html
from grader.report.github import job_summary, workflow_commands
from grader.report.gitlab import code_quality
from grader.report.gradescope import About, gradescope, instructor_log, not_graded
from grader.report.junit import junit
from grader.report.otter import otter_output, otter_report
from grader.report.similar_page import similar_parts
from grader.report.terminal import SHOWN, check_report, class_table, grading_summary
from grader.result import Containment, Outcome, Result, TestResult
from grader.similarity.findings import Alike, Findings, Level, SharedMistake, Side

from .sample import EXERCISES, LOSSES, a_result, a_test, graded

SUMMARY = _("{what} has a wrong value", what=_("the result"))
MESSAGE = Mismatch(SUMMARY, "f(1)", "1.0", "2.0", _("shape {shape}", shape=(3,))).message
BROKEN = _("the zip is broken: pack it again and open it once before you hand it in")


def every_outcome() -> list[TestResult]:
    """One test of each outcome, with everything that a test may carry."""
    return [
        replace(
            a_test(outcome, id=f"test_{outcome}", message=MESSAGE, summary=SUMMARY),
            misconception="mean_over_classes",
            belief={"en": "The mean is over classes.", "zh-CN": "对类别求平均。"},
            feedback={"en": "Look at the rows.", "zh-CN": "看看各行。"},
            hint={"en": "How many rows are there?", "zh-CN": "一共有几行？"},
            visibility="after_due",
        )
        for outcome in Outcome
    ]


def a_chinese_class() -> list[Result]:
    """Everything that may happen to a student."""
    noted = replace(
        a_result("noted", graded("02_losses", *every_outcome())),
        notes=(_("nothing in it is called {names}", names="losses.py"),),
        containment=Containment("bare", False, ("seccomp", "memory_group")),
    )
    older = replace(a_result("older", graded("02_losses", a_test(summary=SUMMARY, message=MESSAGE))), engine="0.1.0")
    none = replace(a_result("none"), data="none", problem=BROKEN)
    return [noted, older, none, a_result("fine", graded("08_backprop", a_test(Outcome.PASSED)))]


def shown(what: RenderableType) -> str:
    out = io.StringIO()
    Console(file=out, width=100).print(what)
    return out.getvalue()


def assert_chinese(text: str) -> None:
    assert not sentences_in(text, allowed=("mean over classes",))


def test_feedback_is_chinese() -> None:
    """Of each student, before and after the due date."""
    for result in [*a_chinese_class(), a_result("nothing")]:
        for after in (False, True):
            page = feedback_html(result, EXERCISES, lang="zh-CN", after_due=after, reveals=True)
            assert 'lang="zh-CN"' in page
            for text in texts_of(page):
                assert_chinese(text)


def test_a_problem_a_note_and_a_summary_are_told_in_chinese() -> None:
    """Not left out."""
    noted, _older, none, _fine = a_chinese_class()
    page = feedback_html(noted, EXERCISES, lang="zh-CN", after_due=True)
    for part in ("其中没有名为 losses.py 的文件", "结果：数值不正确", "形状 (3,)", "评分器故障", "对类别求平均。"):
        assert part in page
    assert "zip 已损坏：请重新打包" in feedback_html(none, EXERCISES, lang="zh-CN")


def test_the_class_page_is_chinese() -> None:
    """Also of an empty class."""
    for page in (class_html(a_chinese_class(), EXERCISES, lang="zh-CN"), class_html([], EXERCISES, lang="zh-CN")):
        for text in texts_of(page):
            assert_chinese(text)


def test_the_terminal_is_chinese() -> None:
    """The table, the notes below it, the summary, a check, and a class that is too large to be shown."""
    results = a_chinese_class()
    exercise = results[0].exercises[0]
    many = [a_result(f"s{n:03}", problem=BROKEN) for n in range(SHOWN + 2)]
    for text in (
        shown(class_table(results, EXERCISES, lang="zh-CN")),
        shown(class_table([], EXERCISES, lang="zh-CN")),
        shown(class_table(many, EXERCISES, lang="zh-CN")),
        shown(grading_summary(results, lang="zh-CN")),
        shown(check_report(LOSSES, exercise, "zh-CN")),
    ):
        assert text.strip()
        assert_chinese(text)


def values_of(document: Any) -> Iterator[str]:
    """Yield every text in a JSON document that is no key."""
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict | list):
        for part in document.values() if isinstance(document, dict) else document:
            yield from values_of(part)


def test_documents_for_platforms_are_chinese() -> None:
    """Whatever their form is."""
    every = a_chinese_class()
    noted = every[0]
    source = {LOSSES.slug: Source("losses.py")}
    found = annotate(noted, EXERCISES, source, lang="zh-CN") * 3
    about = About([BROKEN], previous_score=900.0)
    identity = Identity("dl", "losses", "individual", "ada", "submit", "commit", "release", "review")
    for text in (
        job_summary(every, EXERCISES, lang="zh-CN"),
        job_summary([noted], EXERCISES, lang="zh-CN"),
        otter_report(noted, EXERCISES, "zh-CN"),
        *(otter_output(result, "zh-CN") for result in every),
        instructor_log(noted, EXERCISES, "zh-CN"),
        *(line.rpartition("::")[2] for line in workflow_commands(found, "zh-CN").splitlines()),
        *values_of(json.loads(code_quality(found))),
        *values_of(json.loads(gradescope(noted, EXERCISES, lang="zh-CN", about=about))),
        *values_of(json.loads(not_graded(BROKEN, lang="zh-CN", detail="x"))),
        *(text for r in every for text in values_of(json.loads(classroom50(r, EXERCISES, identity, lang="zh-CN")))),
        *(text for e in ET.fromstring(junit(every, EXERCISES, lang="zh-CN")).iter() for text in e.attrib.values()),
    ):
        assert_chinese(text)


def test_the_page_of_what_is_alike_is_chinese() -> None:
    """With pairs, mistakes and what was cut, and without any."""
    side = Side(("ada",), (("x" * 20_000, True),), 0.91)
    test = every_outcome()[2]
    pairs = tuple(Alike(LOSSES.slug, level, 420, side, side, (test,)) for level in Level)
    full = Findings(LOSSES.slug, 31, pairs, 3, (SharedMistake(LOSSES.slug, ("ada", "bob"), (test,), 31),), ("zoe",))
    for findings in (full, Findings(LOSSES.slug, 0, (), 0, (), ())):
        for text in texts_of("".join(similar_parts([findings], EXERCISES, lang="zh-CN"))):
            assert_chinese(text)


def test_notes_for_a_spreadsheet_are_chinese() -> None:
    """The heading and the outcomes are for programs and stay."""
    text = gradebook_csv(a_chinese_class(), EXERCISES, lang="zh-CN")
    assert text.startswith("student,02_losses,08_backprop,total,max,")
    assert "没有总分：评分器在 02_losses 中出现故障" in text
    assert "zip 已损坏" in text


def test_a_result_that_was_read_back_is_told_in_chinese() -> None:
    """From the Chinese beside the English in result.json; an English text without any stays."""
    result = replace(a_chinese_class()[0], problem=BROKEN)
    again = Result.from_json(result.to_json())
    assert type(again.problem) is str
    page = feedback_html(again, EXERCISES, lang="zh-CN", after_due=True)
    for part in ("zip 已损坏：请重新打包", "其中没有名为 losses.py 的文件", "结果：数值不正确", "形状 (3,)"):
        assert part in page
    old = feedback_html(replace(again, notes=("an old note",), notes_zh=()), EXERCISES, lang="zh-CN")
    assert "an old note" in old


def test_a_result_has_both_languages() -> None:
    """English in the fields of version 1, Chinese in those beside them; a suite's own text has no Chinese."""
    test = a_test(message=joined("\n", [SUMMARY, "| x"]), summary=SUMMARY)
    own = a_test(id="test_own", message="its own words", summary="its own words")
    both = a_result("ada", graded("02_losses", test, own), problem=BROKEN).in_both()
    first, second = both.exercises[0].tests
    assert (first.summary, first.summary_zh) == ("the result has a wrong value", "结果：数值不正确")
    assert (first.message, first.message_zh) == ("the result has a wrong value\n| x", "结果：数值不正确\n| x")
    assert (second.summary, second.summary_zh, second.message_zh) == ("its own words", "", "")
    assert both.problem_zh.startswith("zip 已损坏")
    assert (both.notes_zh, both.adjustments) == ((), ())
