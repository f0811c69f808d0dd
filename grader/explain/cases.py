"""The case that fails: what the wrong calls of a function have in common, and no right call has.

Nothing is told of a value, only which kind of call it is, out of the closed list ``CASES``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.explain.calls_seen import Call, Seen
from grader.language import Message, _, joined
from grader.suite.fingerprint import fingerprint_of

FEWEST_RIGHT = 3
"""Right calls that must be known, at least, for a case of shapes and types. What one or two lack may be chance."""

FEWEST_RIGHT_OF_VALUES = 5
"""The same for a case of values: any two calls differ in some of their values."""

FEWEST_WRONG_OF_A_PART = 2
"""Wrong calls of a fault beside another one, at least. Of five cases that were told of one call, three were false."""

SAID_OF_WRONG_CALLS = frozenset({"label_is_a_number", "argument_changed"})
"""Cases whose words claim nothing of other calls."""

LARGE = 50.0
"""From here on the exponential of a number, or of its negative, is lost beside 1 in float64: exp(-50) is 2e-22."""


NARROWED = frozenset({"label_is_a_number", "labels", "one_sample"})
"""A label given as a plain number belongs to one sample, and is no one-hot label. Of these the narrowest is told."""


@dataclass(frozen=True, slots=True)
class Case:
    """A kind of call.

    Attributes:
        key: its name in records.
        holds: whether a call is of this kind; ``None`` where the question makes no sense.
        only: what is told if every wrong call is of this kind and no right one.
        otherwise: what is told if every right call is of this kind and no wrong one.
        of_values: whether it looks at values, and not only at shapes, types and order.
    """

    key: str
    holds: Callable[[Call], bool | None]
    only: Message
    otherwise: Message | None = None
    of_values: bool = False


def case_of(seen: Seen, *, partly: bool = False) -> tuple[str, Message] | None:
    """Return key and words of the case that tells all wrong calls from all right ones, if there is exactly one.

    If two cases do, one of them does so by chance, and nothing says which.

    Args:
        seen: the calls of one function.
        partly: whether the function has wrong calls that are not among these. Then one wrong call is too few, since it
            differs from right ones in much. And the words say that there is another fault.
    """
    found = _case_of(seen)
    if not partly or found is None or found[0] in SAID_OF_WRONG_CALLS:
        return found
    if len(seen.wrong) < FEWEST_WRONG_OF_A_PART:
        return None
    return found[0], joined(" ", [_("Beside another fault:"), found[1]])


def _case_of(seen: Seen) -> tuple[str, Message] | None:
    if seen.wrong and all(_only_changes(call) for call in seen.wrong):
        return "argument_changed", _("Its values are right, but it changes an array that it was given.")
    if not seen.wrong or len(seen.right) < FEWEST_RIGHT:
        return None
    found = dict(_telling_apart(seen))
    if len(found) > 1 and (narrower := found.get("label_is_a_number")) and found.keys() <= NARROWED:
        return "label_is_a_number", narrower
    return next(iter(found.items())) if len(found) == 1 else None


def _telling_apart(seen: Seen) -> Iterator[tuple[str, Message]]:
    """Yield each case that tells all wrong calls from all right ones."""
    for case in CASES:
        if case.of_values and len(seen.right) < FEWEST_RIGHT_OF_VALUES:
            continue
        right = {case.holds(call) for call in seen.right}
        wrong = {case.holds(call) for call in seen.wrong}
        if wrong == {True} and True not in right and False in right:
            yield case.key, case.only
        elif case.otherwise is not None and wrong == {False} and right == {True}:
            yield f"not_{case.key}", case.otherwise


def _only_changes(call: Call) -> bool:
    """Return whether a call gave what the reference gave, and changed an argument that the reference leaves alone."""
    event, other = call.event, call.reference
    if other is None or event.outcome != "value" or not event.changed.keys() - other.changed.keys():
        return False
    return fingerprint_of(event.value).matches(fingerprint_of(other.value))


def _arrays(call: Call) -> Iterator[np.ndarray[Any, Any]]:
    for value in (*call.event.args, *call.event.kwargs.values()):
        if isinstance(value, np.ndarray):
            yield value


def _first(call: Call) -> np.ndarray[Any, Any] | None:
    return next(_arrays(call), None)


def _numbers(call: Call) -> np.ndarray[Any, Any] | None:
    """Return all elements of the floating-point arrays and numbers among the arguments."""
    found = [a.ravel() for a in _arrays(call) if a.dtype.kind == "f"]
    found += [np.array([v]) for v in call.event.args if type(v) is float]
    return np.concatenate(found) if found else None


def _one_sample(call: Call) -> bool | None:
    first = _first(call)
    return None if first is None or first.ndim not in (1, 2) else first.ndim == 1


def _single_number(call: Call) -> bool | None:
    value = call.event.args[0] if call.event.args else None
    if isinstance(value, (int, float, np.generic)) or (isinstance(value, np.ndarray) and value.ndim == 0):
        return True
    return False if isinstance(value, np.ndarray) else None


def _batch_of_one(call: Call) -> bool | None:
    first = _first(call)
    return None if first is None or first.ndim < 2 else len(first) == 1


def _more_axes(call: Call) -> bool | None:
    first = _first(call)
    return None if first is None else first.ndim > 2


def _integers(call: Call) -> bool | None:
    first = _first(call)
    return None if first is None else first.dtype.kind in "iu"


def _labels(call: Call) -> bool | None:
    """Whether the last argument is labels, beside a first one that holds a number for each class."""
    given = call.event.args
    if len(given) < 2 or not isinstance(given[0], np.ndarray):
        return None
    last = given[-1]
    if isinstance(last, (int, np.integer)):
        return True
    if not isinstance(last, np.ndarray) or last.dtype.kind not in "iuf":
        return None
    if last.shape == given[0].shape:
        return False
    return True if last.dtype.kind in "iu" and last.ndim == given[0].ndim - 1 else None


def _label_is_a_number(call: Call) -> bool | None:
    if _labels(call) is None:
        return None
    last = call.event.args[-1]
    return isinstance(last, (int, np.integer)) or (isinstance(last, np.ndarray) and last.ndim == 0)


def _has_zero(call: Call) -> bool | None:
    numbers = _numbers(call)
    return None if numbers is None else bool(np.any(numbers == 0))


def _has_one(call: Call) -> bool | None:
    numbers = _numbers(call)
    return None if numbers is None else bool(np.any(numbers == 1))


def _large(call: Call) -> bool | None:
    numbers = _numbers(call)
    return None if numbers is None or not numbers.size else bool(np.max(np.abs(numbers)) > LARGE)


def _negative(call: Call) -> bool | None:
    numbers = _numbers(call)
    return None if numbers is None else bool(np.any(numbers < 0))


def _square(call: Call) -> bool | None:
    first = _first(call)
    return None if first is None or first.ndim != 2 else first.shape[0] == first.shape[1]


def _option(call: Call) -> bool | None:
    return bool(call.event.kwargs)


def _empty(call: Call) -> bool | None:
    first = _first(call)
    return None if first is None else first.size == 0


def _again(call: Call) -> bool | None:
    """Whether the same function was called before in this test."""
    return any(e.kind == "call" and e.call == call.event.call for e in call.before)


def _ties(call: Call) -> bool | None:
    first = _first(call)
    if first is None or first.size < 2 or first.dtype.kind != "f":
        return None
    rows = np.atleast_2d(first)
    if rows.ndim != 2:
        return None
    return bool(np.any(np.sum(rows == rows.max(axis=1, keepdims=True), axis=1) > 1))


CASES: tuple[Case, ...] = (
    Case(
        "one_sample",
        _one_sample,
        _("It is right for a batch and wrong for one sample, an array with one axis."),
        _("It is right for one sample and wrong for a batch, an array with one row a sample."),
    ),
    Case(
        "single_number",
        _single_number,
        _("It is right for arrays and wrong for a single number."),
        _("It is right for a single number and wrong for arrays."),
    ),
    Case("more_axes", _more_axes, _("It is right for vectors and matrices and wrong for arrays with more axes.")),
    Case(
        "label_is_a_number",
        _label_is_a_number,
        _("It is wrong where the label of one sample is given as a plain number."),
    ),
    Case(
        "labels",
        _labels,
        _("It is right for one-hot labels and wrong for labels that are class numbers."),
        _("It is right for labels that are class numbers and wrong for one-hot labels."),
    ),
    Case("batch_of_one", _batch_of_one, _("It is wrong only for a batch of one row.")),
    Case(
        "integers",
        _integers,
        _("It is right for floats and wrong for arrays of whole numbers."),
        None,
    ),
    Case("empty", _empty, _("It is wrong only for an empty array.")),
    Case(
        "large",
        _large,
        _("It is right for ordinary numbers and wrong for very large or very small ones."),
        of_values=True,
    ),
    Case("zero", _has_zero, _("It is wrong only where an argument holds an exact 0."), of_values=True),
    Case("one", _has_one, _("It is wrong only where an argument holds an exact 1."), of_values=True),
    Case(
        "negative",
        _negative,
        _("It is right for positive numbers and wrong where an argument holds negative ones."),
        _("It is right where an argument holds negative numbers and wrong where all are positive."),
        of_values=True,
    ),
    Case("ties", _ties, _("It is wrong only where the largest number occurs twice."), of_values=True),
    Case("square", _square, _("It is wrong only where there are as many rows as columns."), of_values=True),
    Case(
        "option",
        _option,
        _("It is right with the default values and wrong where an optional argument is given."),
        _("It is right where the optional argument is given and wrong with its default value."),
    ),
    Case("again", _again, _("It is right the first time and wrong when it is called again."), of_values=True),
)
"""In the order in which they are tried: the plainest first."""
