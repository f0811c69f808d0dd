"""Exceptions and unreadable files in words: each kind has its own sentence, in both languages."""

import pytest

from grader.errors import Place
from grader.explain.raised import MEANINGS, meaning
from grader.explain.unreadable import encoding_fault, misspelt, misspelt_attribute, syntax_fault
from grader.language import _

WHERE = _("on line {line} of {file}", line=7, file="losses.py")


@pytest.mark.parametrize(
    ("key", "kind", "text", "code"),
    [
        ("old_numpy", "AttributeError", "module 'numpy' has no attribute 'float'.", "x = x.astype(np.float)"),
        ("module_missing", "ModuleNotFoundError", "No module named 'common'", "from common.functions import softmax"),
        ("import_without_the_name", "ImportError", "cannot import name 'f' from 'numpy'", "from numpy import f"),
        ("axis_missing_of_labels", "AxisError", "axis 1 is out of bounds for array ...", "np.argmax(t, axis=1)"),
        ("label_is_a_number", "AttributeError", "'int' object has no attribute 'reshape'", "t = t.reshape(1, -1)"),
        ("label_is_a_number", "AttributeError", "'int' object has no attribute 'size'", "if t.size == y.size:"),
        ("whole_array_as_one", "ValueError", "The truth value of an array with more than one ...", "return max(0, x)"),
        ("number_wanted", "TypeError", "only length-1 arrays can be converted to Python scalars", "math.exp(x)"),
        ("shapes_do_not_fit", "ValueError", "operands could not be broadcast together with ...", "y - t"),
        ("shapes_do_not_fit", "ValueError", "matmul: Input operand 1 has a mismatch in its core ...", "x @ W"),
        ("axis_missing", "AxisError", "axis 1 is out of bounds for array of dimension 1", "np.sum(x, axis=1)"),
        ("axis_missing", "IndexError", "too many indices for array: array is 1-dimensional", "x[i, j] = 0"),
        ("index_beyond", "IndexError", "index 3 is out of bounds for axis 0 with size 3", "x[i] += h"),
        ("command_line", "IndexError", "list index out of range", "rate = float(sys.argv[1])"),
        ("keyboard", "EOFError", "EOF when reading a line", "name = input('name')"),
        ("network", "URLError", "<urlopen error>", "request.urlretrieve(URL)"),
        ("file_missing", "FileNotFoundError", "[Errno 2] ...", "data = np.loadtxt('w.csv')"),
        ("result_is_none", "TypeError", "unsupported operand type(s) for -: 'NoneType' and 'float'", "f(x) - 1.0"),
        ("not_called", "TypeError", "unsupported operand type(s) for *: 'method' and 'float'", "x.sum * 2.0"),
        ("argument_count", "TypeError", "f() missing 1 required positional argument: 't'", "f(y)"),
        ("integers_in_place", "UFuncTypeError", "Cannot cast ufunc 'subtract' output from ...", "x -= 0.5"),
        ("unbound_local", "UnboundLocalError", "...", "return loss"),
        ("division_by_zero", "ZeroDivisionError", "division by zero", "return 1 / n"),
        ("tuple_given", "TypeError", "can only concatenate tuple (not \"float\") to tuple", "0,5 * x"),
        ("endless_recursion", "RecursionError", "maximum recursion depth exceeded", "return f(x)"),
    ],
)  # fmt: skip
def test_an_exception_has_a_sentence(key: str, kind: str, text: str, code: str) -> None:
    found = meaning(kind, text, Place(str(WHERE), code))
    assert found is not None
    assert found[0] == key


def test_a_text_alone_does_not_choose_the_sentence() -> None:
    """The text of an exception comes from the submission, the line from the judge's copy: both must fit."""
    place = Place(str(WHERE), "raise AttributeError(secret)")
    assert meaning("AttributeError", "module 'numpy' has no attribute 'float'", place) is None


def test_every_sentence_has_its_line_in_both_languages() -> None:
    for known in MEANINGS:
        said = known.words.having(where=WHERE)
        assert "on line 7 of losses.py" in str(said)
        assert "losses.py 第 7 行" in said.told("zh-CN"), known.key


@pytest.mark.parametrize(
    ("key", "line", "source"),
    [
        ("full_width", 2, "def f(x):\n    return x（0）\n"),
        ("print", 2, "def f(x):\n    print x\n"),
        ("newer", 1, "def f[T](x: T) -> T:\n    return x\n"),
        ("newer", 1, "type Vector = list[float]\n"),
        ("indentation", 3, "def f(x):\n    y = x\n     return y\n"),
        ("never_closed", 2, "def f(x):\n    return (x + 1\n"),
        ("unmatched", 2, "def f(x):\n    return x + 1)\n"),
        ("colon", 1, "def f(x)\n    return x\n"),
        ("equals", 2, "def f(x):\n    if x = 1:\n        return x\n"),
        ("unterminated", 2, "def f(x):\n    return 'x\n"),
        ("syntax", 2, "def f(x):\n    return x x\n"),
    ],
)
def test_a_file_that_is_not_python_is_told_its_line(key: str, line: int, source: str) -> None:
    found = syntax_fault(source, "losses.py")
    assert found is not None
    assert found[:2] == (key, line)
    assert str(line) in found[2].told("zh-CN")


def test_python_has_no_syntax_fault() -> None:
    assert syntax_fault("def f(x):\n    return x\n", "losses.py") is None


@pytest.mark.parametrize(
    ("key", "line", "raw"),
    [
        ("utf_16", 1, "def f(x):\n    return x\n".encode("utf-16")),
        ("utf_16", 1, "def f(x):\n    return x\n".encode("utf-16-le")),
        ("encoding", 3, "def f(x):\n    y = x\n    return y  # 返回\n".encode("gbk")),
        ("encoding", 1, "# 返回\n".encode("gbk")),
    ],
)
def test_a_file_in_another_encoding_is_told_its_line(key: str, line: int, raw: bytes) -> None:
    found = encoding_fault(raw, "losses.py")
    assert found is not None
    assert found[:2] == (key, line)
    assert "UTF-8" in found[2].told("zh-CN")
    assert found[2].told("zh-CN") != str(found[2])


@pytest.mark.parametrize("head", ["", "# -*- coding: gbk -*-\n"])
def test_a_file_whose_encoding_python_knows_has_no_fault(head: str) -> None:
    """UTF-8 with or without its mark, or what the file itself names."""
    text = f"{head}def f(x):\n    return x  # 返回\n"
    assert encoding_fault(text.encode("gbk" if head else "utf-8-sig"), "losses.py") is None
    assert head or encoding_fault(text.encode(), "losses.py") is None


def test_a_misspelt_name_is_found() -> None:
    source = "def mean_sqared_error(y, t):\n    ...\n\nclass twoLayernet: ...\n"
    assert misspelt(source, ("mean_squared_error", "TwoLayerNet", "gradient")) == {
        "mean_squared_error": ("mean_sqared_error", 1),
        "TwoLayerNet": ("twoLayernet", 4),
    }


def test_a_wanted_name_is_no_misspelling_of_another() -> None:
    """The names of an exercise are alike: a missing function is not the one beside it."""
    source = "def root_mean_squared_error(y, t):\n    ...\n"
    assert misspelt(source, ("mean_squared_error", "root_mean_squared_error")) == {}


def test_one_definition_is_a_misspelling_of_one_name() -> None:
    wanted = ("root_mean_squared_error", "mean_squared_error", "mean_absolute_error")
    assert misspelt("def mean_squred_error(y, t): ...", wanted) == {"mean_squared_error": ("mean_squred_error", 1)}


def test_an_attribute_is_misspelt_if_its_class_sets_one_much_like_it() -> None:
    """Other classes of the file do not count, nor does an attribute that is set somewhere and was not yet."""
    source = "class Affine:\n    def backward(self, d):\n        self.dw = d\n\nclass Other:\n    dW = 1\n"
    said = "'Affine' object has no attribute 'dW'"
    assert misspelt_attribute(source, said) == ("dW", "dw", 3)
    assert misspelt_attribute(source.replace("self.dw", "self.dW"), said) is None
    assert misspelt_attribute(source.replace("self.dw", "self.cache"), said) is None
    assert misspelt_attribute(source, "'Missing' object has no attribute 'dW'") is None
