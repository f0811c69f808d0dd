"""One definition of a file is replaced, and nothing else of it."""

from __future__ import annotations

import ast

import pytest

from grader.desk.definitions import lines_of, with_definition_of

STUB = '''"""A stub."""

import numpy as np


def f(x):
    """Return x.

Flush left.
    """
    # TODO: write this function
    raise NotImplementedError("f")


class Net:
    """A net."""

    def __init__(self, w):
        raise NotImplementedError("init")

    @property
    def size(self):
        """The size."""
        raise NotImplementedError("size")


def g():
    raise NotImplementedError("g")
'''

F = STUB[STUB.index("def f") : STUB.index("\n\nclass")]
NET = STUB[STUB.index("class Net") : STUB.index("\n\ndef g")]
SIZE = STUB[STUB.index("    @property") : STUB.index("\n\ndef g")]


@pytest.mark.parametrize("name", ["f", "Net", "g", "Net.size", "Net.__init__"])
def test_what_was_written_goes_and_the_rest_stays(name: str) -> None:
    """Every line outside of the definition is as before, whatever it is."""
    before = STUB.replace("raise NotImplementedError", "return  # mine") + "\n# the end\n"
    after = with_definition_of(before, STUB, name)
    changed = [
        n for n, (old, new) in enumerate(zip(before.splitlines(), after.splitlines(), strict=True)) if old != new
    ]
    assert changed
    whole = {"f": F, "Net": NET, "g": 'def g():\n    raise NotImplementedError("g")\n', "Net.size": SIZE}
    if name in whole:
        assert whole[name] in after
    assert after.count("NotImplementedError") == (2 if name == "Net" else 1)
    assert after.endswith("\n# the end\n")
    assert with_definition_of(after, STUB, name) == after


def test_all_definitions_put_back_are_the_stub() -> None:
    """Whatever their lengths became."""
    text = STUB.replace(F, "def f(x):\n    y = x\n\n    return y\n")
    text = text.replace(SIZE, "    def size(self):\n        return 3\n\n    def more(self):\n        pass\n")
    for name in ("f", "Net"):
        assert text != STUB
        text = with_definition_of(text, STUB, name)
    assert text == STUB


def test_comments_above_stay_and_decorators_go() -> None:
    """A comment may be about anything; a decorator belongs to the definition."""
    before = "# about f\n@cache\n@other(\n    1\n)\ndef f(x):\n    return x\n# about the rest\nx = 1\n"
    assert with_definition_of(before, STUB, "f") == f"# about f\n{F}# about the rest\nx = 1\n"
    assert with_definition_of("class Net:\n    size = 3\n", STUB, "Net.size") == f"class Net:\n    size = 3\n\n{SIZE}"


def test_of_several_the_last_is_replaced() -> None:
    """It is the one that counts, and the others would be left as somebody's work."""
    before = "def f(x):\n    return 1\n\n\nx = 2\n\n\ndef f(x):\n    return 3\n\n\ny = 4\n"
    assert with_definition_of(before, STUB, "f") == f"\n\nx = 2\n\n\n{F}\n\ny = 4\n"


@pytest.mark.parametrize(
    ("before", "name", "after"),
    [
        ("", "f", F),
        ("x = 1\n", "f", f"x = 1\n\n\n{F}"),
        ("x = 1", "f", f"x = 1\n\n\n{F}"),
        ("f = lambda x: x\n", "f", f"f = lambda x: x\n\n\n{F}"),
        ("x = 1\n", "Net.size", f"x = 1\n\n\n{NET}"),
        ("class Net: pass\n", "Net.size", NET),
        ("def Net(): pass\n", "Net.size", NET),
        ("class Net:\n    x = 1\n\n\ny = 2\n", "Net.size", f"class Net:\n    x = 1\n\n{SIZE}\n\ny = 2\n"),
        ("class Net:\n    x = 1", "Net.size", f"class Net:\n    x = 1\n\n{SIZE}"),
    ],
)
def test_what_is_not_there_is_added(before: str, name: str, after: str) -> None:
    """At the end of the module or the class; a method without its class brings it."""
    assert with_definition_of(before, STUB, name) == after


def test_line_ends_and_indentation_stay_the_file_s() -> None:
    """Of Windows, and with tabs or two blanks in a class."""
    windows = STUB.replace("raise NotImplementedError", "return  # mine").replace("\n", "\r\n")
    after = with_definition_of(windows, STUB, "f")
    assert F.replace("\n", "\r\n") in after
    assert "\n" not in after.replace("\r\n", "")
    for blank in ("\t", "  "):
        before = f"class Net:\n{blank}def size(self):\n{blank}{blank}return 1\n"
        made = with_definition_of(before, STUB, "Net.size")
        assert f"class Net:\n{blank}@property\n{blank}def size(self):\n" in made
        ast.parse(made)


@pytest.mark.parametrize(
    "broken",
    ["def f(x:\n    return (1\n", "def f(x):\n    return 'a\n", "def f(x):\n  if x\n    y\n\n# more\n", "def f(\n"],
)
def test_a_definition_with_a_syntax_error_can_be_put_back(broken: str) -> None:
    """That is when it is needed most. The lines below it that begin no statement are its own, comments are not."""
    made = with_definition_of(f"x = 1\n\n\n{broken}\n\n# about g\ndef g():\n    return 2\n", STUB, "f")
    assert made.startswith(f"x = 1\n\n\n{F}\n")
    assert made.endswith("# about g\ndef g():\n    return 2\n")


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("def f(x):\n    return 1\n\n\ndef g(:\n    pass\n", "f"),
        ("def f(:\n    pass\n\n\ndef g(:\n    pass\n", "f"),
        ("def f(:\n    pass\n\n\ndef f(:\n    pass\n", "f"),
        ("class Net:\n    def size(:\n        pass\n", "Net.size"),
        ("x = (\n", "f"),
    ],
)
def test_an_error_elsewhere_is_told(before: str, name: str) -> None:
    """With its line; nothing is guessed."""
    with pytest.raises(SyntaxError) as caught:
        with_definition_of(before, STUB, name)
    assert caught.value.lineno


def test_what_the_stub_has_not() -> None:
    """It is no fault of the student's file."""
    for name in ("h", "Net.width", "f.width"):
        with pytest.raises(KeyError):
            with_definition_of("class Net:\n    x = 1\n\n\nclass f:\n    x = 1\n", STUB, name)
    with pytest.raises((SyntaxError, ValueError), match="null bytes"):  # which, depends on the version of Python
        with_definition_of("x = 1\0", STUB, "f")


def test_lines_are_those_that_python_counts() -> None:
    """A form feed or a line separator of Unicode ends none."""
    text = "a\x0cb\u2028c\r\nd\re\n\nf"
    assert lines_of(text) == ["a\x0cb\u2028c\r\n", "d\r", "e\n", "\n", "f"]
    assert lines_of("") == []
