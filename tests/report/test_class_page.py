"""What an instructor looks at first."""

from __future__ import annotations

import pytest

from grader.report.class_page import class_html
from grader.result import Outcome, Result

from .page import Page
from .sample import BIDI, ESCAPE, EXERCISES, MARKUP, SECRET, a_class, a_result, a_test, graded


def test_the_instructor_sees_full_messages_of_hidden_tests() -> None:
    text = Page(class_html(a_class(), EXERCISES)).text
    assert SECRET.removeprefix("expected: ") in text
    assert "mean_squared_error(y, t)" in text
    assert "Traceback: judge fell over" in text


def test_problems_and_grader_errors_come_before_the_scores() -> None:
    text = Page(class_html(a_class(), EXERCISES)).text
    scores = text.index("Scores")
    assert text.index("dora: dora.zip is not a zip file") < scores
    assert text.index("carol: not decided, the grader failed in 08_backprop") < scores


def test_a_class_without_trouble_has_no_section_about_it() -> None:
    fine = a_result("alice", graded("02_losses", a_test(Outcome.PASSED)))
    assert "Needs your attention" not in class_html([fine], EXERCISES)


def test_scores_means_and_totals() -> None:
    """Means leave out the unreadable and, exercise by exercise, what the grader failed to decide."""
    text = Page(class_html(a_class(), EXERCISES)).text
    assert "alice 18 ✓passed 12 ✓passed 6" in text
    assert "bob 6 ◒partial 6 ◦not attempted 0" in text
    assert "carol 6+ ◒partial 6 ?grader error" in text
    assert "dora not graded" in text
    assert "Mean 12 8 3" in text
    assert "02 Losses Mean 8 / 12" in text


def test_tests_are_listed_hardest_first_with_their_misconceptions() -> None:
    text = Page(class_html(a_class(), EXERCISES)).text
    hard = text[text.index("What was hard") : text.index("Student by student")]
    batch = hard.index("A batch: the mean over its rows. Recognised: mean over classes × 2 1 / 3")
    sample = hard.index("One sample: half the sum of squared differences. 3 / 3")
    assert batch < sample


def test_a_grader_error_counts_neither_as_passed_nor_as_failed() -> None:
    text = Page(class_html(a_class(), EXERCISES)).text
    hard = text[text.index("What was hard") : text.index("Student by student")]
    assert "1 / 2" in hard[hard.index("08 Layers") :]


def test_the_footer_says_under_what_conditions() -> None:
    text = Page(class_html(a_class(), EXERCISES)).text
    assert "Containment landlock + seccomp (missing: abstract_unix_socket)" in text
    assert "digits stood in for MNIST" in text
    assert "Seed 7" in text


@pytest.mark.parametrize("results", [a_class(), a_class()[:1], [*a_class()[:1], a_result("eve")]])
def test_every_link_of_the_page_leads_somewhere_in_it(results: list[Result]) -> None:
    """Also where an exercise or a student has nothing to show."""
    page = Page(class_html(results, EXERCISES))
    assert bool(page.links) == any(r.exercises for r in results)
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
    for part in ("班级报告", "需要处理", "提交 4 份，已评分 2 份", "反向传播", "单个样本", "隔离级别"):
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
    assert page.tags <= plain.tags | {"pre"}
    assert page.attributes <= plain.attributes
    assert not any(c in html for c in "\x1b\x07\x00\x9b\u202e")
    assert "49" not in page.text
    assert len(html) < 120_000


def test_an_empty_class_is_not_a_crash() -> None:
    assert "Nothing was graded." in class_html([], EXERCISES)
    assert "dora" in class_html(a_class()[:1], [])
