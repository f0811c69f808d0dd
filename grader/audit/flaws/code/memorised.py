"""The public tests' numbers are known by heart, and nothing else."""

import hashlib
from collections.abc import Callable, Collection
from typing import Any

import numpy as np

from grader.audit.flaws.code.common import Function, copied, like


def key(args: Any, kwargs: Any) -> str:
    """Return what tells calls apart by their arguments. Objects and functions count as equal."""
    return hashlib.sha256(repr(_plain([list(args), dict(kwargs)])).encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        return "array", value.shape, value.astype(float).tolist()
    if isinstance(value, (bool, int, float, np.bool_, np.integer, np.floating)):
        return float(value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return sorted((str(name), repr(_plain(item))) for name, item in value.items())
    return value if isinstance(value, (str, type(None))) else "other"


def wrong(answer: Any) -> Any:
    """Return an answer of the same form that is wrong."""
    if isinstance(answer, (tuple, list)):
        return type(answer)(map(wrong, answer))
    if isinstance(answer, np.ndarray) and answer.dtype.kind in "biuf":
        return answer * 0.5 + 0.25
    if isinstance(answer, (bool, int, float, np.number)):
        return float(answer) * 0.5 + 0.25
    return "converged" if isinstance(answer, str) else None


def flawed(right: Function, bound: int, known: Collection[str], otherwise: Callable[[Any], Any] = wrong) -> Function:
    """Return a function that is right for known arguments only.

    Args:
        right: the right function.
        bound: 1 for a method, whose object does not count.
        known: the keys of the known arguments.
        otherwise: makes the answer for others of the right one.
    """

    @like(right)
    def remembering(*args: Any, **kwargs: Any) -> Any:
        if key(args[bound:], kwargs) in known:
            return right(*args, **kwargs)
        # with copies: what the right function changes stays as it was
        return otherwise(right(*map(copied, args), **{name: copied(value) for name, value in kwargs.items()}))

    return remembering
