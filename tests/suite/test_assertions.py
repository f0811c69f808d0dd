"""Assertions: every honest form of an answer passes; any other is a mismatch in words, not an exception of NumPy's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.errors import Mismatch
from grader.suite import as_array, as_list, as_scalar, assert_close, assert_equal, assert_unchanged, expect
from grader.suite.assertions import form

ONE = [
    1,
    1.0,
    True,
    np.float32(1),
    np.float64(1),
    np.int8(1),
    np.array(1.0),
    np.array([1.0]),
    np.array([[1]]),
    np.bool_(True),
]

GARBAGE: list[Any] = [
    *(None, "1", b"1", [1.0], (1.0,), {"a": 1}, 1j, object()),
    *(np.array(["1"]), np.array([1j]), np.zeros((0,)), np.zeros((2, 2)), np.array([None]), np.array([1.0, 1.0])),
]


@pytest.mark.parametrize("value", ONE, ids=repr)
def test_every_form_of_a_number_is_one(value: Any) -> None:
    """Python numbers, NumPy scalars, 0-d arrays and arrays of one element are scalars."""
    assert as_scalar(value) == 1.0
    assert_close(value, 1.0)


@pytest.mark.parametrize("value", GARBAGE, ids=lambda v: repr(v).partition(" at 0x")[0])
@pytest.mark.parametrize("check", [as_scalar, lambda v: assert_close(v, 1.0), lambda v: assert_equal(v, 1)])
def test_anything_else_is_a_mismatch(value: Any, check: Callable[[Any], Any]) -> None:
    """Anything that is not a number is refused in one sentence that shows no content."""
    with pytest.raises(Mismatch) as caught:
        check(value)
    assert "\n" not in caught.value.summary
    assert form(value) in caught.value.summary


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 1.0001, 10**400, np.float32("nan")])
def test_a_number_that_is_another_is_a_mismatch(value: Any) -> None:
    """Wrong, infinite and undefined numbers are not close to anything."""
    with pytest.raises(Mismatch):
        assert_close(value, 1.0)


def test_float32_passes_and_a_digit_less_does_not() -> None:
    """The default tolerance lets float32 through and a relative error of 1e-4 not."""
    expected = np.array([0.0, 1.0, 1e3, -1e-3])
    assert_close((expected + 1e-9).astype(np.float32), expected)
    for wrong in (expected * (1 + 1e-4), expected + 1e-5):
        with pytest.raises(Mismatch):
            assert_close(wrong, expected)


def test_shapes_must_match_exactly() -> None:
    """(N, 1) is not (N,), and broadcasting never helps."""
    for shape in ((3,), (3, 1), (1, 3), (3, 3), ()):
        if shape != (3,):
            with pytest.raises(Mismatch, match=r"shape|array"):
                assert_close(np.ones(shape), np.ones(3))
    assert_close(np.ones(3), np.ones(3))


def test_lists_are_lists_and_arrays_are_arrays() -> None:
    """A list does not pass for an array; a list of numbers may be a list, a tuple or a vector."""
    with pytest.raises(Mismatch, match="should be an array, but is a list"):
        as_array([1.0, 2.0])
    for value in ([1, 2.0], (1, np.float32(2)), np.array([1, 2]), [np.array([1]), np.array(2.0)]):
        assert as_list(value, 2) == [1.0, 2.0]
    wrong: list[Any] = [["a"], [None], np.zeros((2, 2)), "ab", {1: 2}, None]
    for value in wrong:
        with pytest.raises(Mismatch):
            as_list(value)
    with pytest.raises(Mismatch, match="length"):
        as_list([1.0], 2)


def test_integer_arrays_are_safe_to_compute_with() -> None:
    """Integers and booleans come back as floats; the width of floats is kept."""
    assert as_array(np.array([1, 2], np.uint8)).dtype == np.float64
    assert as_array(np.array([True])).dtype == np.float64
    assert as_array(np.ones(2, np.float32)).dtype == np.float32


def test_unchanged_means_bit_for_bit() -> None:
    """The smallest change of an argument shows."""
    before = np.array([1.0, 2.0])
    assert_unchanged(before.copy(), before)
    for after in (before + 1e-16 * 4, before.reshape(2, 1), [1.0, 2.0]):
        with pytest.raises(Mismatch):
            assert_unchanged(after, before)


def test_expect_carries_its_parts() -> None:
    """Summary, expected and got stay apart."""
    with pytest.raises(Mismatch) as caught:
        expect(False, "too small", expected=3, got=2)
    assert (caught.value.summary, caught.value.expected, caught.value.got) == ("too small", "3", "2")
