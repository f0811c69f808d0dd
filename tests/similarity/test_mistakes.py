"""A mistake that two of many make is a sign; what many make, or nobody tried, is none."""

from __future__ import annotations

import pytest

from grader.result import Outcome, TestResult
from grader.similarity.findings import Alike, Level, Side
from grader.similarity.mistakes import shared_mistakes, with_mistakes

SLUG = "02_losses"


def a_test(
    message: str, outcome: Outcome = Outcome.FAILED, misconception: str | None = None, id: str = "test_a"
) -> TestResult:
    return TestResult(id, f"Title of {id}.", "", outcome, "hidden", 0.0, 5.0, message, misconception=misconception)


def a_class(size: int, **odd: list[TestResult]) -> dict[str, list[TestResult]]:
    """Return a class in which everybody passes, but for those who are given."""
    passed = [a_test("", Outcome.PASSED)]
    return {f"s{n:03}": passed for n in range(size)} | odd


def test_two_with_the_same_rare_values_are_told() -> None:
    """The same wrong value of the same test, held by two of a hundred; one with another value is not among them."""
    wrong = a_test("wrong\nexpected: 1.0\ngot: 1.475")
    near = a_test("wrong\nexpected: 1.0\ngot: 1.475000023841858")  # in single precision
    other = a_test("wrong\nexpected: 1.0\ngot: 1.5")
    (found,) = shared_mistakes(SLUG, a_class(100, ada=[wrong], bob=[near], cid=[other]))
    assert (found.students, found.of, found.is_known) == (("ada", "bob"), 103, False)
    assert found.tests == (wrong,)


def test_one_mistake_that_fails_several_tests_is_one() -> None:
    """Tests that fail the same students alike are told together."""
    tests = [a_test(f"got: {n}.25", id=f"test_{n}") for n in range(3)]
    (found,) = shared_mistakes(SLUG, a_class(50, ada=tests, bob=tests))
    assert [t.id for t in found.tests] == ["test_0", "test_1", "test_2"]


@pytest.mark.parametrize(("held", "told"), [(2, True), (6, True), (7, False), (60, False)])
def test_what_many_hold_is_no_sign(held: int, told: bool) -> None:
    """In a class of 300, six is few and seven is not."""
    wrong = [a_test("got: 2.5")]
    found = shared_mistakes(SLUG, a_class(300 - held, **{f"t{n}": wrong for n in range(held)}))
    assert bool(found) is told


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome.NOT_ATTEMPTED,
        Outcome.BLOCKED,
        Outcome.TIMED_OUT,
        Outcome.OUT_OF_MEMORY,
        Outcome.GRADER_ERROR,
        Outcome.PASSED,
    ],
)
def test_what_says_nothing_of_a_value_is_no_mistake(outcome: Outcome) -> None:
    """Two who wrote nothing, or whose code never ended, share no mistake."""
    same = [a_test("f is not written yet", outcome)]
    assert shared_mistakes(SLUG, a_class(50, ada=same, bob=same)) == []


def test_a_known_misconception_comes_after_what_nobody_foresaw() -> None:
    """Both are told; the one with a name is the weaker sign."""
    known, odd = a_test("got: 2.0", misconception="no_half"), a_test("got: 2.125", id="test_b")
    found = shared_mistakes(SLUG, a_class(50, ada=[known], bob=[known, odd], cid=[odd]))
    assert [(m.students, m.is_known) for m in found] == [(("bob", "cid"), False), (("ada", "bob"), True)]


def test_a_pair_with_the_same_rare_mistake_is_to_be_read_closely() -> None:
    """It goes before pairs that are more alike; a known misconception alone raises nothing."""
    sides = [Side((name,), (("x", True),), 0.7) for name in ("ada", "bob", "cid", "dan")]
    first = Alike(SLUG, Level.SOME, 200, sides[0], sides[1])
    second = Alike(SLUG, Level.SOME, 400, sides[2], sides[3])
    odd, known = a_test("got: 2.125"), a_test("got: 2.0", misconception="no_half", id="test_b")
    mistakes = shared_mistakes(SLUG, a_class(50, ada=[odd], bob=[odd], cid=[known], dan=[known]))
    found = with_mistakes([second, first], mistakes)
    assert [(p.left.students, p.level, [t.id for t in p.mistakes]) for p in found] == [
        (("ada",), Level.HIGH, ["test_a"]),
        (("cid",), Level.SOME, ["test_b"]),
    ]
