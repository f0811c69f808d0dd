"""The first answer is given again where a call's arguments look like those of an earlier one."""

from typing import Any

from grader.audit.flaws.code.common import Function, arrays, like


def flawed(right: Function, bound: int) -> Function:
    """Return a function that remembers; ``bound`` is 1 for a method, which remembers for each object by itself."""
    answers: dict[Any, Any] = {}

    @like(right)
    def remembering(*args: Any, **kwargs: Any) -> Any:
        shapes = [array.shape for array in arrays(*args, *kwargs.values())]
        key = repr((*map(id, args[:bound]), len(args), sorted(kwargs), shapes))
        if key not in answers:
            # the object is kept too, so that no other one gets its id
            answers[key] = right(*args, **kwargs), args[:bound]
        return answers[key][0]

    return remembering
