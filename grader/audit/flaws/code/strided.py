"""Arrays are read in the order in which they lie in memory, which is another one for a transposed array."""

from typing import Any

from grader.audit.flaws.code.common import Function, each_array, like


def flawed(right: Function) -> Function:
    """Return a function that mixes up the elements of transposed arrays."""

    def mixed(array: Any) -> Any:
        return array if array.flags.c_contiguous else array.ravel(order="K").reshape(array.shape)

    @like(right)
    def reading(*args: Any, **kwargs: Any) -> Any:
        given, named = each_array(args, kwargs, mixed)
        return right(*given, **named)

    return reading
