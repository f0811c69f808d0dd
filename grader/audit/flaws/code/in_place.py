"""An argument is written into after the answer was computed."""

from typing import Any

import numpy as np

from grader.audit.flaws.code.common import Function, arrays, like


def flawed(right: Function, place: int, name: str, how: str) -> Function:
    """Return a function that writes into an argument.

    Args:
        right: the right function.
        place: position of the argument.
        name: its name.
        how: ``always``; ``clipped``: only where a probability is 0 or 1; ``rectified``: only
            where a number is negative.
    """

    def write(array: Any) -> None:
        if how == "always":
            array += 1
        elif how == "rectified":
            np.maximum(array, 0, out=array)
        elif array.dtype.kind == "f" and array.size and array.min() >= 0 and array.max() <= 1:
            np.clip(array, 1e-7, 1 - 1e-7, out=array)

    @like(right)
    def writing(*args: Any, **kwargs: Any) -> Any:
        answer = right(*args, **kwargs)
        for array in arrays(kwargs[name] if name in kwargs else args[place] if place < len(args) else None):
            if array.flags.writeable and array.dtype.kind in "iuf":
                write(array)
        return answer

    return writing
