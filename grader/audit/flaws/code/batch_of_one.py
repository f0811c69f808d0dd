"""A batch of one sample is taken for a sample: the answer lacks its first axis, or is divided by the columns."""

from typing import Any

import numpy as np

from grader.audit.flaws.code.common import Function, arrays, like


def flawed(right: Function) -> Function:
    """Return a function that squeezes its answer."""

    @like(right)
    def squeezing(*args: Any, **kwargs: Any) -> Any:
        answer = right(*args, **kwargs)
        given = arrays(*args, *kwargs.values())
        if not given or given[0].ndim < 2 or len(given[0]) != 1:
            return answer
        if isinstance(answer, np.ndarray) and answer.ndim > 1:
            return answer.reshape(answer.shape[1:])
        if isinstance(answer, (float, np.floating)):
            return answer / max(given[0].shape[1], 2)
        return answer

    return squeezing
