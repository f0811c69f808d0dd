"""Faults whose place is known: what is drawn, and what counts as explained."""

from __future__ import annotations

import ast
from collections.abc import Sequence

import pytest

from grader.audit.case import Run
from grader.audit.explaining import Fault, Half, cases, counted, faults
from grader.audit.merging import merged
from grader.exercises.catalogue import Catalogue
from grader.exercises.overlay import read_variants
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


def failed(
    name: str, *lines: int, kind: str = "place", key: str = "number", cause: str = "", named: str | None = None
) -> TestResult:
    """Return a failed test that is explained by some lines; without lines and cause, not at all."""
    places = tuple(CodePlace("loss.py", line) for line in lines)
    told = Explanation(kind, key, cause or str(lines), {"en": "Look."}, places, "1 -> 2" if lines else None)  # type: ignore[arg-type]
    explanation = told if lines or cause else None
    return TestResult(name, "", "", Outcome.FAILED, "hidden", 0, 5, misconception=named, explanation=explanation)


def pair(one: int, other: int) -> Fault:
    """Return two mistakes, each of one line."""
    halves = (Half("first", frozenset({one})), Half("second", frozenset({other})))
    return Fault("both", RIGHT, RIGHT, long=True, both=halves)


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
        ([failed("test_a", cause="one", named="first"), failed("test_b", 6), failed("test_c")], True),
        ([failed("test_a", cause="one", named="first"), failed("test_b", 2)], True),  # two causes
        ([failed("test_a", cause="one", named="first"), failed("test_b", 2), failed("test_c")], False),
        ([failed("test_a", named="first"), failed("test_b", named="second"), failed("test_c")], True),
    ],
)
def test_both_of_two_faults_must_be_told(tests: Sequence[TestResult], both: bool) -> None:
    """By its name or a line of its own each, or by two causes that leave no failed test open."""
    found, _wrong = figures(pair(2, 6), *tests)
    assert (found["two"], found["two_told"], found["faults"]) == (1, both, 0)


def test_a_line_or_the_next_two_tells_both_that_are_there() -> None:
    for key, told in (("near", 1), ("number", 0)):
        assert figures(pair(3, 5), failed("test_a", 3, key=key))[0]["two_told"] == told


def test_two_that_fail_as_one_known_mistake_are_no_pair() -> None:
    """One hides the other."""
    tests = (failed("test_a", cause="one", named="third"), failed("test_b", cause="one", named="third"))
    assert figures(pair(2, 6), *tests)[0]["two"] == 0
    assert figures(pair(2, 6), *tests, failed("test_c"))[0]["two"] == 1


def test_one_line_tells_both_if_it_holds_both() -> None:
    assert figures(pair(3, 3), failed("test_a", 3))[0]["two_told"] == 1


def test_the_versions_of_two_variants_are_put_together(catalogue: Catalogue) -> None:
    """Those that change one function each, the same. Each differs from both, and knows which lines are whose."""
    exercise = catalogue.exercise("08")
    reference, variants = catalogue.reference(exercise).read_text("utf-8"), read_variants(catalogue, exercise)
    made = faults(reference, variants, {}, 9, 0)
    pairs = [f for f in made if f.both]
    assert len(pairs) == 3
    for two in pairs:
        ast.parse(two.source)
        one, other = (variants[half.name] for half in two.both)
        assert one.definitions == other.definitions
        assert two.source not in (reference, one.text, other.text)
        assert two.lines <= two.both[0].lines | two.both[1].lines
        assert [(case.explains, case.without) for case in cases("08_backprop", [two], 0)] == [("names", "")]
    assert [f.name for f in made] == [f.name for f in faults(reference, variants, {}, 9, 0)]


def test_changes_of_different_parts_are_merged() -> None:
    right = "def f(x):\n    y = x + 1\n    return y * 2\n"
    both = merged(right, right.replace("+ 1", "- 1"), right.replace("    return y * 2", "    y = y\n    return y * 3"))
    assert both is not None
    assert both.text == "def f(x):\n    y = x - 1\n    y = y\n    return y * 3\n"
    assert both.lines[0] == {1}
    assert {2, 3} <= both.lines[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("return x + 2", "return x + 3"),  # the same part
        ("return x + 1 + 1", "return x + 1 - 1"),  # the same place
        ("return x + 2", "return x + 2"),  # the same mistake
        ("return x + 1 if x else 0", "return (x + 1"),  # no Python
    ],
)
def test_changes_that_do_not_go_together_are_not_merged(one: str, other: str) -> None:
    assert merged("def f(x):\n    return x + 1\n", f"def f(x):\n    {one}\n", f"def f(x):\n    {other}\n") is None
