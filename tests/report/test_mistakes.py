"""One mistake that fails several tests is one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.report.class_page import class_html
from grader.report.feedback import feedback_html
from grader.report.mistakes import key_of, mistakes_of, words_of
from grader.report.student_page import student_html
from grader.result import CodePlace, Explanation, Outcome, TestResult

from .page import Page
from .sample import EXERCISES, a_result, a_test, graded


def explained(
    id: str, kind: str, key: str, cause: str, *, points: float = 0.0, text: str = "", line: int | None = None
) -> TestResult:
    places = (CodePlace("losses.py", line),) if line is not None else ()
    why = Explanation(kind, key, cause, {"en": text, "zh-CN": text}, places)  # type: ignore[arg-type]
    outcome = Outcome.PARTIAL if points else Outcome.FAILED
    return replace(a_test(outcome, id=id, points=points), explanation=why)


def test_tests_are_grouped_by_cause_the_most_expensive_first() -> None:
    tests = [
        explained("test_a", "case", "zero", "f:zero"),
        explained("test_b", "place", "axis", "losses.py:3", points=2.0, line=3),
        a_test(Outcome.PASSED, id="test_c"),
        explained("test_d", "place", "axis", "losses.py:3", line=3),
        a_test(id="test_e"),
    ]
    found = mistakes_of(graded("02_losses", *tests))
    assert [(m.cause, m.places, m.lost) for m in found] == [("losses.py:3", (1, 3), 10.0), ("f:zero", (0,), 6.0)]
    assert found[0].code == (CodePlace("losses.py", 3),)


def test_a_result_of_an_older_version_is_grouped_by_misconception() -> None:
    tests = [a_test(id=f"test_{i}", misconception="no_minus") for i in range(3)]
    (found,) = mistakes_of(graded("02_losses", *tests))
    assert found.places == (0, 1, 2)
    assert found.key == "belief no_minus"


@pytest.mark.parametrize("outcome", [Outcome.PASSED, Outcome.BLOCKED, Outcome.GRADER_ERROR])
def test_what_no_mistake_explains_is_none(outcome: Outcome) -> None:
    test = replace(explained("test_a", "case", "zero", "f:zero"), outcome=outcome)
    assert mistakes_of(graded("02_losses", test)) == []


def test_a_misspelt_function_is_a_mistake_and_what_was_not_written_is_none() -> None:
    """Nothing else tells a student why the tests of a function that is there were not attempted."""
    typo = explained("test_a", "place", "misspelt", "misspelt:f", text="The file defines g. Is that f?", line=3)
    tests = [
        replace(typo, outcome=Outcome.NOT_ATTEMPTED),
        a_test(Outcome.NOT_ATTEMPTED, id="test_b"),
        a_test(Outcome.NOT_ATTEMPTED, id="test_c", misconception="no_minus"),
    ]
    one = graded("02_losses", *tests)
    assert [m.places for m in mistakes_of(one)] == [(0,)]
    result = a_result("bob", one)
    for page in (feedback_html(result, EXERCISES), student_html(result, EXERCISES)):
        text = Page(page).text
        assert text.count("The file defines g. Is that f?") == 1
        assert "Not attempted: 2 tests" in text
    assert "A name is misspelt" in Page(class_html([result], EXERCISES)).text


def test_a_blocked_test_says_by_what() -> None:
    tests = [a_test(Outcome.PASSED), a_test(Outcome.BLOCKED, id="test_b", summary="not run, since test_a failed")]
    assert (
        "not run, since test_a failed"
        in Page(feedback_html(a_result("bob", graded("02_losses", *tests)), EXERCISES)).text
    )


def test_the_same_mistake_has_the_same_key_whoever_makes_it() -> None:
    """Lines differ between students, functions do not."""
    here, there = (explained("test_a", "place", "axis", f"losses.py:{n}", line=n) for n in (3, 30))
    assert key_of(here) == key_of(there)
    one, other = (explained("test_a", "case", "zero", f"{f}:zero") for f in ("f", "g"))
    assert key_of(one) != key_of(other)
    assert key_of(a_test()) == ""


def test_words_for_a_class_name_no_line() -> None:
    test = explained("t", "place", "axis", "x", text="Look at line 3 of a33.py, at 13 and 3.", line=3)
    assert words_of(test)["en"] == "Look at line … of a33.py, at 13 and …."


def test_words_for_a_class_leave_names_and_longer_numbers_alone() -> None:
    test = explained("t", "place", "axis", "x", text="Line 3 wants float3, 3.11 or a3, not 0.3.", line=3)
    assert words_of(test)["en"] == "Line … wants float3, 3.11 or a3, not 0.3."


def test_words_for_a_class_name_no_cell_of_a_notebook() -> None:
    test = explained("t", "place", "axis", "x", text="Look at line 3 of code cell 12.", line=3)
    assert test.explanation is not None
    there = replace(test.explanation, places=(CodePlace("losses.py", 3, 12),))
    assert words_of(replace(test, explanation=there))["en"] == "Look at line … of code cell …."


@pytest.mark.parametrize("key", ["misspelt", "full_width", "exception"])
def test_words_for_a_class_quote_nobodys_code(key: str) -> None:
    """The mistake is one of everybody who made it; what they wrote differs."""
    told = words_of(explained("t", "place", key, "x", text="The file defines sofmax. Is that softmax?", line=3))
    assert set(told) == {"en", "zh-CN"}
    assert "sofmax" not in "".join(told.values())
