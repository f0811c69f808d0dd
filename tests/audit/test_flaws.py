"""Flaws that the audit makes by itself: each kind is found out where a suite lets it pass, and each code is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from audit_course import copied_course, edit, findings, leaky_course

from grader.audit import Wanted
from grader.audit.asked import Asked, Examples
from grader.audit.flaws import flaws
from grader.audit.flaws.kinds import KINDS
from grader.audit.plan import plan
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.slot.slot import Slot

REFERENCE = """import numpy as np


def loss(y, t):
    y, t = np.asarray(y), np.asarray(t)
    return float(np.mean(y[np.arange(len(y)), t if t.ndim == 1 else t.argmax(axis=1)] * 1.5))


def scaled(x, params, seed=None):
    draw = np.random.default_rng(seed).random()
    return x * 1.5 * params["W"] + params["b"] + draw * 0


def drawn(seed=None):
    return np.random.default_rng(seed).random()


class Step:
    def __init__(self, lr):
        self.lr = lr

    def update(self, params, grads):
        for key in params:
            params[key] -= self.lr * grads[key]

    def rate(self):
        return self.lr
"""
"""One function for each kind of flaw, and a class with an attribute."""

Y = np.array([[0.5, -1.0], [1.0, 0.0]])
P = np.array([[0.5, 0.25], [1.0, 0.0]])
T = np.array([1, 0])
DICT = {"W": np.array([2.0, 1.0]), "b": np.array([0.5, -0.5])}
PUBLIC = (
    Asked("loss", (P, T), {}, 0.75),
    Asked("scaled", (Y, DICT), {}, Y * 1.5),
    Asked("drawn", (), {"seed": 1}, 0.5),
    Asked("Step.update", (DICT, DICT), {}, None, frozenset({0})),
)
HIDDEN = (Asked("loss", (Y, np.eye(2)), {}, 0.75), Asked("loss", (Y[:1], np.eye(2)[:1]), {}, 0.75))
NAMES = ("loss", "scaled", "drawn", "Step")


def made() -> dict[str, dict[str, Any]]:
    """The names that each flaw's file defines, by the name of the flaw."""
    found = {}
    for flaw in flaws(REFERENCE, NAMES, Examples(PUBLIC, HIDDEN)):
        names: dict[str, Any] = {}
        exec(flaw.source, names)
        found[flaw.name] = names
    return found


def test_every_kind_is_made_where_it_can_be() -> None:
    """Each kind has a function here; what a function cannot have is not made."""
    names = made()
    assert {name.partition(":")[0] for name in names} == set(KINDS)
    assert "falsy_seed: loss (seed)" not in names
    assert "in_place: Step.update (params)" not in names  # it is asked to write there
    assert "in_place: Step.update (grads)" in names
    assert "in_place: loss (y, where it is 0 or 1)" in names
    assert "in_place: scaled (x, where it is 0 or 1)" not in names  # a public call has a number below 0
    assert "label_form: scaled (x)" not in names


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("memorised: loss", [(P, T)], [(P, 1 - T)]),
        ("truncated: scaled", [(Y, DICT)], [(np.array([[1, 3], [2, 1]]), DICT)]),
        ("by_order: scaled (of one dict)", [(Y, DICT)], [(Y, dict(reversed(DICT.items())))]),
        ("label_form: loss (t)", [(Y, np.eye(2)), (np.tile(Y, 2), np.array([3, 1]))], [(Y, T)]),
        ("remembered: loss", [(Y, T), (np.tile(Y, 2), T)], [(2 * Y + 1, T)]),
        ("strided: scaled", [(Y, DICT)], [(np.asfortranarray(Y), DICT)]),
        ("batch_of_one: loss", [(Y, T)], [(Y[:1], T[:1])]),
        ("batch_of_one: scaled", [(Y, DICT), (Y[0], DICT)], [(Y[:1], DICT)]),
        ("falsy_seed: drawn (seed)", [(1,), (7,)], [(0,)]),
    ],
)
def test_a_flaw_shows_in_its_case_and_in_no_other(name: str, right: Sequence[Any], wrong: Sequence[Any]) -> None:
    """What it returns is that of the reference, but in the case that it is about."""
    reference: dict[str, Any] = {}
    exec(REFERENCE, reference)
    function = name.split()[1]
    given = made()[name][function]
    for args, agrees in [(args, True) for args in right] + [(args, False) for args in wrong]:
        got, expected = given(*args), reference[function](*args)
        assert (np.shape(got) == np.shape(expected) and np.allclose(got, expected)) == agrees, args


@pytest.mark.parametrize(
    ("name", "x", "after"),
    [
        ("in_place: scaled (x)", [2.0, 1.0], [3.0, 2.0]),
        ("in_place: scaled (x, where it is negative)", [2.0, -1.0], [2.0, 0.0]),
        ("in_place: scaled (x, where it is negative)", [2.0, 1.0], [2.0, 1.0]),
        ("in_place: loss (y, where it is 0 or 1)", [[0.5, 0.25]], [[0.5, 0.25]]),
        ("in_place: loss (y, where it is 0 or 1)", [[0.5, 0.0]], [[0.5, 1e-7]]),
        ("in_place: loss (y, where it is 0 or 1)", [[3.0, 0.0]], [[3.0, 0.0]]),
    ],
)
def test_an_argument_is_written_into(name: str, x: Any, after: Any) -> None:
    """The answer is right, and the argument is another one afterwards where the flaw says so."""
    function, given = name.split()[1], np.array(x)
    made()[name][function](given, DICT if function == "scaled" else np.array([0]))
    assert given.tolist() == after


def test_two_dicts_are_paired_by_their_order() -> None:
    """Equal orders hide it; another order takes the wrong gradients."""
    names = made()["by_order: Step.update (of two dicts)"]
    for order, moved in ((["W", "b"], 1.0), (["b", "W"], 2.0)):
        params, grads = {"W": np.zeros(1), "b": np.zeros(1)}, {"W": np.ones(1), "b": 2 * np.ones(1)}
        names["Step"](1.0).update(params, {key: grads[key] for key in order})
        assert params["W"] == -moved


def test_objects_share_what_they_hold() -> None:
    """The first object has the rate of the second."""
    step = made()["shared: Step.__init__"]["Step"]
    first = step(1.0)
    assert first.rate() == 1.0
    step(2.0)
    assert first.rate() == 2.0


def test_a_flaw_that_an_exercise_lets_pass_is_a_fault(tmp_path: Path, catalogue: Catalogue, slot: Slot) -> None:
    """For each kind that the scaffold's function can have, a suite that does not ask for it."""
    course = leaky_course(tmp_path, catalogue)
    suite = course.hidden_suite(course.exercise("50"))
    assert findings(course, slot, "flaws").faults == []
    whole = suite.read_text(encoding="utf-8")
    loop = "    for shape in ((5,), (1, 4), (2, 1, 3), (3, 4), (3, 4)):"
    after = "    assert_unchanged(x, np.array([-4.0, 1.0]))\n"
    transposed = "    assert_close(student.leaky(by_columns(student, x), 0.25)"
    for old, new, lets_pass in (
        (loop, loop.replace("(1, 4), ", ""), {"batch_of_one: leaky"}),
        (transposed, transposed.replace("by_columns(student, x)", "x"), {"strided: leaky"}),
        ("np.array([-3, 2])", "np.array([-3.0, 2.0])", {"truncated: leaky"}),
        (after, "", {"in_place: leaky (x)", "in_place: leaky (x, where it is negative)"}),
    ):
        edit(suite, old, new)
        said = {f.removeprefix("a flaw loses no points: ") for f in findings(course, slot, "flaws").faults}
        assert said == lets_pass
        suite.write_text(whole, encoding="utf-8")
    numbers = "    assert_close(student.leaky(np.array([-2.0, 0.0, 3.0]), 0.5), np.array([-1.0, 0.0, 3.0]))\n"
    suite.write_text(
        whole[: whole.index("@points(60)")]
        + f'@points(100)\ndef test_leaky(student):\n    """A title.\n\n    标题。\n    """\n{numbers}',
        encoding="utf-8",
    )
    said = {f.removeprefix("a flaw loses no points: ") for f in findings(course, slot, "flaws").faults}
    assert said >= {"memorised: leaky", "remembered: leaky"}


@pytest.mark.parametrize(
    ("name", "old", "new", "lets_pass"),
    [
        ("02", "for binary in (np.array([1, 0, 1]), np.array([0, 1, 0])):", "for binary in ():", "label_form: c"),
        ("04", "dict(reversed(arrays.items()))", "dict(arrays.items())", "by_order: SGD.update (of one dict)"),
        ("06", "for chosen in (seed + 1, 0):", "for chosen in (seed + 1,):", "falsy_seed: Dropout.__init__ (seed)"),
    ],
)
def test_a_weaker_suite_of_the_course_lets_a_flaw_pass(
    tmp_path: Path, catalogue: Catalogue, slot: Slot, name: str, old: str, new: str, lets_pass: str
) -> None:
    """What the suite asks for in one line is all that stands between the flaw and full marks."""
    course = copied_course(tmp_path, catalogue, name)
    edit(course.hidden_suite(course.exercise(name)), old, new)
    faults = findings(course, slot, "flaws", name=name).faults
    assert [f for f in faults if f.startswith(f"a flaw loses no points: {lets_pass}")], faults


def test_as_many_flaws_are_graded_as_are_asked_for(tmp_path: Path, catalogue: Catalogue) -> None:
    """By default all of a quick exercise; a declared one is graded on top of those asked for."""
    course = leaky_course(tmp_path, catalogue)
    quick = course.exercise("50")
    trains = replace(quick, template="tensorflow")
    examples = Examples((Asked("leaky", (Y, 0.5), {}, Y * 0.5),), (Asked("leaky", (Y[:1], 0.5), {}, Y[:1]),))

    def graded(exercise: Exercise, most: int | None) -> list[str]:
        made = plan(course, exercise, Wanted(("flaws",), most_flaws=most), examples, {})
        return [case.name for case in made.cases]

    every = graded(quick, None)
    assert len(every) > 3
    assert graded(trains, 1000) == every
    assert graded(quick, 0) == []
    two = graded(trains, 2)
    assert len(two) == 2
    (other, *_) = (name for name in every if name not in two and "(" not in name)
    kind, _, function = other.partition(": ")
    table = f'[[flaw]]\nkind = "{kind}"\nfunction = "{function}"\nreason = "it is so"\n'
    course.declared(quick).write_text(table, encoding="utf-8")
    assert graded(trains, 2) == [*two, other]


def test_of_an_exercise_that_trains_a_sample_is_graded(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless more are asked for."""
    monkeypatch.setattr("grader.audit.plan.SLOW_FLAWS", 2)
    course = leaky_course(tmp_path, catalogue)
    trains = replace(course.exercise("50"), template="tensorflow")
    examples = Examples((Asked("leaky", (Y, 0.5), {}, Y * 0.5),))
    assert len(plan(course, trains, Wanted(("flaws",)), examples, {}).cases) == 2


def test_a_declared_flaw_is_no_fault_and_must_apply(tmp_path: Path, catalogue: Catalogue, slot: Slot) -> None:
    """A declaration of a flaw that loses points is a fault, and so is one of a flaw that does not exist."""
    course = leaky_course(tmp_path, catalogue)
    edit(course.hidden_suite(course.exercise("50")), "np.array([-3, 2])", "np.array([-3.0, 2.0])")
    path = course.declared(course.exercise("50"))
    table = '[[flaw]]\nkind = "%s"\nfunction = "leaky"\nreason = "it is so"\n'
    path.write_text(table % "truncated", encoding="utf-8")
    found = findings(course, slot, "flaws")
    assert (found.faults, found.figures["flaws_declared"]) == ([], 1)
    path.write_text(table % "truncated" + table % "strided" + table % "odd", encoding="utf-8")
    nowhere, loses = sorted(findings(course, slot, "flaws").faults, reverse=True)
    assert nowhere == "declared.toml: there is no flaw odd: leaky"
    assert loses.startswith("declared.toml: the flaw strided: leaky loses test_")
