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
        axes = getattr(answer, "ndim", 0)  # of a tensor too; what is done to it leaves a gradient tape whole
        if axes > 1:
            return answer[0]
        if isinstance(answer, (float, np.floating)) or (axes == 0 and "float" in str(getattr(answer, "dtype", ""))):
            return answer / max(given[0].shape[1], 2)
        return answer

    return squeezing
