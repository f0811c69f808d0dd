"""Public tests: the worked numbers of the statement. The hidden suite asks for more than these."""

import numpy as np

from grader.suite import assert_close, assert_unchanged

TOLERANCE = {"rtol": 1e-3, "atol": 1e-3}  # the step of a difference may be chosen freely between 1e-3 and 1e-8


def parabola(x):
    """The function 0.01 x**2 + 0.1 x of the statement."""
    return 0.01 * x**2 + 0.1 * x


def hill(x):
    """The function x0**2 + x1**2 of the statement."""
    return np.sum(x**2)


def test_numerical_diff_of_the_worked_function(student):
    """0.01 x² + 0.1 x has slope 0.2 at 5 and 0.3 at 10.

    0.01 x² + 0.1 x 在 5 处的斜率是 0.2，在 10 处是 0.3。
    """
    assert_close(student.numerical_diff(parabola, 5.0), 0.2, **TOLERANCE)
    assert_close(student.numerical_diff(parabola, 10.0), 0.3, **TOLERANCE)


def test_numerical_gradient_of_the_worked_function(student):
    """The gradient of x0² + x1² is [6, 8] at (3, 4), and x is (3, 4) again afterwards.

    x0² + x1² 在 (3, 4) 处的梯度是 [6, 8]，之后 x 仍是 (3, 4)。
    """
    x = np.array([3.0, 4.0])
    assert_close(student.numerical_gradient(hill, x), np.array([6.0, 8.0]), **TOLERANCE)
    assert_close(student.left_of(x), np.array([3.0, 4.0]), what="x after the call")


def test_numerical_gradient_of_a_matrix(student):
    """A 2x2 matrix has a 2x2 gradient.

    2x2 矩阵的梯度也是 2x2。
    """
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert_close(
        student.numerical_gradient(lambda m: m[0, 0] * m[1, 1] + m[0, 1] ** 2, x),
        np.array([[4.0, 4.0], [0.0, 1.0]]),
        **TOLERANCE,
    )


def test_relative_error_of_the_worked_example(student):
    """[1, 2] and [1, 2.2] have a relative error of 0.0476; equal arrays have 0, zeros too.

    [1, 2] 与 [1, 2.2] 的相对误差是 0.0476；相等的数组（包括全 0）是 0。
    """
    a, b = np.array([1.0, 2.0]), np.array([1.0, 2.2])
    before = a.copy()
    assert_close(student.relative_error(a, b), 0.2 / 4.2)
    assert_close(student.relative_error(np.zeros(3), np.zeros(3)), 0.0)
    assert_unchanged(a, before)
