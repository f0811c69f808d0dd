"""Conventions are judged apart from values: what is wrong otherwise passes, what breaks the convention does not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import numpy as np
import pytest

from grader.errors import Mismatch, StudentFault
from grader.suite import SubmissionProxy, assert_differ, leaves_alone, same_for_integers
from grader.suite.assertions import as_scalar, asking
from grader.worker.worker import Worker

Work = Callable[..., AbstractContextManager[Worker]]

X = np.array([3.0, -1.0, 2.0])
PARAMS = {"W": np.array([2.0, -1.0]), "b": np.array([1.0])}
OTHER = {"W": np.array([5.0, 1.0]), "b": np.array([1.0])}

KEEPS = {
    "right": "return float(np.sum(x))",
    "another formula": "return float(np.sum(x ** 2)) + 7",
    "nan where it divides by nothing": "return float(np.sum(x) / (x[0] - 3)) if x[0] == 3 else float(x[0])",
}

BREAKS = {
    "writes into the array": "x *= 2; return float(np.sum(x))",
    "writes only where it matters": "np.clip(x, 0, None, out=x); return float(np.sum(x))",
    "knows nothing": "return 0.5",
    "returns its argument": "return x",
    "makes its answers up": "g = globals(); g['n'] = g.get('n', 0) + 1; return float(n)",
    "infinities in turn": "g = globals(); g['n'] = g.get('n', 0) + 1; return [np.inf, -np.inf, 1e308][n % 3]",
}


def judged(work: Work, body: str, check: Callable[[SubmissionProxy], None]) -> None:
    """Run a check on a function ``f`` with that body.

    Raises:
        StudentFault: it does not hold.
    """
    with work(f"import numpy as np\ndef f(x):\n    {body}\n") as worker:
        proxy = SubmissionProxy(worker)
        with asking(proxy):
            check(proxy)


def alone(proxy: SubmissionProxy) -> None:
    leaves_alone(proxy.f, (X,), (-X,), (2 * X,), read=as_scalar)


@pytest.mark.parametrize("body", KEEPS.values(), ids=KEEPS)
def test_what_leaves_its_argument_alone_passes(work: Work, body: str) -> None:
    """Whatever it makes of it."""
    judged(work, body, alone)


@pytest.mark.parametrize("body", BREAKS.values(), ids=BREAKS)
def test_what_changes_its_argument_or_answers_nothing_fails(work: Work, body: str) -> None:
    """A function that writes, that knows nothing, or whose answers are no function of its argument."""
    with pytest.raises(Mismatch):
        judged(work, body, alone)


@pytest.mark.parametrize(
    ("answers", "differ"),
    [
        ((1.0, 1.0 + 1e-6), True),
        ((1.0, 1.0, 1.1), True),
        ((np.array([1.0, np.nan]), np.array([1.1, np.nan])), True),
        ((np.zeros(2), np.zeros(3)), True),
        ((1.0, 1.0 + 1e-15), False),
        ((0.0, 1e-17), False),
        ((np.nan, np.nan), False),
        ((1.0,), False),
        ((), False),
    ],
)
def test_answers_that_are_near_by_chance_differ(answers: tuple[Any, ...], differ: bool) -> None:
    """Those of a right function may be near; a function that knows nothing gives the same but for rounding."""
    with nullcontext() if differ else pytest.raises(Mismatch, match="the same result"):
        assert_differ(*answers)


@pytest.mark.parametrize(
    "change", ["x['new'] = np.ones(1)", "del x['b']", "x['W'] *= 2", "x['W'] = x['W'] + 1", "x['b'][0] = 5"]
)
def test_a_dict_is_left_alone_with_its_arrays(work: Work, change: str) -> None:
    """Keys that come or go, arrays that are replaced, and arrays that are written into."""
    with pytest.raises(Mismatch, match="changed"):
        judged(
            work,
            f"s = float(np.sum(x['W'])); {change}; return s",
            lambda p: leaves_alone(p.f, (PARAMS,), (OTHER,), read=as_scalar),
        )


def test_a_dict_that_is_left_alone_passes(work: Work) -> None:
    """Reading it changes nothing."""
    judged(work, "return float(np.sum(x['W']))", lambda p: leaves_alone(p.f, (PARAMS,), (OTHER,), read=as_scalar))


@pytest.mark.parametrize("body", [KEEPS["right"], KEEPS["another formula"]])
def test_what_takes_integers_as_floats_passes(work: Work, body: str) -> None:
    """The same result for both, whichever it is."""
    judged(work, body, lambda p: same_for_integers(p.f, (X,), (-2 * X,), read=as_scalar))


@pytest.mark.parametrize(
    "body",
    [
        "b = np.zeros_like(x); b[:] = x * 0.5; return float(b[0])",
        "x -= 0.5; return float(np.sum(x))",
        "return 0.5",
    ],
)
def test_what_loses_decimals_or_refuses_integers_fails(work: Work, body: str) -> None:
    """An array made like an array of integers, an in-place difference, and a constant."""
    with pytest.raises(StudentFault):
        judged(work, body, lambda p: same_for_integers(p.f, (X,), (-2 * X,), read=as_scalar))
