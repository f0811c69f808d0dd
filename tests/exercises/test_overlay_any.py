"""Properties of rendering that hold for any reference and any overlay."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import CatalogueError
from grader.exercises.body import read_body
from grader.exercises.overlay import render_overlay

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
    """Return a module of some statements with blank lines between them, perhaps with a docstring."""
    return "".join(f"{piece}\n" + "\n" * gap for piece in (["'''Doc.'''"] if doc else []) + pieces)


@given(modules, st.integers(0, 3), st.booleans())
def test_a_reference_over_itself_is_itself(pieces: list[str], gap: int, doc: bool) -> None:
    """An overlay with all named statements of the reference renders as the reference."""
    reference = whole(pieces, gap, doc)
    names: list[str] = [n for i in read_body(reference, "it").items for n in i.names]
    body = read_body(reference, "it")
    # statements that share only some of their names are refused
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
    """The rendered file is Python. It binds each name as the overlay does, or else as the reference does."""
    reference, overlay = whole(ours, gap, doc), whole(theirs, gap, doc=False)
    try:
        text = render_overlay(reference, overlay).text
    except CatalogueError:
        return
    shapes = [[(i.names, i.shape) for i in read_body(t, "it").items] for t in (reference, overlay, text)]
    base, over, both = shapes
    bound = {names for names, _ in over}
    # a merged class has members of both, so its shape differs from both
    expected = [(n, s) for n, s in base if not n or n not in bound] + [(n, s) for n, s in over if n]
    classes = ({"C"}, {"D"})
    assert sorted((sorted(n), s) for n, s in both if n and n not in classes) == sorted(
        (sorted(n), s) for n, s in expected if n and n not in classes
    )
