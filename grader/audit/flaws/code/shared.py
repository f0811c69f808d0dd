"""All objects of a class share their attributes."""

from typing import Any

from grader.audit.flaws.code.common import Function, like


def flawed(right: Function) -> Function:
    """Return an ``__init__`` after which an object has the attributes of all others, and they have its."""
    attributes: dict[str, Any] = {}

    @like(right)
    def share(self: Any, *args: Any, **kwargs: Any) -> None:
        self.__dict__ = attributes
        right(self, *args, **kwargs)

    return share
