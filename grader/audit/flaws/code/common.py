"""What several flaws are made of."""

import copy
import functools
from collections.abc import Callable
from typing import Any

import numpy as np

Function = Callable[..., Any]


def arrays(*values: Any) -> list[Any]:
    """Return the arrays among arguments, in their order, and those that are values of a dict."""
    found: list[Any] = []
    for value in values:
        if isinstance(value, np.ndarray):
            found.append(value)
        elif type(value) is dict:
            found += arrays(*value.values())
    return found


def each_array(args: Any, kwargs: Any, change: Function) -> Any:
    """Return arguments with ``change(array)`` in place of each array."""

    def changed(value: Any) -> Any:
        return change(value) if isinstance(value, np.ndarray) else value

    return [changed(value) for value in args], {name: changed(value) for name, value in kwargs.items()}


def copied(value: Any) -> Any:
    """Return a copy of an argument, or the argument itself where it cannot be copied."""
    try:
        return copy.deepcopy(value)
    except Exception:  # noqa: BLE001 - objects of a library raise what they like
        return value


def like(function: Function) -> Callable[[Function], Function]:
    """Return a decorator that gives a wrapper the name of ``function``."""
    return functools.wraps(function)
