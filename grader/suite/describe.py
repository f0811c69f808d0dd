"""Values and calls as short text for messages."""

from __future__ import annotations

import inspect
from itertools import islice
from typing import Any

import numpy as np

from grader.suite.remote import Handle
from grader.suite.transcript import Event


def describe(value: Any, limit: int = 300) -> str:
    """Return ``value`` as text of at most ``limit`` characters: a notation, the same in every language.

    The cost does not grow with ``value``.
    """
    if isinstance(value, np.ndarray):
        # of 22 dimensions of length 2 NumPy would print every one of four million elements
        flat = value if value.ndim <= 4 else value.ravel()
        body = np.array2string(flat, precision=8, threshold=20, edgeitems=4, separator=", ")
        text = f"{value.dtype} array {value.shape}: {body}"
    elif isinstance(value, Handle):
        text = repr(value)
    elif isinstance(value, np.generic):
        text = repr(value.item())
    elif inspect.isfunction(value):  # its repr holds an address, which differs between runs
        text = "<function>" if value.__name__ == "<lambda>" else value.__name__
    else:
        text = repr(_cut(value, [limit], limit))
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


class _Words(str):
    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _cut(value: Any, left: list[int], limit: int) -> Any:
    """Return as much of ``value`` as ``limit`` characters can show; ``left`` counts the items that may still come."""
    left[0] -= 1
    if type(value) in (list, tuple):
        return type(value)(_cut(v, left, limit) for v in value[: max(left[0], 0)])
    if isinstance(value, dict):
        return {_cut(k, left, limit): _cut(v, left, limit) for k, v in islice(value.items(), max(left[0], 0))}
    if isinstance(value, (str, bytes)):
        return value[:limit]
    if isinstance(value, np.ndarray) and value.size > 20:
        return _Words(describe(value, limit))
    return value


def call_text(event: Event) -> str:
    """Return a call as it would read in Python, shortened."""
    parts = [describe(a, 120) for a in event.args] + [f"{k}={describe(v, 120)}" for k, v in event.kwargs.items()]
    return f"{event.call}({', '.join(parts)})"
