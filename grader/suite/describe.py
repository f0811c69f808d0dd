"""Values and calls as short text for messages."""

from __future__ import annotations

import inspect
from itertools import islice
from typing import Any

import numpy as np

from grader.language import Message
from grader.suite.remote import Handle
from grader.suite.transcript import Event
from grader.text import printable


def describe(value: Any, limit: int = 300) -> str:
    """Return ``value`` as text of at most ``limit`` characters: a notation, the same in every language.

    The cost does not grow with ``value``.
    """
    if isinstance(value, np.ndarray):
        text = _array(value)
    elif isinstance(value, Handle):
        text = repr(value)
    elif isinstance(value, np.generic):
        text = repr(value.item())
    elif inspect.isfunction(value):  # its repr holds an address, which differs between runs
        text = "<function>" if value.__name__ == "<lambda>" else value.__name__
    else:
        text = repr(_cut(value, [limit], limit))
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


SMALL = 20
"""Elements of an array that is shown as it is written in Python, at most: a batch of two with ten classes."""


def _array(value: np.ndarray[Any, Any]) -> str:
    """Return an array as it is written in Python, to be pasted into a prompt; the beginning and end of a larger one."""
    if 0 < value.size <= SMALL and value.ndim <= 4 and value.dtype.kind in "biuf":
        plain = value.dtype in (np.float64, np.int64, np.bool_)  # what Python makes of such numbers by itself
        return f"np.array({_nested(value.tolist())}{'' if plain else f', dtype=np.{value.dtype.name}'})"
    # of 22 dimensions of length 2 NumPy would print every one of four million elements
    flat = value if value.ndim <= 4 else value.ravel()
    body = np.array2string(flat, precision=8, threshold=SMALL, edgeitems=4, separator=", ")
    return f"{value.dtype} array {value.shape}: {body}"


def _nested(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_nested, value))}]"
    if not isinstance(value, float):
        return repr(value)
    text = f"{value:.8g}"
    if not np.isfinite(value):
        return text.replace("nan", "np.nan").replace("inf", "np.inf")
    return text if "." in text or "e" in text else f"{text}.0"


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


ARGUMENT = 200
"""Characters of one argument: those of a small array, at ten for an element."""


def call_text(event: Event) -> str:
    """Return a call as it would read in Python, shortened."""
    parts = [describe(a, ARGUMENT) for a in event.args]
    parts += [f"{k}={describe(v, ARGUMENT)}" for k, v in event.kwargs.items()]
    return f"{event.call}({', '.join(parts)})"


def said(text: str) -> str:
    """Return a text of a suite's author as a sentence, which readers of other languages get in theirs.

    ``grader.language.suite_texts`` has the translations. A text that cannot be shown as it is, or stands on several
    lines, is no sentence: it may hold something of a submission's, and stays what has to be cleaned.
    """
    return text if isinstance(text, Message) or "\n" in text or printable(text) != text else Message(text)
