"""What wrong values are to the right ones: twice them, their negative, the right numbers in another shape.

The right values are what the reference gave for the same calls. Only the relation is told, out of the closed list here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from grader.explain.calls_seen import Call
from grader.language import Message, _
from grader.suite.fingerprint import fingerprint_of
from grader.suite.transcript import Event

Array = np.ndarray[Any, np.dtype[np.float64]]

RTOL = 1e-4
"""As wide as the comparison of fingerprints: an epsilon or float32 moves values by less."""

FEWEST = 2
"""Numbers that must be compared, at least: one number has a factor to any other."""


def relation(wrong: Sequence[Call]) -> tuple[str, Message] | None:
    """Return key and words of the relation that all wrong values have to the right ones, if there is one.

    Args:
        wrong: the calls that were wrong.
    """
    events = [c.event for c in wrong]
    values = [(c.event.value, c.reference.value) for c in wrong if c.reference is not None]
    if not values or len(values) < len(wrong) or any(e.outcome != "value" for e in events):
        return None
    if all(got is None and right is not None for got, right in values):
        return "none", _("It returns None: is there a `return` on the way that these calls take?")
    arrays = [(_floats(got), _floats(right)) for got, right in values]
    if all(_holds_the_right_one(got, right) for got, right in values):
        return "one_of_several", _("It returns several values. One of them is the right result, which is wanted alone.")
    if any(got is None or right is None for got, right in arrays):
        return None
    numbers = [(got, right) for got, right in arrays if got is not None and right is not None]
    with np.errstate(all="ignore"):
        return _of_numbers(numbers, events)


def _holds_the_right_one(got: Any, right: Any) -> bool:
    """Return whether a tuple or a list holds the right value beside others."""
    if not isinstance(got, (list, tuple)) or isinstance(right, (list, tuple)) or len(got) < FEWEST:
        return False
    wanted = fingerprint_of(right)
    return bool(wanted.numbers.size) and any(fingerprint_of(item).matches(wanted) for item in got)


def _of_numbers(numbers: list[tuple[Array, Array]], events: list[Event]) -> tuple[str, Message] | None:
    if all(np.any(np.isnan(got)) and not np.any(np.isnan(right)) for got, right in numbers):
        return "nan", _("Its result holds nan: somewhere 0 is divided by 0, or infinity is subtracted from infinity.")
    if all(np.any(np.isinf(got)) and np.all(np.isfinite(right)) for got, right in numbers):
        return "infinite", _("Its result holds infinity: the logarithm of 0, or a division by 0.")
    if all(got.size == right.size for got, right in numbers):
        if any(got.shape != right.shape for got, right in numbers):
            if all(_close(got.ravel(), right.ravel()) for got, right in numbers):
                return "shape", _("Its numbers are right, in an array of another shape.")
            return None
        if sum(right.size for _got, right in numbers) < FEWEST:
            return None
        return _elementwise(numbers, events)
    return None


def _elementwise(numbers: list[tuple[Array, Array]], events: list[Event]) -> tuple[str, Message] | None:
    got = np.concatenate([np.ravel(g) for g, _right in numbers])
    right = np.concatenate([np.ravel(r) for _got, r in numbers])
    if np.all(right == 0) or not np.all(np.isfinite(got)):
        return None
    for key, change, words in SIMPLE:
        if _close(got, change(right)):
            return key, words
    for key, size, multiplied, divided in SIZES:
        factors = [size(event) for event in events]
        if None in factors or set(factors) == {1}:
            continue
        each = np.concatenate([np.full(r.size, float(f or 1)) for f, (_g, r) in zip(factors, numbers, strict=True)])
        if _close(got, right * each):
            return f"times_{key}", multiplied
        if _close(got, right / each):
            return f"by_{key}", divided
    if all(g.ndim == 2 and g.shape[0] == g.shape[1] and _close(g.T, r) for g, r in numbers):
        return "transposed", _("Its values are the right ones, transposed.")
    difference = got - right
    if _close(difference, np.full_like(difference, difference[0])):
        return "shifted", _("All its values differ from the right ones by the same number.")
    ratio = got / right
    if np.all(np.isfinite(ratio)) and _close(ratio, np.full_like(ratio, ratio[0])):
        return "scaled", _("All its values are the right ones times the same factor.")
    return None


SIMPLE: tuple[tuple[str, Callable[[Array], Array], Message], ...] = (
    ("negative", lambda right: -right, _("Its values have the opposite sign of the right ones.")),
    ("twice", lambda right: 2 * right, _("Its values are twice the right ones.")),
    ("half", lambda right: right / 2, _("Its values are half the right ones.")),
    ("squares", lambda right: right**2, _("Its values are the squares of the right ones.")),
    ("root", lambda right: np.sqrt(np.abs(right)), _("Its values are the square roots of the right ones.")),
    ("rest", lambda right: 1 - right, _("Its values are 1 minus the right ones.")),
    ("absolute", np.abs, _("Its values are the absolute values of the right ones.")),
    ("inverse", lambda right: 1 / right, _("Its values are 1 divided by the right ones.")),
    ("zero", np.zeros_like, _("Its values are all 0.")),
)


def _rows(event: Event) -> int | None:
    first = next((a for a in event.args if isinstance(a, np.ndarray)), None)
    return len(first) if first is not None and first.ndim == 2 else 1 if first is not None else None


def _elements(event: Event) -> int | None:
    first = next((a for a in event.args if isinstance(a, np.ndarray)), None)
    return first.size if first is not None and first.ndim else None


def _columns(event: Event) -> int | None:
    first = next((a for a in event.args if isinstance(a, np.ndarray)), None)
    return first.shape[-1] if first is not None and first.ndim else None


SIZES: tuple[tuple[str, Callable[[Event], int | None], Message, Message], ...] = (
    (
        "rows",
        _rows,
        _("Its values are the right ones times the number of rows."),
        _("Its values are the right ones divided by the number of rows."),
    ),
    (
        "columns",
        _columns,
        _("Its values are the right ones times the number of columns."),
        _("Its values are the right ones divided by the number of columns."),
    ),
    (
        "elements",
        _elements,
        _("Its values are the right ones times the number of elements."),
        _("Its values are the right ones divided by the number of elements."),
    ),
)


def _floats(value: Any) -> Array | None:
    if isinstance(value, (bool, int, float, np.generic, np.ndarray)):
        try:
            return np.asarray(value, dtype=np.float64)
        except (TypeError, ValueError, OverflowError):
            return None
    if isinstance(value, Mapping) or not isinstance(value, (list, tuple)):
        return None
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        return None


def _close(got: Array, right: Array) -> bool:
    return bool(np.allclose(got, right, rtol=RTOL, atol=1e-8))
