"""What the student's functions returned, as arrays; refused in one sentence where it cannot be drawn.

Accepted is what the suites accept: lists, tuples, NumPy arrays, tensors and variables, and any of them with one element
for a number.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sized
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.language import Message, _, listed, ngettext
from grader.pictures.given import Wrong
from grader.text import one_line

Floats = NDArray[np.float64]

SHOWN = 40
"""Characters of a text or a number that a sentence repeats."""


def array_of(value: Any, function: str, *shapes: tuple[int, ...], key: str = "") -> Floats:
    """Return a value as an array of floats of one of the given shapes; without any, of any shape.

    Args:
        value: what came back.
        function: the function that returned it.
        shapes: those that the statement allows.
        key: which entry of what the function returned it is.

    Raises:
        Wrong: it is something else, or not all of it is finite.
    """
    made = _floats(value)
    wanted = _("an array of shape {shape}", shape=str(shapes[0])) if shapes else _("an array of numbers")
    if made is None or (shapes and made.shape not in shapes):
        raise wrong(function, value, wanted, key)
    if not np.isfinite(made).all():
        raise _not_finite(made, function, key)
    return made


def numbers_of(value: Any, function: str, length: int | None = None, key: str = "") -> Floats:
    """Return a list of numbers as an array, shape ``(length,)``; ``None`` stands for any length but 0.

    Raises:
        Wrong: as ``array_of``.
    """
    wanted = _("a list of numbers")
    if length is not None:
        wanted = ngettext("a list of {n} number", "a list of {n} numbers", length)
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Sized):
        raise wrong(function, value, wanted, key)
    found = [_one(item) for item in value] if hasattr(value, "__iter__") else [None]
    numbers = [number for number in found if number is not None]
    if len(numbers) < len(found) or not found or (length is not None and len(found) != length):
        raise wrong(function, value, wanted, key)
    return array_of(numbers, function, key=key)


def number_of(value: Any, function: str) -> float:
    """Return a number.

    Raises:
        Wrong: it is none, or is not finite.
    """
    number = _one(value)
    if number is None or not math.isfinite(number):
        raise wrong(function, value, _("one number"))
    return number


def items_of(value: Any, function: str, names: tuple[str, ...]) -> tuple[Any, ...]:
    """Return the items of a tuple or list of as many as there are names.

    Raises:
        Wrong: it is something else.
    """
    rows = isinstance(value, np.ndarray) and value.ndim > 0
    if not (isinstance(value, (tuple, list)) or rows) or len(value) != len(names):
        raise wrong(function, value, listed(names))
    return tuple(value)


def entries_of(value: Any, function: str, keys: tuple[str, ...]) -> tuple[Any, ...]:
    """Return the entries of a dict under ``keys``.

    Raises:
        Wrong: it is no dict, or has not all of them.
    """
    if not isinstance(value, Mapping):
        raise wrong(function, value, _("a dict with {names}", names=listed(keys)))
    if missing := [key for key in keys if key not in value]:
        raise Wrong(
            _(
                "{function} returned a dict without {name}; the statement asks for {names}",
                function=function,
                name=missing[0],
                names=listed(keys),
            )
        )
    return tuple(value[key] for key in keys)


def object_of(value: Any, function: str, methods: tuple[str, ...], wanted: Message) -> Any:
    """Return an object with certain methods.

    Raises:
        Wrong: it lacks one.
    """
    if not all(callable(getattr(value, name, None)) for name in methods):
        raise wrong(function, value, wanted)
    return value


def wrong(function: str, got: Any, wanted: Message, key: str = "") -> Wrong:
    """Return the fault that a function returned something else than the statement asks for."""
    if key:
        return Wrong(
            _(
                "{function} returned {got} as {key}; the statement asks for {wanted}",
                function=function,
                got=described(got),
                key=key,
                wanted=wanted,
            )
        )
    return Wrong(
        _(
            "{function} returned {got}; the statement asks for {wanted}",
            function=function,
            got=described(got),
            wanted=wanted,
        )
    )


def _not_finite(made: Floats, function: str, key: str) -> Wrong:
    place = tuple(int(i) for i in np.argwhere(~np.isfinite(made))[0])
    number = str(float(made[place]))
    where = ", ".join(map(str, place))
    if key:
        return Wrong(
            _("{function} returned {number} in {key}[{where}]", function=function, number=number, key=key, where=where)
        )
    if not place:
        return Wrong(_("{function} returned {number}", function=function, number=number))
    return Wrong(
        _("{function} returned an array with {number} at [{where}]", function=function, number=number, where=where)
    )


def described(value: Any) -> str:
    """Return in few words what a value is."""
    if value is None or isinstance(value, (bool, int, float, np.number)):
        return one_line(str(value), SHOWN)
    if isinstance(value, str):
        return one_line(repr(value), SHOWN)
    if isinstance(value, (list, tuple)):
        kind = ngettext("a list of {n} item", "a list of {n} items", len(value))
        return ngettext("a tuple of {n} item", "a tuple of {n} items", len(value)) if type(value) is tuple else kind
    if isinstance(value, Mapping):
        return _("a dict")
    made = _floats(value)
    if made is not None:
        return _("an array of shape {shape}", shape=str(made.shape))
    return _("an object of the type {name}", name=one_line(type(value).__name__, SHOWN))


def _floats(value: Any) -> Floats | None:
    if value is None or isinstance(value, (str, bytes)):
        return None
    try:
        return np.array(value, dtype=np.float64)
    except Exception:  # noqa: BLE001 - whatever a value of the student's raises, it is no array
        return None


def _one(value: Any) -> float | None:
    made = _floats(value)
    return float(made.reshape(())) if made is not None and made.size == 1 else None
