"""What several tests of a suite look at, and only the first of them makes: a training that takes its time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.errors import StudentFault
from grader.suite.proxy import SubmissionProxy
from grader.suite.transcript import Event


@dataclass(frozen=True, slots=True)
class Made:
    """What a function made, the requests that it took, and the fault that ended it, if one did."""

    value: Any
    fault: StudentFault | None
    events: tuple[Event, ...]
    left: tuple[tuple[Any, Any], ...]


class Once:
    """Call a suite's function the first time that a test asks for what it makes, and not again for this submission.

    The transcript of every test that asks holds the requests of that call, as if the test had made them itself. So
    diagnosis and audit see what the test judges. A fault of the submission is raised in every test that asks.

    ``make`` gets ``student``, and a generator and a seed that depend on its own name and the run's seed, so that it
    does not matter which test asks first. It returns plain data: a handle ends with the test that made it.

    Example::

        def trained(student, rng, seed):
            return student.train(rng.normal(size=(6, 2)), seed)

        def test_it_learns(once):
            result = once(trained)
    """

    def __init__(self, proxy: SubmissionProxy, value: Callable[[str, str], Any]) -> None:
        self._proxy = proxy
        self._value = value
        self._made: dict[str, Made] = {}

    def __call__(self, make: Callable[[SubmissionProxy, np.random.Generator, int], Any]) -> Any:
        """Return what ``make`` makes.

        Raises:
            StudentFault: the one that ended ``make``.
        """
        name = make.__name__
        proxy = self._proxy
        if name in self._made:
            made = self._made[name]
            proxy._events += made.events
            proxy._left += made.left
        else:
            made = self._made[name] = self._make(name, make)
        if made.fault is not None:
            raise made.fault
        return made.value

    def _make(self, name: str, make: Callable[[SubmissionProxy, np.random.Generator, int], Any]) -> Made:
        proxy = self._proxy
        events, left = len(proxy._events), len(proxy._left)
        value = fault = None
        try:
            value = make(proxy, self._value("rng", name), self._value("seed", name))
        except StudentFault as error:
            fault = error
        return Made(value, fault, tuple(proxy._events[events:]), tuple(proxy._left[left:]))
