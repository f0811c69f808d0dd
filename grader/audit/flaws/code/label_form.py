"""Labels are told from one-hot rows by their values: if none is above 1, they are taken for one-hot."""

from typing import Any

import numpy as np

from grader.audit.flaws.code.common import Function, like


def flawed(right: Function, place: int, name: str) -> Function:
    """Return a function that takes labels of only 0 and 1 for a one-hot row; ``place`` and ``name`` are the labels'."""

    def form(t: Any) -> Any:
        if isinstance(t, np.ndarray) and t.ndim == 1 and t.size > 1 and t.dtype.kind in "iu" and t.max() <= 1:
            return np.full_like(t, t.argmax())
        return t

    @like(right)
    def told(*args: Any, **kwargs: Any) -> Any:
        given = [form(value) if i == place else value for i, value in enumerate(args)]
        return right(*given, **{key: form(value) if key == name else value for key, value in kwargs.items()})

    return told
