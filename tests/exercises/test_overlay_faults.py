"""Overlays that cannot be rendered, and overlays with text that changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import CatalogueError
from grader.exercises.overlay import render_overlay

REFERENCE = (Path(__file__).parent / "overlay_reference.py.txt").read_text(encoding="utf-8")
"""The reference that the overlays of these tests change."""


@pytest.mark.parametrize(
    ("overlay", "message"),
    [
        ("def slope(x:\n", "wrong.py, line 1: "),
        ("A = '\0'\n", "wrong.py"),
        ("x = 1; y = 2\n", "wrong.py, line 1: a statement begins on another's line"),
        ("class Net: size = 4\n", "wrong.py, line 1: a statement begins on another's line"),
        ("del nothing\n", "wrong.py, line 1 takes out what the reference does not have"),
        ("del RATE, nothing\n", "wrong.py, line 1 takes out what the reference does not have"),
        ("class Net:\n    del nothing\n", "wrong.py, line 2 takes out what the reference does not have"),
        ("class Net:\n  size = 4\n", "wrong.py, line 1: Net is not indented as the class of the reference is"),
        (
            "RATE, MORE = 1, 2\n",
            "wrong.py, line 1: MORE, RATE: the reference binds RATE in one statement, not MORE, RATE",
        ),
        (
            "class Net:\n    size = 4\n\n\nclass Net:\n    size = 5\n",
            "wrong.py, line 5: Net stands there a second time",
        ),
        ("class Net:\n    size = 4\n\n\ndel Net\n", "wrong.py, line 5 stands there a second time"),
        ("class Net:\n    class Part:\n        del one, two\n", "wrong.py makes a file that is no Python: line "),
    ],
)
def test_what_cannot_be_rendered_is_one_line(overlay: str, message: str) -> None:
    """The message is one line with the file, the line number and the fault."""
    with pytest.raises(CatalogueError) as caught:
        render_overlay(REFERENCE, overlay, "wrong.py")
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


SAME = "is as in the reference: take it out"
LOST = "is not in the reference, and nothing uses it: is it misspelt?"


@pytest.mark.parametrize(
    ("overlay", "fault"),
    [
        ("", " changes nothing of the reference"),
        ('"""Another."""\n', " changes nothing of the reference"),
        ("import math\n", " changes nothing of the reference"),
        ('"""The reference."""\n\nRATE = 2\n', f", line 1: the docstring {SAME}"),
        ("import numpy as np\n\nRATE = 2\n", f", line 1: np {SAME}"),
        ("RATE = 0.5\n", f", line 1: RATE {SAME}"),
        ("def slope(x):\n    # otherwise\n    return RATE * x\n", f", line 1: slope {SAME}"),
        ('def slope(x):\n    """Otherwise."""\n    return RATE * x\n', f", line 1: slope {SAME}"),
        ("class Net:\n    def loss(self, x):\n        return slope(x) ** 2\n", f", line 2: Net.loss {SAME}"),
        ("class Net:\n    pass\n", f", line 1: Net {SAME}"),
        ("class Net(dict):\n    pass\n", f", line 1: Net {SAME}"),
        ("class Nett:\n    def loss(self, x):\n        return 0\n", f", line 1: Nett {LOST}"),
        ("def slop(x):\n    return 0\n", f", line 1: slop {LOST}"),
        ("class Net(object):\n    def lost(self, x):\n        return 0\n", None),
        ("class Net:\n    def __len__(self):\n        return 0\n", None),
    ],
)
def test_text_that_changes_nothing_is_a_fault(overlay: str, fault: str | None) -> None:
    """Text that changes nothing is a fault. So is an added name that nothing can use."""
    assert render_overlay(REFERENCE, overlay, "wrong.py").faults == ((f"wrong.py{fault}",) if fault else ())


def test_a_method_that_nothing_calls_is_a_fault_of_a_class_without_bases() -> None:
    """An added method that nothing calls is a fault if the class has no bases that could call it."""
    overlay = "class A:\n    def g(self):\n        return 1\n"
    (fault,) = render_overlay("class A:\n    def f(self):\n        return 1\n", overlay).faults
    assert fault == "the overlay, line 2: A.g is not in the reference, and nothing uses it: is it misspelt?"
