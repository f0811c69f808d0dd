"""What a picture is asked for with, and what may go wrong with the student's functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from grader.errors import NotAttempted
from grader.exercises.datasets import STAND_IN
from grader.language import Message, _

Part = TypeVar("Part")

Lacking = NotImplementedError | NotAttempted
"""What is raised where a function is not written yet: in this process, or by one that runs in a worker."""


class Wrong(Exception):  # noqa: N818 - what a function returned, not an error of ours
    """A function returned something that cannot be drawn. The argument is one sentence that names both."""


class NotWritten(NotImplementedError):  # noqa: N818 - as above
    """The student's file does not define a name. The argument is the name."""


class Own:
    """The student's functions as attributes.

    Args:
        module: the student's module, or another object with these attributes.
    """

    def __init__(self, module: Any) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        """Return what the module defines under ``name``.

        Raises:
            NotWritten: nothing.
        """
        try:
            return getattr(self._module, name)
        except AttributeError:
            raise NotWritten(name) from None


@dataclass(frozen=True, slots=True)
class Given:
    """What a picture is made with.

    Attributes:
        seed: of everything random.
        epochs: how many are trained; the picture's own number where it is ``None``.
        mnist: as ``--mnist``; ``None`` to search.
        tell: tells a person what goes on, in one line.
        apart: whether the functions run in a worker. They cannot be called out of another call then, objects stay
            there, and what they draw cannot be brought here.
        lacking: what was raised where a part was left out because it is not written yet.
    """

    seed: int = 0
    epochs: int | None = None
    mnist: str | None = STAND_IN
    tell: Callable[[Message], None] = lambda _: None
    apart: bool = False
    lacking: list[Lacking] = field(default_factory=list)

    def part(self, make: Callable[[], Part]) -> Part | None:
        """Return a part of the results; ``None`` where a function for it is not written yet."""
        try:
            return make()
        except (NotImplementedError, NotAttempted) as error:
            self.lacking.append(error)
            return None

    def drawing(self, make: Callable[[], Part]) -> Part | None:
        """Return what the student's code draws, as ``part``; ``None`` also where it cannot be brought here."""
        return None if self.apart else self.part(make)

    def generator(self, own: Any) -> Any:
        """Return a generator with the seed, where the student's functions can use it."""
        return own.new("numpy.random.default_rng", self.seed) if self.apart else np.random.default_rng(self.seed)

    def require(self, *parts: object) -> None:
        """Require at least one part.

        Raises:
            NotImplementedError, NotAttempted: all are ``None``: the first that was caught.
        """
        if all(part is None for part in parts):
            raise self.lacking[0]

    def tell_what_lacks(self) -> None:
        """Tell which functions are not written yet, for the parts that are left out."""
        for name in dict.fromkeys(map(unwritten, self.lacking)):
            self.tell(_("{name} is not written yet: its part of the picture is left out", name=name))


def unwritten(error: Lacking) -> str:
    """Return the name of the function or method that is not written yet, as ``XORNet.loss``; of a worker, its words."""
    if isinstance(error, (NotWritten, NotAttempted)):
        return str(error)
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame.f_code.co_qualname.replace("<locals>.", "") if trace is not None else str(error)
