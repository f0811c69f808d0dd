"""What a suite asks of the reference: each call with its arguments and its answer, as plain data.

Flaws and files that know nothing are made from it: it tells which numbers the public tests give away, and which
arguments a function takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.suite.session import SuiteRun
from grader.suite.transcript import LargeArray


@dataclass(frozen=True, slots=True)
class Other:
    """Stands for what does not travel between processes: an object of the worker, a function, a large array."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One call.

    Attributes:
        call: ``softmax``, ``Affine`` for a new object, or ``Affine.forward``.
        args: positional arguments before the call; what is no plain data is an ``Other``.
        kwargs: keyword arguments before the call.
        answer: what came back.
        changed: positions and names of the arguments that the call changed.
    """

    call: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    answer: Any
    changed: frozenset[int | str] = frozenset()


@dataclass(frozen=True, slots=True)
class Examples:
    """The calls of the public tests, and those of the hidden suite."""

    public: tuple[Asked, ...] = ()
    hidden: tuple[Asked, ...] = ()


def asked(run: SuiteRun) -> tuple[Asked, ...]:
    """Return the calls of a run that kept its transcripts; equal ones are kept once."""
    kept: dict[str, Asked] = {}
    for transcript in run.transcripts:
        for event in transcript.events:
            if event.kind != "call" or event.outcome != "value":
                continue
            args = tuple(map(_plain, event.args))
            kwargs = {name: _plain(value) for name, value in event.kwargs.items()}
            one = Asked(event.call, args, kwargs, _plain(event.value), frozenset(event.changed))
            kept.setdefault(repr(one), one)
    return tuple(kept.values())


def _plain(value: Any) -> Any:
    if isinstance(value, (bool, int, float, complex, str, type(None), np.ndarray, np.generic)):
        return value
    if isinstance(value, (list, tuple)):
        return type(value)(map(_plain, value))
    if isinstance(value, Mapping) and not isinstance(value, LargeArray):
        return {_plain(key): _plain(item) for key, item in value.items()}
    return Other()
