"""What dicts hold is taken by its place, not by its key."""

from typing import Any

from grader.audit.flaws.code.common import Function, like


def flawed(right: Function, orders: tuple[tuple[str, ...], ...]) -> Function:
    """Return a function that goes by the order of dicts.

    Args:
        right: the right function.
        orders: keys of the only dict, in the orders that are taken for granted. Where there are none, the values of
            the second dict are paired with the keys of the first.
    """

    @like(right)
    def paired(*args: Any, **kwargs: Any) -> Any:
        dicts = [place for place, value in enumerate(args) if type(value) is dict]
        given = list(args)
        if orders:
            for place in dicts[:1]:
                for keys in orders:
                    if set(args[place]) == set(keys):
                        given[place] = dict(zip(keys, args[place].values(), strict=True))
        elif len(dicts) > 1 and set(args[dicts[0]]) == set(args[dicts[1]]):
            given[dicts[1]] = dict(zip(args[dicts[0]], args[dicts[1]].values(), strict=True))
        return right(*given, **kwargs)

    return paired
