"""Files that know nothing: what they answer, and that a suite that pays for it is found out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from audit_course import copied_course, edit, findings, leaky_course

from grader.audit.asked import Asked, Examples
from grader.audit.nothing import ANSWERS, BY_HEART, KNOWS_NOTHING, files
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.slot.slot import Slot

REFERENCE = """def double(x):
    return 2 * x


def twice(x):
    return double(double(x))


class Layer:
    def __init__(self, w):
        self.w = w

    def forward(self, x):
        return double(x) * self.w

    def backward(self, x):
        return self.forward(x) + self.w
"""

PUBLIC = (
    Asked("double", (3.0,), {}, 6.0),
    Asked("twice", (1.0,), {}, 4.0),
    Asked("Layer.forward", (5.0,), {}, 10.0),
    Asked("Layer.backward", (7.0,), {}, 15.0),
)


def made(name: str) -> dict[str, Any]:
    exercise = Exercise("50_a", {"en": "A"}, "a", ("double", "twice", "Layer"))
    names: dict[str, Any] = {}
    exec(dict(files(exercise, REFERENCE, Examples(PUBLIC)))[name], names)
    return names


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("0", 0.0),
        ("1", 1.0),
        ("the first argument", [1.0, 2.0, 3.0]),
        ("zeros like the first array", [0.0, 0.0, 0.0]),
        ("a zero for each row", [0.0, 0.0, 0.0]),
        ("the number of elements", 3.0),
        ("the sum of all arguments", 8.0),
    ],
)
def test_functions_and_methods_answer_alike(name: str, answer: Any) -> None:
    """Whatever is asked for; an object takes any arguments and has no attributes."""
    names = made(name)
    x = np.array([1.0, 2.0, 3.0])
    layer = names["Layer"](1, 2, 3)
    for call in (names["double"], names["twice"], layer.forward):
        assert np.array_equal(call(x, 2), answer)
    assert not hasattr(layer, "w")


def test_batches_are_the_first_rows() -> None:
    """As many as a whole number among the arguments says, or all."""
    x, t = np.arange(6.0).reshape(3, 2), np.arange(3)
    rows = made("the first rows of the first two arguments")["double"](x, t, 2)
    assert [a.tolist() for a in rows] == [[[0.0, 1.0], [2.0, 3.0]], [0, 1]]
    ((first, second),) = made("all data as the only batch")["double"](x, t, 2)
    assert first is x
    assert second is t


def test_the_public_numbers_are_known_by_heart() -> None:
    """A known call is answered right, also where the right function uses another one; an unknown one is not."""
    names = made(BY_HEART)
    layer = names["Layer"](1.0)
    assert (names["double"](3.0), names["twice"](1), layer.forward(5.0)) == (6.0, 4.0, 10.0)
    assert layer.backward(7.0) == 15.0  # it uses forward, which has not been asked this
    assert (names["double"](1.0), names["twice"](2.0), layer.forward(6.0)) == (0.0, 0.0, 0.0)
    assert not hasattr(layer, "w")


def test_a_suite_that_pays_for_nothing_is_found_out(tmp_path: Path, catalogue: Catalogue, slot: Slot) -> None:
    """Leaving the argument alone is no merit of a function that does nothing else."""
    course = leaky_course(tmp_path, catalogue)
    assert findings(course, slot, "knows_nothing").faults == []
    edit(
        course.hidden_suite(course.exercise("50")),
        "    assert_close(student.leaky(x, 0.5)",
        "    (student.leaky(x, 0.5)",
    )
    found = findings(course, slot, "knows_nothing")
    assert found.figures["nothing"] == len(found.faults) == len(ANSWERS) + 1
    where = f"earns 40 points, and at most {KNOWS_NOTHING:g} are allowed: test_leaky_leaves_its_argument_alone 40"
    assert f"a file that answers with the first argument {where}" in found.faults


def test_the_public_tests_repeated_are_found_out(tmp_path: Path, catalogue: Catalogue, slot: Slot) -> None:
    """A hidden test of the statement's numbers pays for knowing them by heart, unless it is declared."""
    course = leaky_course(tmp_path, catalogue)
    edit(
        course.hidden_suite(course.exercise("50")),
        "    x = np.array([-4.0, 1.0])  # with a negative number: np.maximum written into x changes nothing else\n"
        "    assert_close(student.leaky(x, 0.5), np.array([-2.0, 1.0]))",
        "    x = np.array([-2.0, 0.0, 3.0])\n    assert_close(student.leaky(x, 0.5), np.array([-1.0, 0.0, 3.0]))",
    )
    edit(course.hidden_suite(course.exercise("50")), "(x, np.array([-4.0, 1.0]))", "(x, np.array([-2.0, 0.0, 3.0]))")
    (fault,) = findings(course, slot, "knows_nothing").faults
    assert fault.startswith(f"a file that answers with {BY_HEART} earns 40 points")
    path = course.declared(course.exercise("50"))
    path.write_text(f'[[knows_nothing]]\nfile = "{BY_HEART}"\npoints = 40\nreason = "so"\n', encoding="utf-8")
    assert findings(course, slot, "knows_nothing").faults == []
    path.write_text(f'[[knows_nothing]]\nfile = "{BY_HEART}"\npoints = 39\nreason = "so"\n', encoding="utf-8")
    assert "at most 39 are allowed" in findings(course, slot, "knows_nothing").faults[0]
    path.write_text('[[knows_nothing]]\nfile = "0"\npoints = 40\nreason = "so"\n', encoding="utf-8")
    assert (
        "declared.toml: a file that answers with 0 needs no exception" in findings(course, slot, "knows_nothing").faults
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "answer"),
    [
        # the gates that keep a layer that gives back its input, and the sum of all numbers, from points
        ("08", '    expect(not same, "forward gives', '    (not same, "forward gives', "the first argument"),
        (
            "02",
            "        expect(knows(good, other),",
            "        (knows(good, other),",
            "the sum of all arguments",
        ),
    ],
)
def test_a_gate_taken_away_pays_for_nothing(
    tmp_path: Path, catalogue: Catalogue, slot: Slot, name: str, old: str, new: str, answer: str
) -> None:
    """Two suites of the course, each without the line that asks for some knowledge."""
    course = copied_course(tmp_path, catalogue, name)
    edit(course.hidden_suite(course.exercise(name)), old, new)
    faults = findings(course, slot, "knows_nothing", name=name).faults
    assert [f for f in faults if f.startswith(f"a file that answers with {answer} earns ")], faults
