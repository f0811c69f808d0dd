"""Arguments that a call is meant to change: marking them in a test, and making the change in the test's own object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.errors import Mismatch
from grader.language import _


@dataclass(frozen=True, slots=True)
class InPlace:
    """An argument that a call is meant to change: the change is made in the test's own object too."""

    value: Any


def in_place(value: Any) -> Any:
    """Mark an array, list or dictionary that a call is meant to change: ``sgd.update(in_place(params), grads)``.

    Other arguments stay as they were in the test, whatever the submission did to its copy, so no submission can change
    an expected value. ``assert_unchanged`` tells whether a call changed its copy.
    """
    return InPlace(value)


def restore(target: Any, new: Any, call: str) -> None:
    """Make ``target``, the test's own argument, equal to ``new``, which the call left in the worker.

    Args:
        target: an array, list or dictionary; anything else stays as it is.
        new: what the worker sent back for it.
        call: the call, for the message.

    Raises:
        Mismatch: the call changed an array's shape or dtype.
    """
    if isinstance(target, np.ndarray):
        if not isinstance(new, np.ndarray) or new.shape != target.shape or new.dtype != target.dtype:
            raise Mismatch(_("the call changed the shape or the dtype of an array that it was given"), call=call)
        target[...] = new
    elif isinstance(target, list) and isinstance(new, list):
        target[:] = new
    elif isinstance(target, dict) and isinstance(new, dict):
        for key in target.keys() - new.keys():
            del target[key]
        for key, value in new.items():
            old = target.get(key)
            if (
                isinstance(old, np.ndarray)
                and isinstance(value, np.ndarray)
                and old.shape == value.shape
                and old.dtype == value.dtype
            ):
                old[...] = value
            else:
                target[key] = value
