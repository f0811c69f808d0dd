"""A function beside right ones: the few places where it differs from one of them."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest
from share import bounded

from grader.audit.explaining import Fault
from grader.exercises.catalogue import Catalogue
from grader.exercises.overlay import read_variants
from grader.explain.compare import NEAR
from grader.explain.edits.edit import Edit
from grader.explain.edits.site import Module
from grader.explain.nearest import nearest, nearest_alone

RIGHT = '''
    def train(net, x, t, lr=0.1):
        """Return the losses."""
        losses = []
        for epoch in range(10):
            grads = net.gradient(x, t)
            for key in grads:
                net.params[key] -= lr * grads[key]
            loss = np.mean(net.loss(x, t), axis=0)
            losses.append(loss)
        return losses
    '''

MINE = """
    def train(model, data, labels, rate=0.1):
        history = []
        for i in range(10):
            g = model.gradient(data, labels)
            for name in g:
                model.params[name] -= rate * g[name]
            value = np.mean(model.loss(data, labels), axis=0)
            history.append(value)
        return history
    """
"""The same with other names, and without a docstring."""


def found(mine: str, *right: str) -> list[Edit]:
    """Return the edits of a function ``train``."""
    return list(
        nearest(f"{dedent(mine)}\nimport numpy as np\n", ["train"], [dedent(text) for text in right or (RIGHT,)])
    )


def test_the_same_with_other_names_is_right() -> None:
    """Nothing is told of a function that is a right one."""
    assert found(MINE) == []


@pytest.mark.parametrize(
    ("before", "after", "kind", "line", "edit"),
    [
        ("range(10)", "range(11)", "number", 4, "11 -> (10)"),
        ("axis=0", "axis=1", "axis", 8, "1 -> (0)"),
        ("rate * g", "rate / g", "operator", 7, "rate / g[name] -> (rate * g[name])"),
        ("np.mean(", "np.sum(", "call", 8, "np.sum -> (np.mean)"),
        ("= rate * g", "= -rate * g", "sign", 7, "-rate -> (rate)"),
        (".append(value)", ".append(g)", "name", 9, "g -> (value)"),
        ("model.loss(data, labels)", "model.loss(labels, data)", "expression", 8, None),
        ("model.loss(data, labels)", "model.loss(data, labels, True)", "arguments", 8, None),
        (", axis=0", ", axis=0, dtype=int", "arguments", 8, None),
        ("return history", "return None", "expression", 10, "None -> (history)"),
        ("axis=0)\n            history.append(value)", "axis=0)", "missing", 8, "-> history.append(value)"),
        (
            "history = []\n",
            "history = []\n        model.params.clear()\n",
            "statement",
            4,
            "model.params.clear() -> pass",
        ),
        (
            "value = np.mean(model.loss(data, labels), axis=0)\n            history.append(value)",
            "history.append(model.loss(data, labels))\n            print(history)",
            "near",
            8,
            None,
        ),
    ],
)
def test_one_place(before: str, after: str, kind: str, line: int, edit: str | None) -> None:
    """The line and its kind are found, and the edit makes the function a right one."""
    assert before in MINE
    (made,) = found(MINE.replace(before, after))
    assert (made.kind, made.line) == (kind, line)
    assert edit is None or str(made) == edit
    assert found(made.source) == []


def test_each_of_two_places_is_tried_alone_and_then_both() -> None:
    """One of them may be a free choice. If it takes both, both lines are told."""
    one, other, both = found(MINE.replace("range(10)", "range(11)").replace("axis=0", "axis=1"))
    assert [(e.kind, e.lines) for e in (one, other, both)] == [("number", (4,)), ("axis", (8,)), ("two", (4, 8))]
    assert str(both) == "11; 1 -> (10); (0)"
    assert found(both.source) == []


def test_two_functions_are_made_right_together() -> None:
    """After each of them alone, as one fault may be the only one."""
    right = "def f(x):\n    return x + 1\n\n\ndef g(x):\n    return x * 2\n"
    mine = "def g(y):\n    return y * 3\n\n\ndef f(y):\n    return y - 1\n"
    made = list(nearest(mine, ["f", "g"], [right]))
    assert [e.kind for e in made] == ["operator", "number", "two"]
    assert [e.lines for e in made] == [(6,), (2,), (2, 6)]
    assert list(nearest(made[-1].source, ["f", "g"], [right])) == []


def test_four_places_are_another_way_to_write_it() -> None:
    """Each try costs a run of the suite."""
    many = MINE.replace("range(10)", "range(11)").replace("axis=0", "axis=1").replace("rate * g", "rate / g")
    assert found(many)
    assert found(many.replace("return history", "return None")) == []


def test_two_places_on_neighbouring_lines_are_told_as_one() -> None:
    """One of them may be a free choice that goes with the other."""
    *_alone, both = found(MINE.replace("rate * g", "rate / g").replace("axis=0", "axis=1"))
    assert (both.kind, both.lines) == ("near", (7,))
    assert found(both.source) == []


def test_what_uses_names_that_the_file_lacks_is_not_tried() -> None:
    """A right solution's helpers, of its own or of its class, are not the student's."""
    right = "def f(x):\n    return helper(x) + 1\n\n\ndef helper(x):\n    return x\n"
    assert list(nearest("def f(x):\n    return x - 1\n", ["f"], [right])) == []
    (made,) = nearest("def f(x):\n    return x - 1\n", ["f"], [right, "def f(v):\n    return v + 1\n"])
    assert str(made) == "x - 1 -> (x + 1)"
    net = "class Net:\n    def f(self, x):\n        return self.{name}(x)\n\n    def g(self, x):\n        return x\n"
    (made,) = nearest(net.format(name="f"), ["Net.f"], [net.format(name="h"), net.format(name="g")])
    assert str(made) == "self.f -> (self.g)"


def test_a_name_that_is_bound_again_means_something_else() -> None:
    """One writes ``x = f(x)``, another has a second name for it."""
    right = "def f(x):\n    x = np.atleast_2d(x)\n    x = x + 1\n    return x.sum(axis=1)\n"
    mine = "def f(x):\n    rows = np.atleast_2d(x)\n    more = rows + 1\n    return more.sum(axis=0)\n"
    (made,) = nearest(mine, ["f"], [right])
    assert (made.line, str(made)) == (4, "0 -> (1)")


def test_parameters_that_are_exchanged_are_no_other_names() -> None:
    """A parameter goes by its place, also where both have the same name for it."""
    right = "def f(over, under):\n    return over - 2 * under\n"
    (made,) = nearest("def f(over, under):\n    return under - 2 * over\n", ["f"], [right])
    assert made.line == 2
    assert list(nearest("def f(a, b):\n    return a - 2 * b\n", ["f"], [right])) == []


def test_a_statement_that_is_missing_beside_a_changed_one() -> None:
    """Two places that overlap are not made right together."""
    mine = MINE.replace("axis=0)\n            history.append(value)", "axis=1)")
    made = found(mine)
    assert made
    for edit in made:
        ast.parse(edit.source)


def test_the_smaller_of_two_edits_is_taken() -> None:
    """Two right functions may be near; one changes less of the student's."""
    other = RIGHT.replace("for epoch in range(10):", "for epoch in reversed(sorted(range(11))):")
    (made,) = found(MINE.replace("range(10)", "range(12)"), RIGHT, other)
    assert str(made) == "12 -> (10)"


def test_of_two_edits_of_one_size_on_two_lines_none_is_told() -> None:
    """Nothing says which is meant."""
    other = RIGHT.replace("range(10)", "range(11)").replace("axis=0", "axis=1")
    assert found(MINE.replace("range(10)", "range(11)"), RIGHT, other) == []


def test_what_replaces_most_of_a_long_function_says_nothing_of_a_place() -> None:
    """A function of three lines is one place itself."""
    start, end = MINE.index("for i"), MINE.index("return")
    assert found(MINE[:start] + "model.fit(data, labels)\n        " + MINE[end:]) == []
    short = "def train(x):\n    return x.sum()\n"
    (made,) = found(short, "def train(x):\n    return np.sqrt((x**2).mean(axis=0) + 1e-7)\n")
    assert (made.line, made.kind) == (2, "expression")


@pytest.mark.parametrize("slug", [exercise.slug for exercise in Catalogue.find().exercises])
def test_the_places_of_wrong_variants(slug: str, catalogue: Catalogue) -> None:
    """Where a wrong variant has places to try, one is where it differs from the reference: others are free choices.

    Not always: a list with one element more is no place, beside what another right solution does in another way.
    """
    exercise = catalogue.exercise(slug)
    reference = catalogue.reference(exercise).read_text("utf-8")
    solutions = [path.read_text("utf-8") for path in catalogue.solutions(exercise)]
    tried = some = 0
    for key, variant in bounded(read_variants(catalogue, exercise).items(), 16):  # of up to 69
        changed = Fault(key, reference, variant.text, long=False).lines
        names = sorted(variant.definitions & Module(variant.text).definitions().keys())
        made = list(nearest(variant.text, names, solutions))
        near = [e for e in made if all(any(abs(place - line) < NEAR for line in changed) for place in e.lines)]
        for edit in made:
            ast.parse(edit.source)
        tried, some = tried + bool(made), some + bool(near)
    assert 0 < 0.9 * tried <= some


BY_HELPER = """
    def average(values):
        return sum(values) / (len(values) + 1)

""" + MINE.replace("np.mean(model.loss(data, labels), axis=0)", "average(model.loss(data, labels))")
"""Right but for the helper."""


def test_the_call_of_a_helper_of_ones_own_stays() -> None:
    """The fault may be in the helper: then the line that calls it is the wrong place."""
    assert found(BY_HELPER) == []
    assert [edit.after for edit in found(BY_HELPER.replace("range(10)", "range(11)"))] == []
    without = BY_HELPER.replace("average(model", "np.median(model")
    assert [edit.line for edit in found(without)] == [12]


def test_alone_is_the_one_place_of_a_function() -> None:
    """A function that differs in two places, one of which may be free, is left to the other edits."""
    wrong, twice = MINE.replace("axis=0", "axis=1"), MINE.replace("axis=0", "axis=1").replace("range(10)", "range(11)")
    for mine, lines in ((wrong, [8]), (twice, [])):
        source = f"{dedent(mine)}\nimport numpy as np\n"
        assert [edit.line for edit in nearest_alone(source, ["train"], [dedent(RIGHT)])] == lines
    assert {edit.line for edit in found(twice)} == {4, 8}


def test_alone_is_no_function_of_few_lines_as_a_whole() -> None:
    """A function that is written in another way differs in its one place: of its fault that says nothing."""
    mine, right = "def f(x):\n    a = x * 2\n    return a - 1\n", "def f(x):\n    return 2 * sum(x) - 1\n"
    assert [edit.kind for edit in nearest(mine, ["f"], [right])] == ["near"]
    assert not [*nearest_alone(mine, ["f"], [right])]
    mine = "def f(x):\n    return x - 1 - x\n"
    assert [edit.kind for edit in nearest(mine, ["f"], [right])] == ["expression"]
    assert not [*nearest_alone(mine, ["f"], [right])]
