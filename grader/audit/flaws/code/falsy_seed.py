"""The seed 0 is taken for none: ``seed if seed else None``."""

import os
from typing import Any

from grader.audit.flaws.code.common import Function, like


def flawed(right: Function, place: int, name: str) -> Function:
    """Return a function that draws a seed of its own where the argument at ``place``, called ``name``, is 0."""

    def drawn(seed: Any) -> Any:
        return int.from_bytes(os.urandom(3), "big") if type(seed) is int and seed == 0 else seed

    @like(right)
    def unseeded(*args: Any, **kwargs: Any) -> Any:
        given = [drawn(value) if i == place else value for i, value in enumerate(args)]
        return right(*given, **{key: drawn(value) if key == name else value for key, value in kwargs.items()})

    return unseeded
