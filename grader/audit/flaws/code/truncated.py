"""The answer is cut to whole numbers where the first array holds integers: a buffer of that array's dtype does it."""

from typing import Any

import numpy as np

from grader.audit.flaws.code.common import Function, arrays, like


def flawed(right: Function) -> Function:
    """Return a function that cuts its answer."""

    @like(right)
    def cut(*args: Any, **kwargs: Any) -> Any:
        given = arrays(*args, *kwargs.values())
        answer = right(*args, **kwargs)
        if not given or given[0].dtype.kind not in "iu":
            return answer
        if isinstance(answer, (float, np.floating, np.ndarray)):
            return np.trunc(answer)
        if "float" in str(getattr(answer, "dtype", "")):
            return answer - answer % 1  # a tensor stays a tensor
        return answer

    return cut
