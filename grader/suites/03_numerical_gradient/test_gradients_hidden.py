"""Hidden suite of 03_numerical_gradient.

Values say what came out; the recorded calls of f say how. The functions are the judge's own and their derivatives are
written out here. Most are not separable (an element's slope depends on the others) and no matrix is square.

One mistake is charged once: whether all slopes are off by one factor (a sign, a missing 2) is asked for in the first
test of each function and where digits are counted, and nowhere else; calls and conventions are judged whatever the
values are.

Three beliefs cost more than half, for a reason: with a step that is lost in rounding (`step_too_small`), with x and its
copy one array (`alias_for_copy`) and with f twice at the same place (`plus_h_twice`) what comes out is no slope of f at
all, whatever factor is allowed.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader.suite import (
    as_array,
    as_scalar,
    assert_close,
    assert_unchanged,
    expect,
    leaves_alone,
    points,
    same_for_integers,
)

# Coarse: the right number, by whichever difference. Right code is off by a thousandth of this; a forward difference
# with the statement's h = 1e-4 is off by 5e-5 times the second derivative (below 7 here), and keeps these points.
COARSE = {"rtol": 1e-3, "atol": 1e-3}

# Fine: a central difference. Its error is h²/6 times the third derivative, below 2e-6 for h = 1e-3 and the functions
# used (third derivatives below 10); rounding adds about 1e-16 |f| / h, below 2e-7 for h = 1e-8 and |f| < 10. A forward
# difference with the statement's h = 1e-4 is off by 5e-5 times the second derivative, which is at least 1 here.
FINE = {"rtol": 1e-6, "atol": 5e-6}

# An element "has moved" when it is off by more than this: ten thousand times the rounding of x += h; x -= 2h; x += h,
# and a ten-thousandth of the smallest step in use, 1e-8.
STILL = 1e-12

# Elements that f takes at most. The largest x has 12, and x moved up and down in each of its elements, as one batch,
# 2 * 12 * 12 = 288. The formulas broadcast against arrays of up to 12 elements, so no step of them makes more than
# 12,000 numbers out of it.
MAX_SIZE = 1000


def real(x):
    """Return what the submission gave to f as an array of floats; anything but numbers is an error, as it would be."""
    if not isinstance(x, (np.ndarray, np.generic, int, float)) or np.iscomplexobj(x):
        raise TypeError(f"f takes real numbers, not a {type(x).__name__}")
    if np.size(x) > MAX_SIZE:
        raise ValueError(f"f takes x, not an array of shape {np.shape(x)}")
    return np.asarray(x, dtype=np.float64)


@dataclass(frozen=True)
class F:
    """A function for the submission to call, which answers with one number in the form that ``wrap`` makes."""

    text: str
    formula: Any = field(compare=False)
    wrap: Any = field(default=float, compare=False)

    def __call__(self, x):
        with np.errstate(all="ignore"):
            return self.wrap(self.formula(real(x)))

    def __repr__(self):
        return self.text


def places(student, shape):
    """Return every x at which the last call asked for f: shape (count, *shape)."""
    asked = student.events[-1].callbacks
    expect(len(asked) > 0, "f was never called")
    found = []
    for _, given in asked:
        expect(len(given) == 1, "f takes one argument, x", got=len(given))
        if shape == ():
            found.append(as_scalar(given[0], "the x that f was called with"))
        else:
            found.append(as_array(given[0], shape, "the x that f was called with").astype(np.float64))
    return np.array(found)


def expect_moved(student, x):
    """Require that the last call asked for f with each element moved: who does not has made no gradient."""
    asked = np.abs(places(student, x.shape) - x).max(axis=0)
    expect(bool(np.all(asked > STILL)), "not every element was moved", got=asked)


def expect_both_sides(asked, x):
    """Require of the x's asked for that each element was once above and once as far below its value."""
    above, below = np.max(asked - x, axis=0), np.max(x - asked, axis=0)
    expect(bool(np.all(above > STILL)), "f was not asked for at x + h for every element")
    expect(bool(np.all(below > STILL)), "f was not asked for at x - h for every element")
    expect(bool(np.all(above < 1)), "the step is not a small one")  # the largest in use is 1e-3
    # the same h to one part in a thousand: x + 1e-8 is rounded to 2e-16, five decimal digits below
    near = np.isclose(above, below, rtol=1e-3, atol=0.0)
    expect(bool(np.all(near)), "the steps above and below differ in length")


def slopes(got, shape=None):
    """Return a gradient as an array; lists are turned into one, since one test alone asks for an array."""
    if isinstance(got, list):
        with suppress(TypeError, ValueError, OverflowError):
            got = np.asarray(got, dtype=np.float64)
    return as_array(got, shape)


def assert_slopes(got, expected):
    """Require slopes, up to a common factor: that it should be 1 is asked for elsewhere."""
    found = slopes(got, expected.shape).astype(np.float64)
    with np.errstate(all="ignore"):
        factor = np.sum(found * expected) / np.sum(expected**2)
        straight = found / factor
    assert_close(straight if np.isfinite(straight).all() else found, expected, **COARSE)


def mixed(x):
    """x0² x1 + sin(x1 x2): no element's slope is free of the others."""
    return x[0] ** 2 * x[1] + np.sin(x[1] * x[2])


def mixed_slope(x):
    """Gradient of ``mixed``."""
    c = np.cos(x[1] * x[2])
    return np.array([2 * x[0] * x[1], x[0] ** 2 + x[2] * c, x[1] * c])


def rows(m):
    """Of a 2x3 matrix: rows multiplied with each other, and weighted squares."""
    return np.sum(m[0] * m[1] ** 2) + np.sum(np.array([[1.0, -2.0, 0.5], [0.25, 3.0, -1.0]]) * m**2)


def rows_slope(m):
    """Gradient of ``rows``."""
    weights = np.array([[1.0, -2.0, 0.5], [0.25, 3.0, -1.0]])
    return np.array([m[1] ** 2, 2 * m[0] * m[1]]) + 2 * weights * m


MIXED, ROWS = F("x0² x1 + sin(x1 x2)", mixed), F("products of rows and weighted squares", rows)
VECTOR = np.array([0.7, -1.3, 0.4])
MATRIX = np.array([[0.5, -1.2, 0.0], [2.0, 0.3, -0.8]])


@points(6)
def test_numerical_diff_of_a_parabola(student):
    """The slope of a parabola at several places.

    抛物线在几个点处的斜率。
    """
    for x, slope in ((5.0, 0.2), (10.0, 0.3), (-20.0, -0.3)):
        assert_close(student.numerical_diff(F("x²/100 + x/10", lambda v: 0.01 * v**2 + 0.1 * v), x), slope, **COARSE)


@points(4)
def test_numerical_diff_of_curved_functions(student, rng):
    """The slopes of a cubic, of the sine and of the exponential function.

    三次函数、正弦函数和指数函数的斜率。
    """
    x = float(rng.uniform(-1, 1))
    assert_close(student.numerical_diff(F("x³", lambda v: v**3), 0.3), 0.27, **COARSE)
    assert_close(student.numerical_diff(F("sin", np.sin), x), np.cos(x), **COARSE)
    assert_close(student.numerical_diff(F("exp", np.exp), x), np.exp(x), **COARSE)


@points(6)
def test_numerical_diff_is_a_central_difference(student):
    """f is asked for as far above x as below it, and the slope is as exact as that makes it.

    在 x 两侧等距的两点调用 f，斜率也达到相应的精度。
    """
    for x in (1.5, -0.6):
        # x² + sin x: second derivative 2 - sin x, at least 1
        got = student.numerical_diff(F("x² + sin x", lambda v: v**2 + np.sin(v)), x)
        expect_both_sides(places(student, ()), x)
        assert_close(got, 2 * x + np.cos(x), **FINE)


@points(2)
def test_numerical_diff_at_a_whole_number(student):
    """x may be a whole number, of Python or of NumPy, and f may return a NumPy number.

    x 可以是整数（Python 的或 NumPy 的），f 可以返回 NumPy 的数。
    """
    assert_close(student.numerical_diff(F("x²/4", lambda v: v**2 / 4, np.float64), 3), 1.5, **COARSE)
    assert_close(student.numerical_diff(F("1/x", lambda v: 1 / v, np.array), 2), -0.25, **COARSE)
    four = student.new("numpy.int64", 4)  # made on the worker's side, where it stays NumPy's
    assert_close(student.numerical_diff(F("x²/4", lambda v: v**2 / 4), four), 2.0, **COARSE)


@points(8)
def test_numerical_gradient_of_a_sum_of_squares(student):
    """A weighted sum of the squares of two numbers: the size and the sign of the gradient.

    两个数平方的加权和：梯度的大小和正负号。
    """
    # weighted, since the gradient of the statement's example is x itself, but for a factor
    weights = np.array([1.0, 3.0])
    f = F("x0² + 3 x1²", lambda v: np.sum(weights * v**2))
    for x in (np.array([3.0, 4.0]), np.array([0.0, -2.0])):
        assert_close(slopes(student.numerical_gradient(f, x.copy()), (2,)), 2 * weights * x, **COARSE)


@points(6)
def test_numerical_gradient_of_a_function_that_mixes_its_elements(student, rng):
    """A function in which the slope of one element depends on the others.

    每个元素的斜率都与其他元素有关的函数。
    """
    for x in (VECTOR, rng.uniform(0.5, 1.5, size=3)):
        assert_slopes(student.numerical_gradient(MIXED, x.copy()), mixed_slope(x))


@points(6)
def test_numerical_gradient_of_a_matrix(student, rng):
    """x with two axes: f takes the whole matrix, and the gradient has its shape.

    x 有两个轴：f 接收整个矩阵，梯度与它形状相同。
    """
    for x in (MATRIX, rng.uniform(0.5, 1.5, size=(2, 3))):
        assert_slopes(student.numerical_gradient(ROWS, x.copy()), rows_slope(x))


@points(4)
def test_numerical_gradient_with_three_axes(student, rng):
    """x with three axes.

    x 有三个轴。
    """
    x, weights = rng.uniform(0.5, 1.5, size=(2, 3, 2)), np.arange(1.0, 13.0).reshape(2, 3, 2) / 6
    total = np.sum(weights * x)
    f = F("(weighted sum)²/20", lambda v: np.sum(weights * v) ** 2 / 20)
    assert_slopes(student.numerical_gradient(f, x.copy()), weights * total / 10)


@points(2)
def test_numerical_gradient_of_a_transposed_array(student, rng):
    """x may be a transposed array or a part of one, whose elements do not stand in a row in memory.

    x 可以是转置得到的数组，或数组的一部分，它的元素在内存里并不连续。
    """
    for x in (MATRIX, rng.uniform(0.5, 1.5, size=(2, 3))):
        view = student.new("numpy.transpose", x.T.copy())  # made on the worker's side: on the way it would be copied
        assert_slopes(student.numerical_gradient(ROWS, view), rows_slope(x))


@points(7)
def test_numerical_gradient_moves_one_element_at_a_time(student):
    """Each time f is asked for, one element at most is off its value; every element has its turn.

    每次调用 f 时，最多只有一个元素偏离原值；每个元素都会轮到。
    """
    for x, f in ((VECTOR, MIXED), (MATRIX, ROWS)):
        slopes(student.numerical_gradient(f, x.copy()), x.shape)
        moved = np.abs(places(student, x.shape) - x) > STILL
        together = int(moved.reshape(len(moved), -1).sum(axis=1).max())
        expect(together <= 1, "several elements were off their values at once", expected=1, got=together)
        expect(bool(moved.any(axis=0).all()), "not every element was moved")


@points(5)
def test_numerical_gradient_looks_at_both_sides(student):
    """Every element is once moved up and once as far down.

    每个元素都向上移动一次、向下等距移动一次。
    """
    for x, f in ((VECTOR, MIXED), (MATRIX[0], F("sum", np.sum))):
        slopes(student.numerical_gradient(f, x.copy()), x.shape)
        expect_both_sides(places(student, x.shape), x)


@points(4)
def test_numerical_gradient_asks_for_two_values_an_element(student):
    """The gradient of n elements takes no more than 2n evaluations of f.

    n 个元素的梯度，调用 f 不超过 2n 次。
    """
    x = np.array([0.2, -0.5, 1.0, 0.8, -1.1])
    slopes(student.numerical_gradient(F("sum²", lambda v: np.sum(v) ** 2), x.copy()), x.shape)
    count = student.events[-1].callback_count
    expect(count >= x.size, "f was called too seldom", expected=2 * x.size, got=count)
    expect(count <= 2 * x.size, "f was called more than twice an element", expected=2 * x.size, got=count)


@points(5)
def test_numerical_gradient_is_as_exact_as_a_central_difference(student):
    """On curved functions the error is that of a central difference, a thousand times smaller than a one-sided one.

    对弯曲的函数，误差是中心差分的误差，比单侧差分小上千倍。
    """
    # second derivatives: 4 exp(x0 + x1) with exp between 0.7 and 1.4; 2 + 12 x²: at least 1 everywhere
    x = np.array([0.4, -0.3])
    slope = np.full(2, 4 * np.exp(0.1))
    f = F("4 exp(x0 + x1)", lambda v: 4 * np.exp(v[0] + v[1]))
    assert_close(slopes(student.numerical_gradient(f, x.copy())), slope, **FINE)
    x = np.array([[0.3, -0.4, 0.2]])
    f = F("squares, fourth powers and a product", lambda v: np.sum(v**2 + v**4) + 3 * v[0, 0] * v[0, 1])
    slope = 2 * x + 4 * x**3 + 3 * np.array([[x[0, 1], x[0, 0], 0.0]])
    assert_close(slopes(student.numerical_gradient(f, x.copy())), slope, **FINE)


@points(7)
def test_numerical_gradient_leaves_x_as_it_was(student):
    """After the call x holds what it held before, the last element too.

    调用之后 x 与之前一样，最后一个元素也不例外。
    """
    # whatever it returns: its values are asked for above
    for x, f in ((VECTOR, MIXED), (MATRIX, ROWS)):
        given = x.copy()
        slopes(student.numerical_gradient(f, given), x.shape)
        expect_moved(student, x)
        # += h, -= 2h, += h is let pass: it is off by a rounding error of 1e-16
        assert_close(student.left_of(given), x, rtol=0.0, atol=STILL, what="x after the call")


@points(4)
def test_numerical_gradient_at_whole_numbers(student):
    """An array of integers is welcome: its gradient is made of floats, and it stays as it was.

    整数数组也可以：梯度由浮点数组成，数组本身保持不变。
    """
    # compared with the result for the same numbers as floats: its values are asked for above
    f = F("a quarter of a fourth power, and a sum", lambda v: np.sum(v**2) ** 2 / 32 + np.sum(v) / 3)

    def gradient(x):
        got = student.numerical_gradient(f, x)
        expect_moved(student, x)
        return got

    vectors, matrices = ([3, 4], [1, -2]), ([[1, -2, 0], [5, 2, 3]], [[0, 1, 2], [-1, 1, 4]])
    for cases in (vectors, matrices):
        same_for_integers(gradient, *((np.array(x, dtype=float),) for x in cases), **COARSE)
    for x in (np.array([3, 4]), np.array(matrices[0])):
        given = x.copy()
        as_array(gradient(given), x.shape)
        assert_unchanged(given, x)


@points(2)
def test_numerical_gradient_of_a_function_that_returns_numpy_numbers(student):
    """f may return a NumPy scalar or an array without axes.

    f 可以返回 NumPy 标量或零维数组。
    """
    # compared with the result for Python's floats
    other = VECTOR[::-1].copy()
    plain, another = (slopes(student.numerical_gradient(MIXED, x.copy())) for x in (VECTOR, other))
    expect_moved(student, other)
    alike = plain.shape == another.shape and bool(np.allclose(plain, another, rtol=1e-3, atol=0))
    expect(not alike, "different arguments give the same result", got=plain)
    for wrap in (np.float64, np.array):
        got = slopes(student.numerical_gradient(F(MIXED.text, mixed, wrap), VECTOR.copy()))
        assert_close(got, plain.astype(np.float64), **COARSE)


@points(2)
def test_numerical_gradient_of_a_loss(student, rng):
    """What it is for: the gradient of a loss in a layer's weights.

    它的用处：损失对一层权重的梯度。
    """
    inputs, targets, w = (rng.normal(size=s) for s in ((5, 3), (5, 2), (3, 2)))
    f = F("loss", lambda v: 0.5 * np.sum((inputs @ v - targets) ** 2) / 5)
    assert_slopes(student.numerical_gradient(f, w.copy()), inputs.T @ (inputs @ w - targets) / 5)


@points(6)
def test_relative_error_of_two_vectors(student):
    """The difference of each pair, measured by the size of both.

    每一对的差，用两者的大小之和来衡量。
    """
    a, b = np.array([1.5, 3.0, 200.0]), np.array([1.0, 3.0, 201.0])
    assert_close(student.relative_error(a, b), 0.2)
    assert_close(student.relative_error(np.array([1.0]), np.array([4.0])), 0.6)


@points(4)
def test_relative_error_is_that_of_the_worst_element(student, rng):
    """Of a matrix, the worst element decides, not the average.

    对矩阵而言，由最差的元素决定，而不是平均。
    """
    a = rng.uniform(1, 2, size=(3, 4))
    b = 1.01 * a
    assert_close(student.relative_error(a, b), 0.01 / 2.01, rtol=1e-4)  # of a - b float32 keeps five digits
    b[1, 2] = 3 * a[1, 2]
    assert_close(student.relative_error(a, b), 0.5)
    # a transposed array, made on the worker's side, has its elements in another order in memory
    assert_close(student.relative_error(student.new("numpy.transpose", a.T.copy()), b), 0.5)
    assert_close(student.relative_error(a[:1], 3 * a[:1]), 0.5)
    stack, other = np.stack([a, a]), np.stack([a, b])
    assert_close(student.relative_error(stack, other), 0.5)


@points(5)
def test_relative_error_at_zero(student):
    """Two zeros agree; numbers below 1e-8 are measured by 1e-8.

    两个 0 相等；小于 1e-8 的数用 1e-8 来衡量。
    """
    assert_close(student.relative_error(np.zeros(3), np.zeros(3)), 0.0)
    assert_close(student.relative_error(np.array([0.0, 2.0]), np.array([0.0, 3.0])), 0.2)
    assert_close(student.relative_error(np.array([0.0, 1.0]), np.array([2e-9, 1.0])), 0.2)


@points(3)
def test_relative_error_does_not_depend_on_signs_or_order(student):
    """Signs and the order of the two make no difference; whole numbers are welcome.

    正负号和两者的先后都没有影响；整数也可以。
    """
    a, b = np.array([-1.0, 4.0, 2.0]), np.array([-3.0, 5.0, 2.0])

    def signs():
        assert_close(student.relative_error(-a, -b), 0.5)
        assert_close(student.relative_error(np.array([2.0, 1.0]), np.array([-2.0, 1.0])), 1.0)

    def order():
        for p, q in ((a, b), (b, a)):
            assert_close(student.relative_error(p, q), 0.5)

    def whole_numbers():
        # thirds and sevenths, which no rounding to a few digits gets right
        cases = (np.array([1.0, 4.0]), np.array([2.0, 4.0])), (np.array([3.0, 4.0]), np.array([4.0, 4.0]))
        same_for_integers(student.relative_error, *cases, read=as_scalar)

    student.each(signs, order, whole_numbers, partly="some of it is right, some is not")


@points(2)
def test_relative_error_leaves_its_arguments_alone(student):
    """Neither array is changed.

    两个数组都不被修改。
    """
    # zeros, numbers below the floor, of both signs and large ones: whatever is cut off in place shows
    a = np.array([[1.0, -2.0, 0.0, 2e-9], [7.0, 4.0, -5e4, 3e-9]])
    b = np.array([[1.0, -3.0, 1e-9, 2e-9], [7.0, 5.0, -5e4, 0.0]])
    leaves_alone(student.relative_error, (a, b), (b, a + 0.1), (2 * a, b), read=as_scalar)
