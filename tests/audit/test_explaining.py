"""Faults whose place is known: what is drawn, and what counts as explained."""

from __future__ import annotations

import ast
from collections.abc import Sequence

import pytest

from grader.audit.case import Run
from grader.audit.explaining import Fault, cases, counted, faults
from grader.result import CodePlace, Explanation, Outcome, TestResult

RIGHT = """def loss(y, t):
    difference = y - t
    squares = difference**2
    total = squares.sum()
    scaled = total / 2
    return scaled / len(y)
"""
"""Six lines, each of which has mutants."""


def fault(line: int) -> Fault:
    """Return a fault of one line of the solution."""
    lines = RIGHT.splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].replace("\n", " + 1\n")
    return Fault(f"line {line}", RIGHT, "".join(lines), long=True)


def failed(name: str, *lines: int, kind: str = "place", cause: str = "") -> TestResult:
    """Return a failed test that is explained by some lines; without lines and cause, not at all."""
    places = tuple(CodePlace("loss.py", line) for line in lines)
    told = Explanation(kind, "number", cause or str(lines), {"en": "Look."}, places, "1 -> 2" if lines else None)  # type: ignore[arg-type]
    return TestResult(name, "", "", Outcome.FAILED, "hidden", 0, 5, explanation=told if lines or cause else None)


def figures(of: Fault, *tests: TestResult) -> tuple[dict[str, int], list[str]]:
    """Return what is counted of one fault."""
    (case,) = cases("02_losses", [of], 0)
    found, wrong = counted({of.name: of}, {case: Run(tests, {}, frozenset(), {})})
    return {name.removeprefix("explained_"): count for name, count in found.items()}, wrong


def test_a_line_near_the_fault_is_true_and_a_distant_one_is_false() -> None:
    for line, false in ((2, 0), (4, 0), (5, 1)):
        found, wrong = figures(fault(2), failed("test_a", line))
        assert (found["faults"], found["told"], found["place"], found["false"]) == (1, 1, 1, false)
        assert len(wrong) == false


def test_two_lines_are_true_if_each_is_near() -> None:
    """The second line may not be a guess."""
    assert figures(fault(2), failed("test_a", 2, 4))[0]["false"] == 0
    assert figures(fault(2), failed("test_a", 2, 6))[0]["false"] == 1


def test_what_loses_nothing_is_no_fault() -> None:
    assert figures(fault(2))[0]["faults"] == 0


@pytest.mark.parametrize(
    ("tests", "both"),
    [
        ([failed("test_a", 2, 6)], True),
        ([failed("test_a", 2), failed("test_b", 6)], True),
        ([failed("test_a", 2), failed("test_b")], False),
        ([failed("test_a", 4)], False),  # one line near both is one fault
        ([failed("test_a", kind="case", cause="one"), failed("test_b", kind="edit", cause="other")], True),
        ([failed("test_a", kind="case", cause="one"), failed("test_b", kind="case", cause="one")], False),
        ([failed("test_a", cause="one"), failed("test_b", cause="other"), failed("test_c")], False),
    ],
)
def test_both_of_two_faults_must_be_told(tests: Sequence[TestResult], both: bool) -> None:
    """By a line of its own each, or by two causes that leave no failed test open."""
    two = Fault("both", RIGHT, RIGHT, long=True, both=(fault(2), fault(6)))
    found, _wrong = figures(two, *tests)
    assert (found["two"], found["two_told"], found["faults"]) == (1, both, 0)


def test_one_line_tells_both_if_it_holds_both() -> None:
    two = Fault("both", RIGHT, RIGHT, long=True, both=(fault(3), fault(3)))
    assert figures(two, failed("test_a", 3))[0]["two_told"] == 1


def test_pairs_have_the_changes_of_two_mutants_of_one_function() -> None:
    """A third as many as of the others. Each is Python, differs from both, and is explained without its solution."""
    made = faults(RIGHT, {}, {"one": RIGHT, "other": RIGHT.replace("loss", "cost")}, 12, 0)
    pairs = [f for f in made if f.both]
    assert len(pairs) == 4
    for pair in pairs:
        ast.parse(pair.source)
        one, other = pair.both
        assert len({pair.right, pair.source, one.source, other.source}) == 4
        assert pair.lines == one.lines | other.lines
        assert [case.without for case in cases("02_losses", [pair], 0)] == [pair.solution]
    again = faults(RIGHT, {}, {"one": RIGHT, "other": RIGHT.replace("loss", "cost")}, 12, 0)
    assert [f.name for f in made] == [f.name for f in again]
