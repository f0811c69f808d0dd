"""Overlays: what differs from the reference is put into it by name, as text, and nothing else changes."""

from __future__ import annotations

import ast
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import CatalogueError
from grader.exercises.body import read_body
from grader.exercises.overlay import RENDERER, render_overlay

REFERENCE = '''\
"""The reference."""

import numpy as np

RATE = 0.5


# how steep it is
def slope(x):
    return RATE * x


@np.vectorize
def step(x):
    return x > 0


class Net(dict):
    """A net."""

    size = 3

    def __init__(self, n):
        self.n = n

    @property
    def width(self):
        return self.n

    @width.setter
    def width(self, n):
        self.n = n

    def loss(self, x):
        return slope(x) ** 2

    __call__ = loss

    class Part:
        def one(self):
            return 1

        def two(self):
            return 2


async def train(net):
    return net
'''


def replaced(*changes: tuple[str, str]) -> str:
    """Return the reference with some of its text exchanged."""
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
    """The rest of the reference stays, byte for byte; what changed is known by name."""
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
    """What binds a name gives way to what binds it in the overlay, whatever kind of statement that is."""
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
    """One that nothing follows stands at the end; blank lines are those of the rest."""
    variant = render_overlay(REFERENCE, HELPERS)
    above, below = HELPERS.split("\n\ndef late")
    changed = replaced(("# how steep it is\ndef slope(x):\n    return RATE * x\n", above))
    assert variant.text == f"{changed}\n\ndef late{below}"
    assert variant.definitions == frozenset({"steep", "slope", "late"})
    assert variant.statements == frozenset({"MANY"})


def test_a_new_method_stands_before_the_next_one_or_at_the_end_of_its_class() -> None:
    """A variable of the class that nothing else binds does too."""
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
    """Those from __future__ come first, as Python asks for; none of them is a change by itself."""
    gap = "\n" if reference else ""
    variant = render_overlay(f"{reference}{gap}A = 1\n", f"{FUTURE}\nimport math\n\nA = 2\n")
    assert variant.text == f"{top}\nA = 2\n"
    assert variant.statements == frozenset({"A"})
    compile(variant.text, "variant", "exec")


def test_a_docstring_is_added_above_everything() -> None:
    """Also where the reference has none."""
    variant = render_overlay("import os\n\nA = 1\n", '"""Why."""\n\nimport re\n\nA = 2\n')
    assert variant.text == '"""Why."""\n\nimport os\nimport re\n\nA = 2\n'


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_ends_of_lines_are_pythons(end: str) -> None:
    """Whatever ends the lines of either file, the rendered one has line feeds."""
    overlay = "def slope(x):\n    return x\n"
    expected = render_overlay(REFERENCE, overlay).text
    assert render_overlay(REFERENCE.replace("\n", end), overlay.replace("\n", end)).text == expected


def test_characters_that_end_a_line_for_others_do_not() -> None:
    """A form feed, or the Unicode line separator in a text, is no end of a line of Python."""
    reference = 'A = "\u2028 \x85"\n\x0c\ndef f():\n    return 1\n\n\nB = 2\n'
    assert render_overlay(reference, "def f():\n    return 3\n").text == reference.replace("return 1", "return 3")


def test_tabs_and_a_missing_last_line_end() -> None:
    """Tabs stay tabs, and a file without an end of its last line gets one."""
    reference = "class A:\n\tdef f(self):\n\t\treturn 1\n\n\tdef g(self):\n\t\treturn 2"
    overlay = "class A:\n\tdef g(self):\n\t\treturn 3"
    assert render_overlay(reference, overlay).text == reference.replace("return 2", "return 3") + "\n"


def test_text_that_looks_like_a_comment_belongs_to_its_string() -> None:
    """A line of a string that begins with # is not taken for a comment above the next definition."""
    reference = 'A = """\n# no comment"""\ndef f():\n    return 1\n'
    assert render_overlay(reference, "def f():\n    return 2\n").text == reference.replace("return 1", "return 2")


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
    """It names the file, the line and what is wrong."""
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
    """So is an added name that nothing uses, unless Python or what a class inherits from may use it."""
    assert render_overlay(REFERENCE, overlay, "wrong.py").faults == ((f"wrong.py{fault}",) if fault else ())


def test_a_method_that_nothing_calls_is_a_fault_of_a_class_without_bases() -> None:
    """A class with bases may be given what they call."""
    overlay = "class A:\n    def g(self):\n        return 1\n"
    (fault,) = render_overlay("class A:\n    def f(self):\n        return 1\n", overlay).faults
    assert fault == "the overlay, line 2: A.g is not in the reference, and nothing uses it: is it misspelt?"


LONG = """\
class D(C, metaclass=type):
    '''Doc.'''

    x = 1

    # above m
    def m(self):
        return '''
# text
'''

    @property
    def p(self):
        return 1

    @p.setter
    def p(self, v):
        pass"""

PIECES = [
    "A = 1",
    "# above\nA, B = 1, 2",
    "import os.path\nimport os",
    "from math import (\n    pi,\n    e,\n)",
    "def f(x):\n    # inside\n    return x",
    "# one\n# two\n@d\n@e(1,\n   2)\ndef g():\n    pass\n    # below",
    "async def h():\n    await h()",
    "class C:\n    pass",
    LONG,
    "if A:\n    Q = 1\nelse:\n    Q = 2",
    "try:\n    import tomllib\nexcept ImportError:\n    tomllib = None",
    "T = '''\nclass A:\n# x'''",
    "print(A)",
]

modules = st.lists(st.sampled_from(PIECES), unique=True, max_size=8)


def whole(pieces: list[str], gap: int, doc: bool) -> str:
    return "".join(f"{piece}\n" + "\n" * gap for piece in (["'''Doc.'''"] if doc else []) + pieces)


@given(modules, st.integers(0, 3), st.booleans())
def test_a_reference_over_itself_is_itself(pieces: list[str], gap: int, doc: bool) -> None:
    """Each statement finds its own place again, so nothing moves; statements without a name are left out."""
    reference = whole(pieces, gap, doc)
    names: list[str] = [n for i in read_body(reference, "it").items for n in i.names]
    body = read_body(reference, "it")
    # two statements that share a name with others are refused, and bind nothing here
    if any(a.names & b.names and a.names != b.names for a in body.items for b in body.items):
        with pytest.raises(CatalogueError):
            render_overlay(reference, reference)
        return
    overlay = "".join(body.text(item) + "\n\n" for item in body.items if item.names)
    variant = render_overlay(reference, overlay)
    assert ast.dump(ast.parse(variant.text)) == ast.dump(ast.parse(reference))
    if len(names) == len(set(names)):
        assert variant.text == reference
    assert variant.definitions == variant.statements == frozenset()
    assert len(variant.faults) >= bool(names)


@given(modules, modules, st.integers(0, 2), st.booleans())
def test_what_is_rendered_has_the_overlays_statements_and_the_references_others(
    ours: list[str], theirs: list[str], gap: int, doc: bool
) -> None:
    """Whatever the two are, the file is Python and binds each name as the overlay does, else as the reference does."""
    reference, overlay = whole(ours, gap, doc), whole(theirs, gap, doc=False)
    try:
        text = render_overlay(reference, overlay).text
    except CatalogueError:
        return
    shapes = [[(i.names, i.shape) for i in read_body(t, "it").items] for t in (reference, overlay, text)]
    base, over, both = shapes
    bound = {names for names, _ in over}
    # a class keeps the members that the overlay's does not bind, so its shape is neither's
    expected = [(n, s) for n, s in base if not n or n not in bound] + [(n, s) for n, s in over if n]
    classes = ({"C"}, {"D"})
    assert sorted((sorted(n), s) for n, s in both if n and n not in classes) == sorted(
        (sorted(n), s) for n, s in expected if n and n not in classes
    )


def test_a_change_of_what_is_rendered_counts_the_renderer_up() -> None:
    """Digests of suites hold the texts and this number: the same number must always mean the same files."""
    overlays = [*(overlay for overlay, _, _ in CASES.values()), HELPERS, METHODS, f"{FUTURE}import math\nRATE = 1\n"]
    whole = "\0".join(render_overlay(REFERENCE, overlay).text for overlay in overlays)
    assert (RENDERER, hashlib.sha256(whole.encode()).hexdigest()[:16]) == (1, "f88208aad37d542d")
