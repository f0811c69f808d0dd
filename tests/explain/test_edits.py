"""Edits of a student's function: each changes one place, is made once, and leaves the rest of the file as it is."""

import ast
from textwrap import dedent

import pytest

from grader.explain.edits.edit import Edit
from grader.explain.edits.making import edits
from grader.explain.edits.site import Module, Scope
from grader.explain.edits.transplant import transplants

WRONG = dedent(
    '''\
    """A file."""
    import numpy as np


    def softmax(x):
        """Return it."""
        e = np.exp(x)
        return e / np.sum(e)


    def other(x):
        return x - 1
    '''
)

RIGHT = dedent(
    """\
    import numpy as np


    def softmax(a):
        z = np.exp(a - np.max(a, axis=-1, keepdims=True))
        return z / np.sum(z, axis=-1, keepdims=True)
    """
)


@pytest.fixture(scope="module")
def made() -> list[Edit]:
    return list(edits(WRONG, ["softmax"], [RIGHT]))


def test_every_edit_is_python_and_changes_its_line_alone(made: list[Edit]) -> None:
    """Line numbers are what a student is told, so an edit adds no line before the one it changes."""
    before = WRONG.splitlines()
    for edit in made:
        ast.parse(edit.source)
        after = edit.source.splitlines()
        assert after != before, edit
        assert after[: edit.line - 1] == before[: edit.line - 1], edit


def test_no_edit_is_made_twice(made: list[Edit]) -> None:
    assert len({e.source for e in made}) == len(made)


def test_only_the_named_functions_are_edited(made: list[Edit]) -> None:
    assert all("def other(x):\n    return x - 1\n" in e.source for e in made)
    assert {e.line for e in made} == {7, 8}


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("axis", "    return e / np.sum(e, axis=1, keepdims=True)"),
        ("shift", "    e = np.exp(((x) - np.max(x, axis=-1, keepdims=True)))"),
        ("operator", "    return ((e) * (np.sum(e)))"),
        ("order", "    return ((np.sum(e)) / (e))"),
        ("operand", "    return (e)"),
        ("size", "    return ((e / np.sum(e)) / len(x))"),
        ("factor", "    return (2 * (e / np.sum(e)))"),
        ("call", "    return e / np.mean(e)"),
        ("return", "    return x"),
        ("clip", "    return e / ((np.sum(e)) + 1e-7)"),
    ],
)
def test_the_usual_mistakes_are_undone(made: list[Edit], kind: str, line: str) -> None:
    assert [e for e in made if e.kind == kind and line in e.source.splitlines()], kind


def test_expressions_of_right_solutions_are_written_with_the_students_names(made: list[Edit]) -> None:
    """The other solution's parameter has another name; its local variable has no counterpart here."""
    texts = {e.after for e in made if e.kind == "expression"}
    assert "(np.max(x, axis=-1, keepdims=True))" in texts
    assert not [t for t in texts if "z" in t]


def test_an_edit_everywhere_changes_all_calls() -> None:
    source = "def f(x):\n    a = x.sum(axis=0)\n    return a / x.max(axis=0)\n"
    both = "def f(x):\n    a = x.sum(axis=1)\n    return a / x.max(axis=1)\n"
    assert both in {e.source for e in edits(source, ["f"])}


def test_large_expressions_are_no_donors() -> None:
    """What replaces a whole function says nothing about the place of its fault."""
    long = "def f(x):\n    return " + " + ".join(["x * 2"] * 40) + "\n"
    scope = Scope.of(Module("def f(y):\n    return y\n").definitions()["f"])
    found = transplants([long], "f", scope, frozenset())
    assert found
    assert max(size for _text, size in found) <= 30


def test_bytes_and_characters_are_told_apart() -> None:
    """Offsets of Python's tree count bytes, and a comment may be in Chinese."""
    source = "def f(x):\n    y = '均方误差', x + 1\n    return y[1]\n"
    assert "def f(x):\n    y = '均方误差', ((x) - (1))\n    return y[1]\n" in {e.source for e in edits(source, ["f"])}


def test_a_return_leaves_the_loops_that_it_ends() -> None:
    source = dedent(
        """\
        def total(x):
            s = 0
            for row in x:
                for v in row:
                    s += v
                    return s
        """
    )
    texts = [e.source for e in edits(source, ["total"]) if e.kind == "return" and e.after.startswith("pass")]
    assert [t.splitlines()[-1] for t in texts] == ["    return s"]
