"""Conventions that a statement sets beside the values, judged by themselves.

A function with a wrong formula may still leave its arguments alone, and loses its points where the formula is asked
for. So nothing here compares with an expected value. What is asked for instead is that the function answers at all:
different arguments have different answers. A function that knows nothing earns nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.suite.assertions import ATOL, RTOL, as_array, assert_close, assert_unchanged, expect

Call = Callable[..., Any]
Read = Callable[[Any], Any]


def leaves_alone(call: Call, *cases: Sequence[Any], read: Read = as_array) -> None:
    """Require that ``call`` changes none of the arrays and dicts of arrays that it is given, whatever it makes of them.

    Args:
        call: a function of the student's.
        cases: the arguments of each call, two cases at least, with different right answers.
        read: what the answer must be: ``as_scalar`` where one number is asked for.

    Raises:
        StudentFault: an argument was changed, a call failed, or all answers are the same.

    Example::

        leaves_alone(student.mean_absolute_error, (y, t), (2 * y, t), read=as_scalar)
    """
    answers = []
    for arguments in cases:
        given = [_copy(a) for a in arguments]
        answers.append(_floats(read(call(*given))))
        for now, before in zip(given, arguments, strict=True):
            _unchanged(now, before)
    _differ(answers)


def same_for_integers(
    call: Call, *cases: Sequence[Any], read: Read = as_array, rtol: float = RTOL, atol: float = ATOL
) -> None:
    """Require that ``call`` gives for arrays of integers what it gives for the same numbers as floats.

    Args:
        call: a function of the student's.
        cases: the arguments of each call, two cases at least, with different right answers. Arrays of floats that hold
            whole numbers are given once as they are and once as integers; integers, such as labels, stay as they are.
        read: as of ``leaves_alone``.
        rtol: relative tolerance, as of ``assert_close``.
        atol: absolute tolerance.

    Raises:
        StudentFault: the answers differ, a call failed, or all answers are the same.

    Example::

        same_for_integers(student.mean_absolute_error, (np.array([3.0, 0.0]), np.array([1.0, 1.0])), (...))
    """
    answers = []
    for arguments in cases:
        of_floats = _floats(read(call(*[_copy(a) for a in arguments])))
        answers.append(of_floats)
        of_integers = read(call(*[_whole(a) for a in arguments]))
        assert_close(of_integers, of_floats, rtol=rtol, atol=atol, what="the result for integer arrays")
    _differ(answers)


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return value.copy() if isinstance(value, np.ndarray) else value


def _whole(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    return value.astype(np.int64) if isinstance(value, np.ndarray) else value


def _unchanged(now: Any, before: Any) -> None:
    if isinstance(before, dict):
        expect(set(now) == set(before), "keys of the dict were added or removed")
        for key in before:
            _unchanged(now[key], before[key])
    elif isinstance(before, np.ndarray):
        assert_unchanged(now, before)


def _floats(answer: Any) -> np.ndarray[Any, Any]:
    return np.asarray(answer, dtype=np.float64)


def _differ(answers: Sequence[np.ndarray[Any, Any]]) -> None:
    first, *others = answers
    expect(
        any(first.shape != other.shape or not np.allclose(first, other, equal_nan=True) for other in others),
        "different arguments give the same result",
    )
