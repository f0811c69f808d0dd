"""An overlay replaces the statements of the reference that bind the same names, and changes nothing else."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from grader.exercises.overlay import RENDERER, render_overlay

REFERENCE = (Path(__file__).parent / "overlay_reference.py.txt").read_text(encoding="utf-8")
"""The reference that the overlays of these tests change."""


def replaced(*changes: tuple[str, str]) -> str:
    """Return the reference with some parts of its text replaced. Each part occurs once."""
    text = REFERENCE
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


CASES: dict[str, tuple[str, list[tuple[str, str]], set[str]]] = {
    "a function with the comment above it": (
        "# how flat it is\ndef slope(x):\n    return x  # all of it\n",
        [("# how steep it is\n", "# how flat it is\n"), ("return RATE * x", "return x  # all of it")],
        {"slope"},
    ),
    "a decorator is part of a function": (
        "def step(x):\n    return x > 0\n",
        [("@np.vectorize\n", "")],
        {"step"},
    ),
    "a decorator of several lines": (
        "@np.vectorize\n@np.errstate(\n    all='ignore',\n)\ndef step(x):\n    return x > 0\n",
        [("@np.vectorize\n", "@np.vectorize\n@np.errstate(\n    all='ignore',\n)\n")],
        {"step"},
    ),
    "an async function": (
        "async def train(net):\n    return None\n",
        [("return net", "return None")],
        {"train"},
    ),
    "a method, and the bases of its class stay": (
        "class Net:\n    def loss(self, x):\n        return 0\n",
        [("return slope(x) ** 2", "return 0")],
        {"Net.loss"},
    ),
    "methods in another order than the reference's": (
        "class Net:\n    def loss(self, x):\n        return 0\n\n    def __init__(self, n):\n        self.n = 1\n",
        [("self.n = n\n\n    @property", "self.n = 1\n\n    @property"), ("return slope(x) ** 2", "return 0")],
        {"Net.__init__", "Net.loss"},
    ),
    "a property with its setter": (
        "class Net:\n    @property\n    def width(self):\n        return 0\n",
        [("return self.n\n", "return 0\n"), ("    @width.setter\n    def width(self, n):\n        self.n = n\n\n", "")],
        {"Net.width"},
    ),
    "a method of a class in a class": (
        "class Net:\n    class Part:\n        def two(self):\n            return 3\n",
        [("return 2", "return 3")],
        {"Net"},
    ),
    "a variable of a class": (
        "class Net:\n    size = 4\n",
        [("size = 3", "size = 4")],
        {"Net"},
    ),
    "the bases of a class": (
        "class Net(list):\n    size = 4\n",
        [("size = 3", "size = 4"), ("class Net(dict)", "class Net(list)")],
        {"Net"},
    ),
    "the docstring of a class, which changes nothing by itself": (
        'class Net(list):\n    """A list."""\n',
        [("class Net(dict)", "class Net(list)"), ("A net.", "A list.")],
        {"Net"},
    ),
    "members that are taken out": (
        "class Net:\n    del __call__, size\n",
        [("\n    __call__ = loss\n", ""), ("\n    size = 3\n", "")],
        {"Net"},
    ),
    "a function that is taken out": (
        "del step\n\n\ndef train(net):\n    return step\n",
        [
            ("\n\n@np.vectorize\ndef step(x):\n    return x > 0\n", ""),
            ("async def", "def"),
            ("return net", "return step"),
        ],
        {"step", "train"},
    ),
    "a class that is wholly another": (
        "del Net\n\n\nclass Net:\n    pass\n",
        [(REFERENCE[REFERENCE.index("class Net") : REFERENCE.index("\n\nasync")], "class Net:\n    pass\n")],
        {"Net"},
    ),
    "a function that becomes a class": (
        "class slope:\n    pass\n",
        [("# how steep it is\ndef slope(x):\n    return RATE * x\n", "class slope:\n    pass\n")],
        {"slope"},
    ),
    "the docstring of the file": (
        '"""Another."""\n\n\ndef slope(x):\n    return x\n',
        [("The reference.", "Another."), ("# how steep it is\n", ""), ("return RATE * x", "return x")],
        {"slope"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_statement_takes_the_place_of_what_binds_its_name(case: str) -> None:
    """A statement of the overlay replaces the one that binds its name. Everything else stays the same to the byte."""
    overlay, changes, definitions = CASES[case]
    variant = render_overlay(REFERENCE, overlay)
    assert variant.text == replaced(*changes)
    assert variant.definitions == frozenset(definitions)
    assert variant.statements == frozenset()
    assert variant.faults == ()


@pytest.mark.parametrize(
    ("overlay", "old", "new", "statements"),
    [
        ("RATE = 2\n", "RATE = 0.5", "RATE = 2", {"RATE"}),
        ("RATE: float = 2\n", "RATE = 0.5", "RATE: float = 2", {"RATE"}),
        ("for RATE in range(3):\n    pass\n", "RATE = 0.5", "for RATE in range(3):\n    pass", {"RATE"}),
        ("slope = abs\n", "# how steep it is\ndef slope(x):\n    return RATE * x\n", "slope = abs\n", {"slope"}),
        ("import jax.numpy as np\n", "import numpy as np", "import jax.numpy as np", {"np"}),
        ("RATE = 0\nRATE += 1\n", "RATE = 0.5", "RATE = 0\nRATE += 1", {"RATE"}),
        ("np.seterr(all='ignore')\nRATE = 2\n", "RATE = 0.5", "np.seterr(all='ignore')\nRATE = 2", {"", "RATE"}),
        ("del RATE\n", "\nRATE = 0.5\n", "", {"RATE"}),
    ],
)
def test_statements_of_the_module_change_by_the_same_rule(
    overlay: str, old: str, new: str, statements: set[str]
) -> None:
    """The rule holds for every kind of statement, such as assignments, loops and imports."""
    variant = render_overlay(REFERENCE, overlay)
    assert variant.text == replaced((old, new))
    assert variant.statements == frozenset(statements)
    assert variant.definitions == frozenset()
    assert variant.faults == ()


HELPERS = """\
def steep(x):
    return x


MANY = 2


def slope(x):
    return steep(x) * MANY * late(x)


def late(x):
    return x
"""


METHODS = """\
class Net:
    most = 1

    def loss(self, x):
        return self.most + self.rest()

    def rest(self):
        return 0
"""


def test_a_helper_stands_before_what_the_overlay_has_next() -> None:
    """A new function is added before the overlay's next statement that has a counterpart, or at the end."""
    variant = render_overlay(REFERENCE, HELPERS)
    above, below = HELPERS.split("\n\ndef late")
    changed = replaced(("# how steep it is\ndef slope(x):\n    return RATE * x\n", above))
    assert variant.text == f"{changed}\n\ndef late{below}"
    assert variant.definitions == frozenset({"steep", "slope", "late"})
    assert variant.statements == frozenset({"MANY"})


def test_a_new_method_stands_before_the_next_one_or_at_the_end_of_its_class() -> None:
    """A new method or class variable is added before the next one that has a counterpart, or at the class's end."""
    expected = replaced(
        ("    def loss(self, x):\n", "    most = 1\n\n    def loss(self, x):\n"),
        ("return slope(x) ** 2", "return self.most + self.rest()"),
        ("            return 2\n", "            return 2\n\n    def rest(self):\n        return 0\n"),
    )
    assert render_overlay(REFERENCE, METHODS).text == expected


FUTURE = "from __future__ import annotations\n"


@pytest.mark.parametrize(
    ("reference", "top"),
    [
        ('"""Doc."""\n\nimport os\nimport re\n', f'"""Doc."""\n\n{FUTURE}\nimport os\nimport re\nimport math\n'),
        ('"""Doc."""\n', f'"""Doc."""\n\n{FUTURE}\nimport math\n'),
        ("", f"{FUTURE}\nimport math\n"),
        ("from __future__ import division\n", f"from __future__ import division\n{FUTURE}import math\n"),
        ("import os\n", f"{FUTURE}\nimport os\nimport math\n"),
    ],
)
def test_imports_are_added_at_the_top(reference: str, top: str) -> None:
    """New imports are added at the top, those from ``__future__`` first. They do not count as changes."""
    gap = "\n" if reference else ""
    variant = render_overlay(f"{reference}{gap}A = 1\n", f"{FUTURE}\nimport math\n\nA = 2\n")
    assert variant.text == f"{top}\nA = 2\n"
    assert variant.statements == frozenset({"A"})
    compile(variant.text, "variant", "exec")


def test_a_docstring_is_added_above_everything() -> None:
    """A docstring becomes the first statement, also if the reference has none."""
    variant = render_overlay("import os\n\nA = 1\n", '"""Why."""\n\nimport re\n\nA = 2\n')
    assert variant.text == '"""Why."""\n\nimport os\nimport re\n\nA = 2\n'


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_ends_of_lines_are_pythons(end: str) -> None:
    """The rendered file has line feeds, also if the two files have other line ends."""
    overlay = "def slope(x):\n    return x\n"
    expected = render_overlay(REFERENCE, overlay).text
    assert render_overlay(REFERENCE.replace("\n", end), overlay.replace("\n", end)).text == expected


def test_characters_that_end_a_line_for_others_do_not() -> None:
    """A form feed, or a Unicode line separator in a string, does not end a line."""
    reference = 'A = "\u2028 \x85"\n\x0c\ndef f():\n    return 1\n\n\nB = 2\n'
    assert render_overlay(reference, "def f():\n    return 3\n").text == reference.replace("return 1", "return 3")


def test_tabs_and_a_missing_last_line_end() -> None:
    """Tabs stay, and a missing line end at the end of the file is added."""
    reference = "class A:\n\tdef f(self):\n\t\treturn 1\n\n\tdef g(self):\n\t\treturn 2"
    overlay = "class A:\n\tdef g(self):\n\t\treturn 3"
    assert render_overlay(reference, overlay).text == reference.replace("return 2", "return 3") + "\n"


def test_text_that_looks_like_a_comment_belongs_to_its_string() -> None:
    """A line of a string that begins with ``#`` does not count as a comment above the next definition."""
    reference = 'A = """\n# no comment"""\ndef f():\n    return 1\n'
    assert render_overlay(reference, "def f():\n    return 2\n").text == reference.replace("return 1", "return 2")


def test_a_change_of_what_is_rendered_counts_the_renderer_up() -> None:
    """If rendering changes, ``RENDERER`` must change, too: the digests of suites use it for the rendered files."""
    overlays = [*(overlay for overlay, _, _ in CASES.values()), HELPERS, METHODS, f"{FUTURE}import math\nRATE = 1\n"]
    whole = "\0".join(render_overlay(REFERENCE, overlay).text for overlay in overlays)
    assert (RENDERER, hashlib.sha256(whole.encode()).hexdigest()[:16]) == (1, "f88208aad37d542d")
