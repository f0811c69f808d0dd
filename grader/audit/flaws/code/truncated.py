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
        number = isinstance(answer, (float, np.floating))
        if given and given[0].dtype.kind in "iu" and (number or isinstance(answer, np.ndarray)):
            return np.trunc(answer)
        return answer

    return cut
