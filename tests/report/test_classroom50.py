"""Results as Classroom 50's result.json."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from schemas import check_classroom50

from grader.errors import UsageError
from grader.report.classroom50 import VARIABLES, Identity, classroom50
from grader.result import Outcome, Result

from .sample import EXERCISES, SECRET, a_class, a_result, a_test, graded

ENVIRONMENT = {
    "CLASSROOM": "dl-2026",
    "ASSIGNMENT": "losses",
    "ASSIGNMENT_TYPE": "individual",
    "OWNER": "ada",
    "SUBMISSION_TAG": "submit/2026-10-01T10-00-00Z-abcdef0",
    "COMMIT_URL": "https://github.com/o/r/commit/abcdef0",
    "RELEASE_URL": "https://github.com/o/r/releases/tag/x",
    "REVIEW_URL": "https://github.com/o/r/compare/a...b",
}

IDENTITY = Identity.of(ENVIRONMENT)


@pytest.mark.parametrize("result", [r for r in a_class() if r.student != "carol"], ids=lambda r: r.student)
def test_every_result_is_of_the_contract(result: Result) -> None:
    made = check_classroom50(classroom50(result, EXERCISES, IDENTITY))
    assert (made["score"], made["owner"], made["classroom"]) == (result.score, "ada", "dl-2026")
    assert [t["passed"] for t in made["tests"] if result.exercises] == [
        t.outcome is Outcome.PASSED for e in result.exercises for t in e.tests
    ]


def test_what_cannot_be_read_fails_and_says_why() -> None:
    """No test at all would be a pass there."""
    dora = replace(next(r for r in a_class() if r.student == "dora"), max_score=100.0)
    made = check_classroom50(classroom50(dora, EXERCISES, IDENTITY))
    (test,) = made["tests"]
    assert (test["passed"], test["score"], test["max-score"]) == (False, 0, 100)
    assert "not a zip file" in test["message"]


def test_fractions_are_rounded_test_by_test() -> None:
    tests = [a_test(Outcome.PARTIAL, id=f"test_{n}", points=points) for n, points in enumerate((2.4, 2.4, 5.99))]
    made = check_classroom50(classroom50(a_result("ada", graded("02_losses", *tests)), EXERCISES, IDENTITY))
    assert [t["score"] for t in made["tests"]] == [2, 2, 6]
    assert [t["points"] for t in made["tests"]] == [2.4, 2.4, 5.99]
    assert not any(t["passed"] for t in made["tests"])


def test_hidden_tests_keep_their_inputs() -> None:
    """The document is published with the student's release."""
    test = a_test(message=f"differs\n{SECRET}", summary="differs")
    text = classroom50(a_result("ada", graded("02_losses", test)), EXERCISES, IDENTITY)
    assert json.loads(text)["tests"][0]["message"] == "differs"
    assert "0.0975" not in text


@pytest.mark.parametrize("name", VARIABLES)
def test_a_missing_variable_is_named(name: str) -> None:
    with pytest.raises(UsageError, match=name):
        Identity.of({k: v for k, v in ENVIRONMENT.items() if k != name})
    assert Identity.of({k: v for k, v in ENVIRONMENT.items() if k != "REVIEW_URL"}).review == IDENTITY.commit
