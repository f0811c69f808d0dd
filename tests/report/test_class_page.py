"""What an instructor looks at first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.report.class_page import class_html
from grader.result import Adjustment, Attempt, Comment, Explanation, Outcome, Result, RubricLine

from .page import Page
from .sample import BIDI, ESCAPE, EXERCISES, MARKUP, a_class, a_result, a_test, graded


def test_problems_and_grader_errors_come_before_the_scores() -> None:
    text = Page(class_html(a_class(), EXERCISES)).text
    scores = text.index("Scores")
    assert text.index("The grader failed: not decided: carol") < text.index("Could not be read: dora") < scores
    assert "dora: dora.zip is not a zip file" in text[:scores]
    assert "carol: 08" in text[:scores]


def test_a_class_without_trouble_needs_nobody() -> None:
    fine = a_result("alice", graded("02_losses", a_test(Outcome.PASSED)))
    text = Page(class_html([fine], EXERCISES)).text
    assert "Needs your attention Nothing at present." in text
    assert "Late, or set by hand Nothing at present." in text


def test_scores_means_and_totals() -> None:
    """Means leave out the unreadable and, exercise by exercise, what the grader failed to decide."""
    text = Page(class_html(a_class(), EXERCISES)).text
    assert "alice 18 passed 12 passed 6" in text
    assert "bob 6 partial 6 not attempted 0" in text
    assert "carol grader failed 6+ partial 6 grader error" in text
    assert "dora could not be read" in text
    assert "Mean 12 8 3" in text
    assert "12 of 18 is the median" in text
    assert "Half of the class has 9 to 15; the mean is 12." in text


def hard(results: list[Result]) -> str:
    text = Page(class_html(results, EXERCISES)).text
    return text[text.index("What was hard") :]


def test_tests_are_listed_hardest_first_and_then_what_was_recognised() -> None:
    said = hard(a_class())
    batch = said.index("A batch: the mean over its rows. 1 / 3")
    sample = said.index("One sample: half the sum of squared differences. 3 / 3")
    mistake = said.index("2 mean over classes")
    assert batch < sample < mistake
    assert "bob, carol" in said[mistake:]


def test_a_grader_error_counts_neither_as_passed_nor_as_failed() -> None:
    """And who did not attempt the exercise says nothing about its tests."""
    said = hard(a_class())
    assert "1 / 1" in said[said.index("08 Layers") :]


def test_each_student_has_a_link_however_many_there_are() -> None:
    many = [a_result(f"s {i}", graded("02_losses", a_test(Outcome.PASSED))) for i in range(600)]
    page = Page(class_html(many, EXERCISES, linked=True))
    assert {f"class/s%20{i}.html" for i in range(600)} <= set(page.links)
    assert not any(link.startswith("class/") for link in Page(class_html(many, EXERCISES)).links)


def late(result: Result, *changes: Adjustment) -> Result:
    return replace(result, adjustments=changes)


def test_what_is_late_or_set_by_hand_is_told_above_and_in_the_table() -> None:
    one = graded("02_losses", a_test(Outcome.PASSED))
    results = [
        late(a_result("alice", one), Adjustment("02_losses", "late", 6.0, 4.8, days=1, share=0.2)),
        late(a_result("bob", one), Adjustment("02_losses", "override", 6.0, 5.0, reason="why")),
        replace(a_result("carol", one), attempts=(Attempt("02_losses", 3, "2026-11-20T09:30:00+00:00"),)),
        a_result("dan", replace(one, comments=(Comment("Well done.", "2026-11-20T09:30:00+00:00"),))),
        a_result("eve", replace(one, rubric=(RubricLine("style", {"en": "Style"}, 4.0),))),
    ]
    html = class_html(results, EXERCISES)
    text = Page(html).text
    above = text[: text.index("Scores")]
    for said in ("1 Late: alice alice: 02 −20%", "1 Set by hand: bob", "1 Not the latest attempt counts: carol"):
        assert said in above
    assert "1 Commented: dan" in above
    assert "1 To be judged by hand: eve" in above
    assert 'data-b="late"' in html
    assert 'data-b="override"' in html


def test_nobody_is_to_be_judged_whose_points_are_settled_or_who_wrote_nothing() -> None:
    lines = (RubricLine("style", {"en": "Style"}, 4.0),)
    nothing = replace(graded("02_losses", a_test(Outcome.NOT_ATTEMPTED)), rubric=lines)
    wrong = replace(graded("02_losses", a_test()), rubric=lines)
    by_hand = Adjustment("02_losses", "override", 0.0, 5.0, reason="why")
    results = [
        a_result("alice", nothing),
        late(a_result("bob", wrong), by_hand),
        late(a_result("carol", wrong), replace(by_hand, test="test_one")),
    ]
    text = Page(class_html(results, EXERCISES)).text
    assert "1 To be judged by hand: carol" in text


def test_one_mistake_is_told_once_with_who_made_it() -> None:
    """However many tests it fails; the table can be filtered by it."""
    cause = Explanation("belief", "mean_over_classes", "mean_over_classes", {"en": "You divide by classes."})
    five = [
        replace(a_test(id=f"test_{i}", title=f"Test {i}."), explanation=cause, misconception="mean_over_classes")
        for i in range(5)
    ]
    html = class_html([a_result(name, graded("02_losses", *five)) for name in ("alice", "bob")], EXERCISES)
    text = Page(html).text
    top = text[text.index("Most common mistakes") : text.index("Scores")]
    assert top.count("You divide by classes.") == 1
    assert "2 You divide by classes. 02 · 30 points each · alice, bob" in top
    assert html.count('<tr data-m="1">') == 2


def test_a_bad_test_is_told_from_a_hard_one() -> None:
    """The good fail it and the weak pass it: 20 students are enough to see that."""

    def result(i: int) -> Result:
        good = i % 2 == 0
        rest = [a_test(Outcome.PASSED if good or i % 5 == j else Outcome.FAILED, id=f"test_{j}") for j in range(4)]
        bad = a_test(Outcome.FAILED if good else Outcome.PASSED, id="test_bad", title="The bad one.")
        return a_result(f"s{i:02}", graded("02_losses", *rest, bad))

    text = Page(class_html([result(i) for i in range(30)], EXERCISES)).text
    card = text[text.index("To be read again") : text.index("Most common mistakes")]
    assert "02 The bad one. −" in card
    few = Page(class_html([result(i) for i in range(10)], EXERCISES)).text
    assert "This can be told of 20 students and more." in few


def test_the_footer_says_under_what_conditions() -> None:
    text = Page(class_html(a_class(), EXERCISES)).text
    assert "Containment landlock + seccomp (missing: abstract_unix_socket)" in text
    assert "digits stood in for MNIST" in text
    assert "Seed 7" in text


@pytest.mark.parametrize("results", [a_class(), a_class()[:1], [*a_class()[:1], a_result("eve")]])
def test_every_link_of_the_page_leads_somewhere_in_it(results: list[Result]) -> None:
    """Also where an exercise or a student has nothing to show."""
    page = Page(class_html(results, EXERCISES))
    graded_something = any(e.tests for r in results for e in r.exercises)
    assert bool(page.links) == graded_something
    assert all(link.startswith("#") for link in page.links)
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_students_come_in_the_order_of_their_names_whatever_the_order_given() -> None:
    assert class_html(a_class(), EXERCISES) == class_html(a_class()[::-1], EXERCISES)


def test_an_exercise_unknown_to_the_catalogue_has_its_column() -> None:
    text = Page(class_html([a_result("a", graded("99_old_thing", a_test(Outcome.PASSED)))], EXERCISES)).text
    assert "99 old thing" in text


def test_chinese() -> None:
    html = class_html(a_class(), EXERCISES, lang="zh-CN")
    text = Page(html).text
    assert '<html lang="zh-CN">' in html
    for part in ("班级报告", "需要处理", "提交 4 份，已评分 2 份", "反向传播", "全班成绩", "隔离级别"):
        assert part in text
    for part in ("Class report", "Scores", "Mean", "One sample", "passed"):
        assert part not in text


@pytest.mark.parametrize("hostile", [ESCAPE, BIDI, MARKUP, '" onmouseover="x', "{{ 7*7 }}", "x" * 1_000_000])
def test_hostile_texts_are_text(hostile: str) -> None:
    plain = Page(class_html(a_class(), EXERCISES))
    loud = a_test(title=hostile, message=hostile, misconception=hostile, hint={"en": hostile})
    broken = a_test(Outcome.GRADER_ERROR, id=hostile, title=hostile, message=hostile)
    results = [a_result(hostile, graded("02_losses", loud, broken)), a_result(hostile + "2", problem=hostile)]
    html = class_html([*results, *a_class()], EXERCISES)
    page = Page(html)
    assert page.tags <= plain.tags
    assert page.attributes <= plain.attributes
    assert not any(c in html for c in "\x1b\x07\x00\x9b\u202e")
    assert "49" not in page.text
    assert len(html) < 120_000


def test_an_empty_class_is_not_a_crash() -> None:
    assert "Nothing was graded." in class_html([], EXERCISES)
    assert "dora" in class_html(a_class()[:1], [])
