"""Results as Gradescope's results.json."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from schemas import check

from grader.report.gradescope import About, Visibilities, as_before, gradescope, instructor_log, not_graded
from grader.result import Outcome, Result, TestResult

from .sample import BIDI, ESCAPE, EXERCISES, MARKUP, SECRET, a_class, a_result, a_test, graded

MESSAGE = f"the answer differs\n| {MARKUP}\ncalled: f(y)\n{SECRET}\ngot: 0.0195"


def document(result: Result, **more: Any) -> dict[str, Any]:
    return check("gradescope-results", gradescope(result, EXERCISES, **more))


def one(visibility: Any, outcome: Outcome = Outcome.FAILED) -> TestResult:
    return a_test(outcome, visibility=visibility, message=MESSAGE, summary="the answer differs")


@pytest.mark.parametrize("result", a_class(), ids=lambda r: r.student)
def test_every_result_is_of_the_documented_format(result: Result) -> None:
    """Names, points, status and tags one to one with our tests."""
    made = document(result)
    tests = [(e.slug, t) for e in result.exercises for t in e.tests]
    assert [t["score"] for t in made["tests"]] == [t.points for _, t in tests]
    assert [t["max_score"] for t in made["tests"]] == [t.max_points for _, t in tests]
    assert [t["tags"] for t in made["tests"]] == [[slug, t.outcome.value] for slug, t in tests]
    assert [t["status"] == "passed" for t in made["tests"]] == [t.outcome is Outcome.PASSED for _, t in tests]
    assert [t["extra_data"]["test"] for t in made["tests"]] == [t.id for _, t in tests]
    assert made["score"] == result.score
    assert made["stdout_visibility"] == "hidden"
    assert made["extra_data"]["xorcise"]["containment"] == "landlock"
    assert "Containment: `landlock`" in made["output"]


def test_the_diagnosis_is_told() -> None:
    bob = next(r for r in a_class() if r.student == "bob")
    (_, wrong, _) = document(bob)["tests"]
    assert wrong["output"] == (
        "✗ failed\n\nthe answer differs\n\n**Recognised:** mean over classes\n\n**Hint:** How many rows are there?"
    )
    assert wrong["output_format"] == "md"
    assert wrong["name"] == "02 Losses: A batch: the mean over its rows."


def test_what_happened_to_all_tests_is_told_at_each() -> None:
    """On our page it stands once above them; on Gradescope each test is opened by itself."""
    broken = [a_test(Outcome.STUDENT_ERROR, id=f"test_{n}", summary="your code raised SyntaxError") for n in range(3)]
    made = document(a_result("bob", graded("02_losses", *broken)))
    assert ["SyntaxError" in test["output"] for test in made["tests"]] == [True] * 3


@pytest.mark.parametrize(
    ("visibility", "reveals", "setting", "told"),
    [
        ("public", False, "visible", True),
        ("public", False, "hidden", True),
        ("after_due", False, "visible", False),
        ("after_due", False, "after_due_date", True),
        ("after_due", False, "after_published", False),
        ("hidden", False, "visible", False),
        ("hidden", False, "after_due_date", False),
        ("hidden", True, "visible", False),
        ("hidden", True, "after_published", False),
        ("hidden", True, "after_due_date", True),
    ],
)
def test_inputs_are_told_when_they_may_be_seen(visibility: Any, reveals: bool, setting: Any, told: bool) -> None:
    """A test that Gradescope keeps until the due date tells what is told then; publishing is at anybody's date."""
    settings = replace(Visibilities(), **{visibility: setting})
    made = document(a_result("bob", graded("02_losses", one(visibility))), visibilities=settings, reveals=reveals)
    (test,) = made["tests"]
    assert test["visibility"] == setting
    assert ("0.0975" in json.dumps(made)) == told


def test_hidden_tests_are_shown_and_keep_their_inputs_by_default() -> None:
    made = document(a_result("bob", graded("02_losses", one("hidden"), one("after_due"), one("public"))))
    assert [t["visibility"] for t in made["tests"]] == ["visible", "after_due_date", "visible"]
    assert ["0.0975" in t["output"] for t in made["tests"]] == [False, True, True]


def test_a_strangers_text_formats_nothing() -> None:
    strange = f"{ESCAPE}{BIDI}{MARKUP} ``` ![x](http://e.example) @all"
    result = replace(
        a_result("bob", graded("02_losses", one("public"))), problem=strange, notes=(strange,), exercises=()
    )
    made = document(result)
    assert made["output"].count("<script>") == 2
    assert made["output"].count("```` ") == 4 or made["output"].count("````") == 4
    (test,) = document(a_result("bob", graded("02_losses", one("public"))))["tests"]
    assert f"```text\n{MARKUP}\n```" in test["output"]


# --- our own faults ---------------------------------------------------------------------------------------------------


def test_a_grader_error_takes_no_points_that_were_there() -> None:
    """It says so, nobody reads what the judge left behind, and the higher of both scores stands."""
    carol = next(r for r in a_class() if r.student == "carol")
    made = document(carol, about=About(previous_score=11.0))
    assert made["score"] == 11.0
    assert "Not final" in made["output"]
    assert "submission before" in made["output"]
    assert "Traceback" not in json.dumps(made)
    assert made["extra_data"]["xorcise"] | {"final": False, "score": 6.0} == made["extra_data"]["xorcise"]
    assert document(carol, about=About(previous_score=2.0))["score"] == 6.0
    assert document(carol)["score"] == 6.0
    bob = next(r for r in a_class() if r.student == "bob")
    assert document(bob, about=About(previous_score=11.0))["score"] == bob.score


def test_nothing_graded_is_no_verdict() -> None:
    made = check("gradescope-results", not_graded("The disk is full.", previous_score=7.5, detail="ENOSPC `x`"))
    assert made["score"] == 7.5
    assert "says nothing about your code" in made["output"]
    assert "ENOSPC" not in made["output"]
    (test,) = made["tests"]
    assert (test["visibility"], test["max_score"]) == ("hidden", 0.0)
    assert check("gradescope-results", not_graded("Stopped."))["tests"] == []


def test_an_attempt_too_many_repeats_the_result_before() -> None:
    before = json.loads(gradescope(next(r for r in a_class() if r.student == "bob"), EXERCISES))
    made = check("gradescope-results", as_before(before, 6.0, "This course counts 2 submissions."))
    assert made["tests"] == before["tests"]
    assert made["score"] == 6.0
    assert made["output"].startswith("**This course counts 2 submissions.**\n\nContainment")
    assert made["extra_data"]["xorcise"]["counted"] is False
    assert check("gradescope-results", as_before({"tests": None, "output": 3}, 0.0, "No."))["tests"] == []


def test_instructors_read_everything_in_the_log() -> None:
    log = instructor_log(a_result("bob", graded("02_losses", one("hidden"))), EXERCISES)
    assert f"    {SECRET.capitalize()}" in log
    assert "test_one: failed, 0 of 6" in log
