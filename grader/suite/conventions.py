"""Conventions that a statement sets beside the values, judged by themselves.

A function with a wrong formula may still leave its arguments alone, and loses its points where the formula is asked
for. So nothing here compares with an expected value. What is asked for instead is that the function answers at all:
different arguments have different finite answers, and the same arguments have the same answer again. A function that
knows nothing, or makes its answers up, earns nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.language import _
from grader.suite.assertions import ATOL, RTOL, as_array, assert_close, assert_unchanged, expect
from grader.suite.proxy import SubmissionProxy
from grader.suite.remote import Handle

Call = Callable[..., Any]
Read = Callable[[Any], Any]
Answer = np.ndarray[Any, np.dtype[np.float64]]

APART = {"rtol": 1e-9, "atol": 1e-12}
"""How near two answers may be and count as the same. A function that ignores its arguments gives the same to the last
bits, 1e-16. Right answers to drawn arguments can be near one another by chance: two of 10,000 pairs of losses are
within 1e-5 of each other, and one of a hundred million within 1e-9."""

HUGE = 1e100
"""Beyond it a number says nothing: arguments here are near 1, and the largest answer asked for is 1e3."""


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

    def answer(arguments: Sequence[Any]) -> Answer:
        given = [_copy(a) for a in arguments]
        answer = _floats(read(call(*given)))
        for now, before in zip(given, arguments, strict=True):
            if isinstance(before, (np.ndarray, dict)):
                assert_unchanged(now, before)
        return answer

    answers = [answer(case) for case in cases]
    _same_again(answers, [answer(case) for case in cases])
    assert_differ(*(answer for answer in answers if np.all(np.abs(answer) < HUGE)))


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
    answers = [_floats(read(call(*[_copy(a) for a in case]))) for case in cases]
    for case, of_floats in zip(cases, answers, strict=True):
        of_integers = read(call(*[_whole(a) for a in case]))
        assert_close(of_integers, of_floats, rtol=rtol, atol=atol, what=_("the result for integer arrays"))
    _same_again(answers, [_floats(read(call(*[_copy(a) for a in case]))) for case in cases])
    assert_differ(*answers)


def assert_differ(*answers: Answer | float) -> None:
    """Require that the answers to different arguments are not all the same: a function that knows nothing gives that.

    Raises:
        Mismatch: they are all the same, or there is only one.
    """
    first, *others = map(_floats, answers or [0.0])
    expect(not all(_alike(first, other, **APART) for other in others), _("different arguments give the same result"))


def by_columns(student: SubmissionProxy, array: np.ndarray[Any, Any]) -> Handle:
    """Return an array of the worker's with the numbers of ``array``, one column after another in its memory.

    ``x.T`` lies there like this. What travels as plain data arrives row by row, so code that reads the memory in its
    own order is seen with such an array only.

    Example::

        assert_close(student.sigmoid(by_columns(student, x)), sigmoid(x))
    """
    return student.new("numpy.asfortranarray", array)


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return value.copy() if isinstance(value, np.ndarray) else value


def _whole(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    return value.astype(np.int64) if isinstance(value, np.ndarray) else value


def _floats(answer: Any) -> Answer:
    return np.asarray(answer, dtype=np.float64)


def _same_again(answers: Sequence[Answer], again: Sequence[Answer]) -> None:
    for one, other in zip(answers, again, strict=True):
        expect(_alike(one, other, RTOL, ATOL), _("the same arguments give different results"))


def _alike(one: Answer, other: Answer, rtol: float, atol: float) -> bool:
    return one.shape == other.shape and bool(np.allclose(one, other, rtol=rtol, atol=atol, equal_nan=True))
