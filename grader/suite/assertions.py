"""Comparisons for suites. Each raises a ``Mismatch`` whose parts (call, expected, got, where) stay apart.

They accept anything that came back from a worker: a wrong form becomes a ``Mismatch`` with a sentence about the form,
never an exception of NumPy's. The summary is shown of a hidden test, so it names no input, no expected value, and
nothing that the submission chose: no text, number, shape, length, dtype or class name. A form is one of ``FORMS``.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from grader.errors import Mismatch, StudentRaised
from grader.language import Message, _, either
from grader.suite.describe import describe, said
from grader.suite.marks import Award, running
from grader.suite.proxy import SubmissionProxy
from grader.suite.remote import Handle

RTOL = 1e-5
"""Relative tolerance. float32 carries 24 bits (6e-8); losses and activations of the sizes that are asked for lose at
most two digits of them. An epsilon of 1e-15 to 1e-5 in a logarithm moves values of ordinary probabilities by less."""

ATOL = 1e-7
"""Absolute tolerance, for expected values near zero: float32's resolution at 1."""

MAX_LENGTH = 200_000
"""Items of a list that are looked at one by one: as many as a worker may send."""

MAX_ELEMENTS = 2**23
"""Elements of an array for which no shape is asked: as float64 they take 64 MiB, as much as the largest answer. The
largest array that a suite asks for in this way is a batch."""

RESULT = _("the result")
"""What is compared where a test does not name it."""

_proxy: SubmissionProxy | None = None


def speak_for(proxy: SubmissionProxy | None) -> None:
    """Set the submission that the running test calls, so that a mismatch can name the last call."""
    global _proxy
    _proxy = proxy


@contextlib.contextmanager
def asking(proxy: SubmissionProxy) -> Iterator[Award]:
    """Make ``proxy`` the submission of the test that runs meanwhile; yield the award that the test gives."""
    award = Award()
    token = running.set(award)
    speak_for(proxy)
    try:
        yield award
    finally:
        speak_for(None)
        running.reset(token)


def _mismatch(summary: str, expected: Any = "", got: Any = "", where: str = "") -> Mismatch:
    call = _proxy.last_call if _proxy is not None else ""
    is_text = isinstance(expected, Message) or type(expected) is str
    text = said(expected) if is_text else describe(expected, 1000)
    return Mismatch(said(summary), call=call, expected=text, got=_got(got), where=where)


def _got(value: Any) -> str:
    """Return what came back as text. A string stands in quotation marks, so that it cannot pass for words of ours."""
    return "" if type(value) is str and not value else value if isinstance(value, Message) else describe(value, 1000)


def expect(condition: bool, summary: str, *, expected: Any = "", got: Any = "") -> None:
    """Require ``condition``.

    Args:
        condition: what must hold.
        summary: what is wrong otherwise, in words that give away no input or expected value.
        expected: shown to the instructor, and of public tests.
        got: shown to the instructor, and of public tests.
    """
    if not condition:
        raise _mismatch(summary, expected, got)


def is_number(value: Any) -> bool:
    """Return whether ``value`` is one real number: of Python, of NumPy, or in an array of one element."""
    if isinstance(value, (np.ndarray, np.generic)):
        return value.size == 1 and value.dtype.kind in "biuf"
    return type(value) in (bool, int, float)


def as_scalar(value: Any, what: str = RESULT) -> float:
    """Return ``value`` as a float: a Python or NumPy number, a 0-d array or an array of one element.

    Raises:
        Mismatch: it is none of these.
    """
    if not is_number(value):
        raise _mismatch(
            _("{what} should be one number, but is {form}", what=said(what), form=form(value)), _("one number"), value
        )
    try:
        return float(np.asarray(value).reshape(())[()])
    except OverflowError:  # an integer larger than any float
        return float("inf") if value > 0 else float("-inf")


def as_array(value: Any, shape: tuple[int, ...] | None = None, what: str = RESULT) -> np.ndarray[Any, Any]:
    """Return ``value`` as an array of real numbers.

    Integers and booleans become floats, so that arithmetic with them is safe; the float width is kept.

    Raises:
        Mismatch: it is not a NumPy array (or tensor) of real numbers, or its shape is not ``shape``.
    """
    if not isinstance(value, (np.ndarray, np.generic)) and not (shape == () and is_number(value)):
        raise _mismatch(
            _("{what} should be an array, but is {form}", what=said(what), form=form(value)), _("an array"), value
        )
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        holds = _("complex numbers") if array.dtype.kind == "c" else _("something else")
        raise _mismatch(
            _("{what} should hold real numbers, but holds {holds}", what=said(what), holds=holds),
            _("real numbers"),
            value,
        )
    if shape is not None and array.shape != shape:
        wanted = _("shape {shape}", shape=shape)
        raise _mismatch(_("{what} has the wrong shape", what=said(what)), wanted, _("shape {shape}", shape=array.shape))
    if shape is None and array.size > MAX_ELEMENTS:
        raise _mismatch(_("{what} is too large", what=said(what)), "", _("shape {shape}", shape=array.shape))
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def as_list(value: Any, length: int | None = None, what: str = RESULT) -> list[float]:
    """Return ``value``, a list, tuple or 1-D array of numbers, as a list of floats.

    Raises:
        Mismatch: it is none of these, or its length is not ``length``.
    """
    items: Sequence[Any]
    if isinstance(value, np.ndarray) and value.ndim == 1:
        items = value  # type: ignore[assignment]  # it has a length and items
    elif type(value) in (list, tuple):
        items = value
    else:
        raise _mismatch(
            _("{what} should be a list of numbers, but is {form}", what=said(what), form=form(value)),
            _("a list of numbers"),
            value,
        )
    found = _("length {length}", length=len(items))
    if len(items) > MAX_LENGTH:
        raise _mismatch(_("{what} is too long", what=said(what)), "", found)
    if length is not None and len(items) != length:
        raise _mismatch(_("{what} has the wrong length", what=said(what)), _("length {length}", length=length), found)
    return [as_scalar(item, _("each item of {what}", what=said(what))) for item in items]


def as_handle(value: Any, what: str = RESULT) -> Handle:
    """Return ``value``, an object rather than plain data.

    Raises:
        Mismatch: it is plain data.
    """
    if not isinstance(value, Handle):
        raise _mismatch(
            _("{what} should be an object, but is {form}", what=said(what), form=form(value)), _("an object"), value
        )
    return value


def assert_close(got: Any, expected: Any, *, rtol: float = RTOL, atol: float = ATOL, what: str = RESULT) -> None:
    """Require ``got`` to equal ``expected`` within ``atol + rtol * |expected|``, element by element.

    Args:
        got: what came back. If ``expected`` is one number, any form of one number is accepted; if it is an array, only
            an array of that shape.
        expected: a number or an array.
        rtol: relative tolerance.
        atol: absolute tolerance.
        what: the name of what is compared, for messages.
    """
    if np.ndim(expected) == 0:
        number = as_scalar(got, what)
        if not _near(number, float(expected), rtol, atol):
            raise _mismatch(_wrongness(what, number), float(expected), number)
        return
    wanted = np.asarray(expected, dtype=np.float64)
    array = as_array(got, wanted.shape, what)
    near = _close(array.astype(np.float64), wanted, rtol, atol)
    if not np.all(near):
        differ = np.argwhere(~np.asarray(near))
        first = tuple(int(i) for i in differ[0])
        where = _(
            "first at {place}: expected {expected}, got {got}; {count} of {size} differ",
            place=list(first),
            expected=f"{wanted[first]:.8g}",
            got=f"{array[first]:.8g}",
            count=len(differ),
            size=wanted.size,
        )
        raise _mismatch(_wrongness(what, array), wanted, array, where)


def _near(got: float, expected: float, rtol: float, atol: float) -> bool:
    """Return whether two numbers are as close as ``_close`` asks of arrays; NumPy is slow for one number."""
    return got == expected or (math.isfinite(expected) and abs(got - expected) <= atol + rtol * abs(expected))


def _close(got: Any, expected: Any, rtol: float, atol: float) -> Any:
    with np.errstate(all="ignore"):
        return np.isclose(got, expected, rtol=rtol, atol=atol, equal_nan=False)


def _wrongness(what: str, value: Any) -> Message:
    if np.any(np.isnan(value)):
        return _("{what} has a value that is not a number (nan)", what=said(what))
    if np.any(np.isinf(value)):
        return _("{what} has an infinite value", what=said(what))
    return _("{what} has a wrong value", what=said(what))


def assert_equal(got: Any, expected: Any, *, what: str = RESULT) -> None:
    """Require ``got`` to equal ``expected`` exactly: text, truth values, whole numbers, or arrays of them."""
    if isinstance(expected, (bool, int, np.ndarray)):
        assert_close(got, expected, rtol=0.0, atol=0.0, what=said(what))
    elif not _same(got, expected):
        raise _mismatch(_("{what} is not the one asked for", what=said(what)), expected, got)


def assert_shape(got: Any, shape: tuple[int, ...], *, what: str = RESULT) -> None:
    """Require an array of ``shape``."""
    as_array(got, shape, what)


def assert_unchanged(now: Any, before: Any, *, what: str = _("the array that was given")) -> None:
    """Require that no call of this test changed its argument ``now``: it must equal ``before`` bit for bit."""
    if _proxy is not None:
        now = _proxy.left_of(now)
    if not _same(now, before):
        raise _mismatch(_("{what} was changed by the call; work on a copy", what=said(what)), before, now)


def _same(got: Any, expected: Any) -> bool:
    """Return whether both are equal in every part and of the same types; ``got`` may be anything."""
    if type(got) is not type(expected):
        return False
    if isinstance(expected, np.ndarray):
        return bool(np.array_equal(got, expected))
    if isinstance(expected, (list, tuple)):
        return len(got) == len(expected) and all(map(_same, got, expected))
    if isinstance(expected, dict):
        return got.keys() == expected.keys() and all(_same(got[k], expected[k]) for k in expected)
    return bool(got == expected)


def assert_raised(fault: StudentRaised, kinds: Sequence[str]) -> None:
    """Require the exception that a call raised to be one of ``kinds``, by class name."""
    if fault.kind not in kinds:
        raise _mismatch(_("the call should raise {kinds}", kinds=either(kinds)), either(kinds), fault.kind)


FORMS = {
    "NoneType": _("None (is there a return?)"),
    "bool": _("one truth value"),
    "int": _("one number"),
    "float": _("one number"),
    "complex": _("one complex number"),
    "str": _("a text"),
    "bytes": _("a text of bytes"),
    "list": _("a list"),
    "tuple": _("a tuple"),
    "dict": _("a dict"),
    "Handle": _("an object of another kind"),
}
"""Words for the form of an answer, by its type in the judge."""

ARRAYS = (
    _("an empty array"),
    _("a single number in an array"),
    _("an array with one axis"),
    _("an array with two axes"),
)
"""Words for an array where something else is asked for: without elements, with one, with one axis, with two axes."""

MORE_AXES = _("an array with more than two axes")


def form(value: Any) -> Message:
    """Return the form of ``value`` in one of the few phrases of ``FORMS`` and ``ARRAYS``."""
    if isinstance(value, np.ndarray):
        if value.size < 2:
            return ARRAYS[value.size]
        return ARRAYS[value.ndim + 1] if value.ndim <= 2 else MORE_AXES
    if isinstance(value, np.generic):
        return FORMS["complex" if value.dtype.kind == "c" else "float" if value.dtype.kind in "biuf" else "str"]
    return FORMS.get(type(value).__name__, FORMS["Handle"])
