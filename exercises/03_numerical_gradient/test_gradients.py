"""Public tests: the worked numbers of the statement, and a small example of each of its conventions.

The hidden suite asks for more than these.
"""

import numpy as np

from grader.suite import as_array, as_scalar, assert_close, assert_unchanged, by_columns, expect

TOLERANCE = {"rtol": 1e-3, "atol": 1e-3}  # the step of a difference may be chosen freely between 1e-3 and 1e-8

# A central difference with the largest step, 1e-3, is off by less than 2e-6 here; a one-sided one with 1e-4 by 4e-5.
CENTRAL = {"rtol": 1e-6, "atol": 5e-6}

STILL = 1e-12  # who adds h and takes it away again is off by 1e-16; the smallest step in use is 1e-8


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


def test_numerical_diff_is_exact(student):
    """The slope of sin at 1 is 0.540302306, to the digits that only a central difference has.

    sin 在 1 处的斜率是 0.540302306，要精确到只有中心差分才有的位数。
    """
    assert_close(student.numerical_diff(np.sin, 1.0), 0.540302306, **CENTRAL)


def test_numerical_diff_looks_at_both_sides(student):
    """f is called at two places, one as far above x as the other is below it.

    f 在两个点处调用，一个在 x 之上，另一个在 x 之下，距离相等。
    """
    asked = []

    def f(x):
        asked.append(x)
        return x**2

    student.numerical_diff(f, 3.0)
    places = sorted(as_scalar(x, "the x that f is called with") for x in asked)
    expect(bool(places) and places[0] < 3 < places[-1], "f should be called below x and above x", got=places)
    assert_close((places[0] + places[-1]) / 2, 3.0, rtol=0.0, atol=STILL, what="the middle between the places")


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


def test_numerical_gradient_is_exact(student):
    """The gradient of exp(x0 + 2 x1) is [1, 2] at (0, 0), to the digits that only a central difference has.

    exp(x0 + 2 x1) 在 (0, 0) 处的梯度是 [1, 2]，要精确到只有中心差分才有的位数。
    """
    got = student.numerical_gradient(lambda x: np.exp(x[0] + 2 * x[1]), np.array([0.0, 0.0]))
    assert_close(got, np.array([1.0, 2.0]), **CENTRAL)


def test_numerical_gradient_moves_each_element_alone(student):
    """While one element moves, all the others stand at their own values.

    移动一个元素时，其余元素都保持原值。
    """
    start, asked = np.array([2.0, 3.0, 5.0]), []

    def f(x):
        asked.append(x)
        return x[0] * x[1] * x[2]

    assert_close(student.numerical_gradient(f, start.copy()), np.array([15.0, 10.0, 6.0]), **TOLERANCE)
    moved = [int(np.sum(np.abs(as_array(x, (3,)) - start) > STILL)) for x in asked]
    expect(max(moved, default=0) <= 1, "several elements were off their values at once", expected=1, got=moved)


def test_numerical_gradient_calls_f_twice_an_element(student):
    """The gradient of 3 elements takes at most 6 calls of f.

    3 个元素的梯度最多调用 f 6 次。
    """
    asked = []

    def f(x):
        asked.append(x)
        return np.sum(x) ** 2

    student.numerical_gradient(f, np.array([0.5, -1.0, 2.0]))
    expect(len(asked) <= 6, "f was called more than twice an element", expected="at most 6", got=len(asked))


def test_numerical_gradient_always_gives_f_the_whole_matrix(student):
    """f is called with an array of x's whole shape, never with a row of it.

    每次调用 f 都要给出与 x 形状相同的整个数组，而不是其中一行。
    """
    asked = []

    def f(m):
        asked.append(m)
        return np.sum(m) ** 2

    student.numerical_gradient(f, np.array([[1.0, 0.5, -2.0], [0.0, 3.0, 1.0]]))
    for m in asked:
        as_array(m, (2, 3), what="the array that f is called with")


def test_numerical_gradient_of_three_axes(student):
    """x may have three axes: the square of a weighted sum of 8, whose gradient is 16 times the weights.

    x 可以有三个轴：这里是加权和的平方，和为 8，梯度是权重的 16 倍。
    """
    weights = np.array([[[1.0, 2.0]], [[3.0, -1.0]]])
    x = np.array([[[2.0, -1.0]], [[3.0, 1.0]]])
    assert_close(student.numerical_gradient(lambda v: np.sum(weights * v) ** 2, x), 16 * weights, **TOLERANCE)


def test_numerical_gradient_of_a_transposed_matrix(student):
    """x may be a transposed array, whose elements do not stand one after the other in memory.

    x 可以是转置得到的数组，它的元素在内存里并不连续。
    """
    weights = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    x = by_columns(student, np.array([[1.0, 0.0, 2.0], [-1.0, 0.5, 3.0]]))
    expected = np.array([[2.0, 0.0, 12.0], [-8.0, 5.0, 36.0]])
    assert_close(student.numerical_gradient(lambda v: np.sum(weights * v**2), x), expected, **TOLERANCE)


def test_numerical_gradient_of_integers(student):
    """x may hold integers; the gradient of x0 x1 / 8 at (3, 4) is [0.5, 0.375], in floats.

    x 可以是整数数组；x0 x1 / 8 在 (3, 4) 处的梯度是浮点数 [0.5, 0.375]。
    """
    x = np.array([3, 4])
    got = student.numerical_gradient(lambda v: v[0] * v[1] / 8, x)
    assert_close(got, np.array([0.5, 0.375]), **TOLERANCE)
    assert_unchanged(x, np.array([3, 4]))


def test_relative_error_of_the_worked_example(student):
    """[1, 2] and [1, 2.2] have a relative error of 0.0476; both arrays stay as they were.

    [1, 2] 与 [1, 2.2] 的相对误差是 0.0476；两个数组都保持不变。
    """
    a, b = np.array([1.0, 2.0]), np.array([1.0, 2.2])
    assert_close(student.relative_error(a, b), 0.2 / 4.2)
    assert_unchanged(a, np.array([1.0, 2.0]))
    assert_unchanged(b, np.array([1.0, 2.2]))


def test_relative_error_of_the_worst_element(student):
    """The error of a matrix is that of its worst element: here of 1 and 3.

    矩阵的误差是最差元素的误差：这里是 1 与 3。
    """
    a, b = np.array([[7.0, 1.0], [100.0, 50.0]]), np.array([[7.0, 3.0], [100.0, 51.0]])
    assert_close(student.relative_error(a, b), 0.5)


def test_relative_error_does_not_depend_on_the_order(student):
    """7 and 3 are as far apart as 3 and 7.

    7 与 3 的误差和 3 与 7 的误差一样。
    """
    assert_close(student.relative_error(np.array([7.0, 2.0]), np.array([3.0, 2.0])), 0.4)
    assert_close(student.relative_error(np.array([3.0, 2.0]), np.array([7.0, 2.0])), 0.4)


def test_relative_error_does_not_depend_on_the_signs(student):
    """-3 and -7 are as far apart as 3 and 7; 1 and -1 have an error of 1.

    -3 与 -7 的误差和 3 与 7 的误差一样；1 与 -1 的误差是 1。
    """
    assert_close(student.relative_error(np.array([-3.0]), np.array([-7.0])), 0.4)
    assert_close(student.relative_error(np.array([1.0]), np.array([-1.0])), 1.0)


def test_relative_error_of_zeros(student):
    """Arrays of zeros have an error of 0.

    全 0 的数组，误差是 0。
    """
    assert_close(student.relative_error(np.zeros(3), np.zeros(3)), 0.0)


def test_relative_error_of_tiny_numbers(student):
    """The divisor is never smaller than 1e-8: 0 and 5e-9 have an error of 0.5.

    除数不会小于 1e-8：0 与 5e-9 的误差是 0.5。
    """
    assert_close(student.relative_error(np.array([0.0]), np.array([5e-9])), 0.5)
