"""What an exception means, in words of a first course: by its kind, its text and the line that raised it.

The line is read in the judge's copy of the file, which was handed in before any test ran. The text comes from the
submission's process, so it only chooses among the sentences of this file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from grader.errors import Place
from grader.language import Message, _


@dataclass(frozen=True, slots=True)
class Meaning:
    """One kind of exception.

    Attributes:
        key: its name in records.
        kinds: names of the exceptions.
        text: found in the exception's text.
        code: found in the line that raised it.
        words: what is told; ``{where}`` is the line.
    """

    key: str
    kinds: frozenset[str]
    text: re.Pattern[str]
    code: re.Pattern[str]
    words: Message


def meaning(kind: str, text: str, place: Place) -> tuple[str, Message] | None:
    """Return key and words for an exception, if it is a known one.

    Args:
        kind: name of its class.
        text: its text.
        place: the line that raised it.
    """
    for known in MEANINGS:
        if kind in known.kinds and known.text.search(text) and known.code.search(place.source):
            return known.key, known.words.having(where=place.where)
    return None


def _kind(key: str, kinds: str, text: str, code: str, words: Message) -> Meaning:
    return Meaning(key, frozenset(kinds.split()), re.compile(text), re.compile(code), words)


MEANINGS = (
    _kind(
        "old_numpy",
        "AttributeError",
        r"module 'numpy' has no attribute|np\.\w+",
        r"\bnp\.(int|float|bool|object|str|long|complex|unicode)\b",
        _("Look {where}: NumPy has no such name any more. Python's own int, float and bool take its place."),
    ),
    _kind(
        "module_missing",
        "ModuleNotFoundError",
        r"",
        r"\b(import|from)\b",
        _("Look {where}: a module is imported there that is neither handed in nor installed where files are graded."),
    ),
    _kind(
        "import_without_the_name",
        "ImportError",
        r"cannot import name",
        r"",
        _("Look {where}: a name is imported there that the module does not have."),
    ),
    _kind(
        "label_is_a_number",
        "AttributeError",
        r"'(int|float|int64|int32)' object has no attribute",
        r"\.(size|shape|ndim|reshape|argmax|ravel|T|copy|astype)\b",
        _("Look {where}: a plain number arrives there, which has no size, shape or reshape. np.asarray gives it one."),
    ),
    _kind(
        "whole_array_as_one",
        "ValueError",
        r"truth value of an array",
        r"\b(max|min)\(|\bif\b|\band\b|\bor\b|\bnot\b|\bwhile\b|\bany\(|\ball\(|[<>=]",
        _("Look {where}: a whole array is asked as if it were one number. np.maximum or np.where go by element."),
    ),
    _kind(
        "number_wanted",
        "TypeError",
        r"only (length-1|size-1|0-dimensional|integer scalar) arrays|converted to Python scalars|must be real number",
        r"\bmath\.|\bint\(|\bfloat\(|\brange\(|\bround\(|\[",
        _("Look {where}: something there takes one number and gets an array. NumPy's functions take arrays."),
    ),
    _kind(
        "shapes_do_not_fit",
        "ValueError",
        r"could not be broadcast|shapes .* not aligned|matmul: |mismatch in its core dimension",
        r"",
        _("Look {where}: the shapes of two arrays do not fit together there. Print both shapes."),
    ),
    _kind(
        "reshape_does_not_fit",
        "ValueError",
        r"cannot reshape array",
        r"",
        _("Look {where}: the array has another number of elements than the new shape."),
    ),
    _kind(
        "axis_missing_of_labels",
        "AxisError IndexError ValueError",
        r"axis \d+ is out of bounds|too many indices",
        r"\bargmax\(\s*(t|labels?|y_true)\b|\b(t|labels?|y_true)\.argmax\b",
        _("Look {where}: labels that are class numbers have one axis, and that line needs those of one-hot labels."),
    ),
    _kind(
        "axis_missing",
        "AxisError IndexError ValueError",
        r"axis \d+ is out of bounds|too many indices",
        r"",
        _("Look {where}: the array has fewer axes than that line needs, as one sample has beside a batch."),
    ),
    _kind(
        "command_line",
        "IndexError SystemExit KeyError ValueError",
        r"",
        r"sys\.argv|argparse|parse_args",
        _("Look {where}: a graded file is imported and gets no arguments of a command line."),
    ),
    _kind(
        "keyboard",
        "EOFError",
        r"",
        r"\binput\(",
        _("Look {where}: nobody types an answer while a file is graded."),
    ),
    _kind(
        "network",
        "URLError ConnectionError ConnectionRefusedError OSError PermissionError gaierror Exception",
        r"",
        r"urlopen|urlretrieve|requests\.|http|load_data|download|fetch_|socket",
        _("Look {where}: something is loaded from the network there, and there is none while a file is graded."),
    ),
    _kind(
        "file_missing",
        "FileNotFoundError OSError PermissionError",
        r"",
        r"open\(|load\(|loadtxt\(|read_csv\(|imread\(|save",
        _("Look {where}: a file is opened there that is not beside the graded one."),
    ),
    _kind(
        "index_beyond",
        "IndexError",
        r"out of (bounds|range)",
        r"",
        _("Look {where}: an index there is beyond the end."),
    ),
    _kind(
        "result_is_none",
        "TypeError AttributeError",
        r"NoneType",
        r"",
        _("Look {where}: a value is None there. Does the function that made it return something?"),
    ),
    _kind(
        "not_called",
        "TypeError AttributeError",
        r"'(method|function|builtin_function_or_method)'",
        r"",
        _("Look {where}: a function is used there as if it were its result. Are the brackets missing?"),
    ),
    _kind(
        "argument_count",
        "TypeError",
        r"positional argument|unexpected keyword argument|takes no arguments|required argument",
        r"",
        _("Look {where}: a function is called there with other arguments than it takes."),
    ),
    _kind(
        "integers_in_place",
        "UFuncTypeError UFuncOutputCastingError _UFuncOutputCastingError TypeError",
        r"Cannot cast ufunc",
        r"",
        _("Look {where}: an array of whole numbers is changed in place there and cannot hold fractions."),
    ),
    _kind(
        "read_only",
        "ValueError",
        r"read-only",
        r"",
        _("Look {where}: an array is changed there that must stay as it is. Copy it first."),
    ),
    _kind(
        "unbound_local",
        "UnboundLocalError",
        r"",
        r"",
        _("Look {where}: a variable is read there before anything is assigned to it."),
    ),
    _kind(
        "division_by_zero",
        "ZeroDivisionError",
        r"",
        r"",
        _("Look {where}: something is divided by 0 there."),
    ),
    _kind(
        "endless_recursion",
        "RecursionError",
        r"",
        r"",
        _("Look {where}: a function calls itself without an end."),
    ),
    _kind(
        "tuple_given",
        "TypeError AttributeError",
        r"'tuple' object|\btuple\b",
        r"",
        _("Look {where}: a tuple arrives there. Is there a comma too many, as in 0,5 for 0.5?"),
    ),
    _kind(
        "list_given",
        "TypeError AttributeError",
        r"'list' object|list indices|\blist\b",
        r"",
        _("Look {where}: a list arrives there, and a list does not calculate as an array. np.asarray makes one of it."),
    ),
)
"""The first that fits is told."""
