"""What an instructor reads about one student."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from grader.report.student_page import Past, student_html
from grader.result import CodePlace, Comment, Explanation, Outcome, RubricLine, TestResult

from .page import Page
from .sample import BIDI, ESCAPE, EXERCISES, MARKUP, SECRET, a_class, a_result, a_test, graded

CODE = "import numpy as np\n\ndef f(x):\n    return np.sum(x, axis=0)\n"
WHY = Explanation(
    "place",
    "axis",
    "losses.py:4",
    {"en": "Look at what the sum on line 4 runs over.", "zh-CN": "请看第 4 行的和。"},
    (CodePlace("losses.py", 4),),
    "axis=0 -> axis=1",
)


def failed() -> list[TestResult]:
    return [replace(a_test(id=f"test_{i}", title=f"Test {i}."), explanation=WHY) for i in range(5)]


def page(**more: Any) -> str:
    result = a_result("bob", graded("02_losses", *failed()))
    return student_html(result, EXERCISES, files={"02_losses": {"losses.py": CODE}}, **more)


def test_everything_of_hidden_tests_is_told() -> None:
    text = Page(student_html(a_class()[1], EXERCISES)).text
    assert SECRET.removeprefix("expected: ") in text
    assert "mean_squared_error(y, t)" in text


def test_the_words_of_the_judge_are_told() -> None:
    carol = next(r for r in a_class() if r.has_grader_error)
    assert "Traceback: judge fell over" in Page(student_html(carol, EXERCISES)).text


def test_one_mistake_is_told_once_with_its_line_and_its_edit() -> None:
    html = page()
    text = Page(html).text
    assert text.count("One mistake costs 30 points in 5 tests.") == 1
    assert text.count(WHY.text["en"]) == 1
    assert "axis=0 -&gt; axis=1" in html
    assert '<span class="where">line 4</span> return np.sum(x, axis=0)' in html
    assert html.count('<li class="marked">') == 1
    assert '<li class="marked">    return np.sum(x, axis=0)</li>' in html


def test_the_line_of_a_notebook_is_found_by_its_cell() -> None:
    """The module that was made of it has other lines."""
    module = "# cell 1, line 1\nimport numpy as np\n\n# cell 3, line 2\ndef f(x):\n    return x\n"
    place = replace(WHY, places=(CodePlace("losses.py", 3, 3),))
    tests = [replace(a_test(), explanation=place)]
    result = a_result("bob", graded("02_losses", *tests))
    html = student_html(result, EXERCISES, files={"02_losses": {"losses.py": module}})
    assert '<span class="where">code cell 3, line 3</span> return x' in html
    assert '<li class="marked">    return x</li>' in html


def test_what_changed_since_the_submission_before() -> None:
    html = page(before={"02_losses": {"losses.py": CODE.replace("axis=0", "axis=1")}})
    assert '<li class="taken">-    return np.sum(x, axis=1)</li>' in html
    assert '<li class="added">+    return np.sum(x, axis=0)</li>' in html
    assert 'class="diff"' not in page(before={"02_losses": {"losses.py": CODE}})
    assert 'class="diff"' not in page()


def test_every_grading_is_listed() -> None:
    past = [
        Past("2026-11-20T10:00:00+00:00", "02_losses", "2026-11-19T08:00:00+00:00", "failed", 0, 30, counted=False),
        Past("2026-11-21T10:00:00+00:00", "02_losses", "2026-11-20T08:00:00+00:00", "partial", 6, 30, counted=True),
    ]
    text = Page(page(past=past)).text
    assert "02 2026-11-19T08:00:00+00:00 2026-11-20T10:00:00+00:00 failed does not count 0 / 30" in text
    assert "partial 6 / 30" in text


def test_what_a_person_said_stands_first() -> None:
    said = Comment("Look at the axis.", "2026-11-20T10:00:00+00:00", 4)
    lines = (RubricLine("style", {"en": "Style"}, 5.0, 3.0, "Names."), RubricLine("tests", {"en": "Own tests"}, 2.0))
    one = replace(graded("02_losses", *failed()), comments=(said,), rubric=lines)
    text = Page(student_html(a_result("bob", one), EXERCISES, files={"02_losses": {"losses.py": CODE}})).text
    assert "From your instructor: Look at the axis. line 4 return np.sum(x, axis=0)" in text
    assert "Style Names. 3 / 5" in text
    assert "Own tests not judged yet / 2" in text
    assert text.index("Look at the axis.") < text.index("Style") < text.index("One mistake costs")


def test_files_of_other_exercises_are_shown_with_theirs() -> None:
    files = {"02_losses": {"losses.py": CODE, "layers.py": "other = 1\n", "helpers.py": "mine = 1\n"}}
    html = student_html(a_result("bob", graded("02_losses", *failed())), EXERCISES, files=files)
    assert "mine = 1" in html
    assert "other = 1" not in html


@pytest.mark.parametrize(
    "hostile", [ESCAPE, BIDI, MARKUP, '" onmouseover="x', "{{ 7*7 }}", "x" * 1_000_000, "\n" * 9999]
)
def test_hostile_code_is_text_and_bounded(hostile: str) -> None:
    plain = Page(page(before={"02_losses": {"losses.py": "a\n"}}))
    result = a_result(hostile[:100], graded("02_losses", *failed()))
    files = {"02_losses": {"losses.py": hostile, hostile[:50] + ".py": hostile}}
    html = student_html(result, EXERCISES, files=files, before={"02_losses": {"losses.py": "a"}})
    seen = Page(html)
    assert seen.tags <= plain.tags
    assert seen.attributes <= plain.attributes
    assert not any(c in html for c in "\x1b\x07\x00\x9b\u202e")
    assert "49" not in seen.text
    assert len(html) < 120_000


def test_a_submission_that_could_not_be_read_says_why() -> None:
    dora = a_class()[0]
    text = Page(student_html(dora, EXERCISES)).text
    assert "dora.zip is not a zip file" in text
    assert Outcome.GRADER_ERROR.value not in text
