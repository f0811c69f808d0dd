"""What a student receives, and above all what not."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import grader.report.feedback
from grader.report.feedback import feedback_html
from grader.result import Outcome, TestResult, Visibility

from .page import Page
from .sample import BIDI, ESCAPE, EXERCISES, MARKUP, SECRET, a_class, a_result, a_test, graded

MESSAGE = f"the answer differs\ncalled: mean_squared_error(y, t)\n{SECRET}\ngot: 0.0195\nwhere: at index 3"


def page_of(*tests: TestResult, lang: str = "en", after_due: bool = False, student: str = "bob") -> str:
    return feedback_html(a_result(student, graded("02_losses", *tests)), EXERCISES, lang=lang, after_due=after_due)


def failed(visibility: Visibility, outcome: Outcome = Outcome.FAILED) -> TestResult:
    return a_test(
        outcome,
        visibility=visibility,
        message=MESSAGE,
        summary="The answer is not the one asked for.",
        misconception="mean_over_classes",
        hint={"en": "How many rows are there?", "zh-CN": "一共有几行？"},
    )


def test_a_course_may_reveal_hidden_tests_after_the_due_date() -> None:
    """Not before, not without saying so, and never what a grader error left behind."""
    result = a_result("bob", graded("02_losses", failed("hidden")))
    told = [
        feedback_html(result, EXERCISES, after_due=after, reveals=reveals)
        for after, reveals in ((False, False), (False, True), (True, False), (True, True))
    ]
    assert ["0.0975" in page for page in told] == [False, False, False, True]
    assert ["after the due date" in page for page in told] == [False, True, False, False]
    broken = a_result("bob", graded("02_losses", failed("hidden", Outcome.GRADER_ERROR)))
    assert "0.0975" not in feedback_html(broken, EXERCISES, after_due=True, reveals=True)


@pytest.mark.parametrize(("lang", "label"), [("en", "In the words of the submission"), ("zh-CN", "提交内容中的原文")])
def test_the_submissions_words_are_shown_as_a_quotation(lang: str, label: str) -> None:
    """In an element of their own, below a label of ours; what looks like a fact within them is none."""
    text = "your code raised ValueError on line 2 of losses.py\n| raise ValueError(x)\n| expected: 5\n| got: <b>5</b>"
    html = page_of(a_test(visibility="public", message=text), lang=lang)
    assert (
        f"<blockquote><p>{label}</p><pre>raise ValueError(x)\nexpected: 5\ngot: &lt;b&gt;5&lt;/b&gt;</pre></blockquote>"
        in html
    )
    assert "<dt>" not in html.partition("<footer")[0]
    assert '<p class="said">your code raised ValueError on line 2 of losses.py</p>' in html


def test_a_fact_has_all_its_lines_and_no_other() -> None:
    """Lines of a value are its own, also those that look like facts; a fact that comes twice is part of the first."""
    text = "no\nexpected: [1,\n| 2]\ngot: a\n| where: b\ngot: c"
    html = page_of(a_test(visibility="public", message=text))
    assert "<dt>Expected</dt><dd>[1,\n2]</dd>" in html
    assert "<dt>Got</dt><dd>a\nwhere: b\ngot: c</dd>" in html
    assert html.count("<dt>") == 2 + 4


def test_notes_are_bounded_in_number_and_length() -> None:
    """A submission's files decide of how many things there is something to note."""
    result = replace(a_result("bob", problem="p" * 10_000), notes=tuple("n" * 10_000 for _ in range(1000)))
    assert len(feedback_html(result, EXERCISES)) < 60_000


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("after_due", [False, True])
def test_a_hidden_test_never_tells_its_message(outcome: Outcome, after_due: bool) -> None:
    """Not in text, attributes or comments: no word of it is anywhere in the page."""
    html = page_of(failed("hidden", outcome), after_due=after_due)
    for part in ("0.0975", "0.0195", "mean_squared_error(y, t)", "at index 3", "the answer differs"):
        assert part not in html


def test_a_hidden_test_tells_summary_misconception_and_hint() -> None:
    text = Page(page_of(failed("hidden"))).text
    assert "One sample: half the sum of squared differences." in text
    assert "The answer is not the one asked for." in text
    assert "Recognised: mean over classes" in text
    assert "Hint: How many rows are there?" in text
    assert "0 / 6" in text
    assert "failed" in text


def test_a_public_test_tells_everything() -> None:
    text = Page(page_of(failed("public"))).text
    for part in ("the answer differs", "Called", "mean_squared_error(y, t)", "0.0975", "0.0195", "at index 3"):
        assert part in text
    assert "How many rows are there?" in text


def test_an_after_due_test_is_hidden_first_and_public_then() -> None:
    before, after = page_of(failed("after_due")), page_of(failed("after_due"), after_due=True)
    assert "0.0975" not in before
    assert "after the due date" in before
    assert "0.0975" in after
    assert "after the due date" not in after


def test_a_passed_test_promises_nothing_for_later() -> None:
    assert "after the due date" not in page_of(a_test(Outcome.PASSED, visibility="after_due"))


@pytest.mark.parametrize("visibility", ["public", "after_due", "hidden"])
def test_a_grader_error_keeps_the_judges_words_to_the_instructor(visibility: Visibility) -> None:
    """A traceback of the judge may quote the suite; and it is nobody's zero."""
    html = page_of(a_test(Outcome.GRADER_ERROR, visibility=visibility, message="KeyError in suite"), after_due=True)
    text = Page(html).text
    assert "KeyError" not in html
    assert "A fault of the grader" in text
    assert "Not final" in text
    assert "? / 6" in text
    assert "0 / 6" not in text


def test_one_cause_of_all_failures_is_told_once() -> None:
    why = "Your file cannot be imported: SyntaxError on line 3."
    tests = [a_test(Outcome.STUDENT_ERROR, id=f"test_{i}", summary=why) for i in range(5)]
    assert page_of(*tests).count(why) == 1


def test_tests_that_ended_in_the_same_way_are_told_together() -> None:
    """Nothing explains them, and it need not be one mistake: the page says what they have in common."""
    late = "the time for the whole exercise was used up before"
    tests = [a_test(Outcome.TIMED_OUT, id=f"test_{i}", title=f"Test {i}.", summary=late) for i in range(5)]
    first = a_test(Outcome.TIMED_OUT, id="test_first", summary="time ran out while this call was running")
    text = Page(page_of(a_test(Outcome.PASSED), first, *tests)).text
    assert text.count(late) == 1
    assert "These 5 tests ended in the same way. They cost 30 points." in text
    assert all(f"Test {i}." in text for i in range(5))
    assert text.count("time ran out while this call was running") == 1


def test_an_unreadable_submission_says_why() -> None:
    text = Page(feedback_html(a_class()[0], EXERCISES)).text
    assert "Your submission could not be read: dora.zip is not a zip file: send it again" in text


def test_nothing_graded_is_said() -> None:
    assert "Nothing was graded." in feedback_html(a_result("bob"), EXERCISES)


def test_chinese_has_no_english_left_over() -> None:
    html = page_of(failed("hidden"), lang="zh-CN")
    text = Page(html).text
    assert '<html lang="zh-CN">' in html
    for part in ("反馈", "损失函数", "单个样本", "未通过", "提示：一共有几行？", "识别出的误解："):
        assert part in text
    for part in ("Feedback", "Hint", "Recognised", "failed", "One sample", "Graded"):
        assert part not in text


@pytest.mark.parametrize("hostile", [ESCAPE, BIDI, MARKUP, '" onmouseover="x', "{{ 7*7 }}", "x" * 1_000_000])
def test_hostile_texts_are_text(hostile: str) -> None:
    """Wherever a stranger's text may stand: it adds no element, no attribute, no control character, no megabyte."""
    test, other = failed("public"), replace(failed("public"), id="other", misconception="another")
    plain = Page(page_of(test, other))
    loud = a_test(
        title=hostile,
        message=hostile,
        visibility="public",
        misconception=hostile,
        hint={"en": hostile},
    )
    html = page_of(loud, test, student=hostile)
    page = Page(html)
    assert page.tags <= plain.tags | {"pre", "blockquote"}
    assert page.attributes <= plain.attributes
    assert not any(c in html for c in "\x1b\x07\x00\x9b\u202e")
    assert "49" not in page.text
    assert len(html) < 60_000


def test_a_message_of_facts_alone_is_bounded() -> None:
    """A thousand lines that look like labels are one failure, not a thousand rows."""
    html = page_of(a_test(visibility="public", message="got: 1\n" * 1000))
    assert html.count("<dt>") < 20


def test_the_total_and_its_parts_are_shown() -> None:
    result = a_result("bob", graded("02_losses", a_test(Outcome.PARTIAL, points=2.5), a_test(Outcome.PASSED)))
    text = Page(feedback_html(result, EXERCISES)).text
    assert "8.5 / 12" in text
    assert "2.5 / 6" in text
    assert "1 of 2 passed" in text


def test_the_same_result_is_the_same_page() -> None:
    assert feedback_html(a_class()[1], EXERCISES) == feedback_html(a_class()[1], EXERCISES)


def test_one_function_decides_what_is_shown_of_a_test() -> None:
    """No other renderer, template or command reads a message or a summary, so none can show one by mistake."""
    package = Path(grader.report.feedback.__file__).parent
    readers = [
        p for p in (*package.rglob("*"), *(package.parent / "commands").glob("*.py")) if p.suffix in (".py", ".j2")
    ]
    found = {p.name for p in readers if re.search(r"\.(message|summary)\b", p.read_text(encoding="utf-8"))}
    assert found == {"shown.py", "feedback.py"}  # the latter compares them, to say that more is shown later


@pytest.mark.parametrize(("engine", "shown"), [("0.1.0", False), ("0.2.0", True), ("1.0", True), ("", False)])
def test_what_an_older_version_said_of_hidden_tests_is_not_shown(engine: str, shown: bool) -> None:
    """Its summaries may hold what a submission chose; the page says why they are missing, in both languages."""
    hidden = a_test(Outcome.FAILED, id="one", summary="your code raised LEAKED: 0.0975", visibility="hidden")
    public = a_test(Outcome.FAILED, id="two", message="all of it", summary="a part", visibility="public")
    result = replace(a_result("bob", graded("02_losses", hidden, public)), engine=engine)
    for lang, sentence in (("en", "Graded by an older version"), ("zh-CN", "由旧版本评分")):
        text = Page(feedback_html(result, EXERCISES, lang=lang)).text
        assert ("LEAKED" in text) == shown
        assert (sentence in text) == (not shown)
        assert "all of it" in text
