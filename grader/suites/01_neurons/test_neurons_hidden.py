"""Hidden suite of 01_neurons.

Expected values are NumPy's own functions or the textbook formula, written out here. Inputs are not symmetric about 0,
so that a mirrored curve shows, and a batch has as many samples as inputs or neurons only where weights are square.
What a call changes is changed in the judge's argument too, so every call is given a copy of its own and what is
expected comes from the original. Several calls are made before the first comparison: a transcript then tells more.
"""

import numpy as np

from grader.suite import (
    as_array,
    as_scalar,
    assert_close,
    assert_equal,
    award,
    by_columns,
    expect,
    leaves_alone,
    points,
)

X = np.array([-2.5, -1.0, -0.125, 0.0, 1e-3, 0.5, 3.0])
LARGE = np.array([-1000.0, 1000.0, -40.0, 0.0, 40.0])
WHOLE = np.array([-2, 0, 1, 3])
SHAPES = ((3, 2), (1, 4), (2, 3, 4))
CASES = ((0, 0), (0, 1), (1, 0), (1, 1))
for constant in (X, LARGE, WHOLE):
    constant.flags.writeable = False  # should a test forget to copy, it fails here and not for the next submission


def step(x):
    return (x > 0).astype(float)


def sigmoid(x):
    return np.exp(-np.logaddexp(0, -x))


def relu(x):
    return x * (x > 0)


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def on_numbers(f):
    """Make ``f`` an activation to hand to a submission: whatever that gives to it, ``f`` only sees real numbers."""

    def activation(z):
        what = "what the activation is given"
        with np.errstate(all="ignore"):
            return f(as_array(z, what=what) if isinstance(z, np.ndarray) else np.float64(as_scalar(z, what)))

    return activation


def of_any_shape(student, call, f, rng):
    """Require the values of ``f`` for arrays of several axes; the last is transposed in memory, too."""
    for shape in SHAPES:
        x = rng.normal(scale=2, size=shape)
        assert_close(call(x.copy()), f(x))
    assert_close(call(by_columns(student, x)), f(x))


def assert_no_warning(student):
    """Require that nothing has warned since the test began.

    A worker's standard error is read up to its answer, so a warning of the call is there. Python prints a warning only
    once for each line of code: this has to stand where that line first meets such numbers, which is ``LARGE``.
    """
    expect(
        "RuntimeWarning" not in student.printed,
        "the values are right, but NumPy warned on the way (of an overflow, a division or an invalid value)",
        expected="no warning",
        got=student.printed,
    )


@points(4)
def test_step_function(student):
    """The step function of an array: 1 above 0, else 0, also at 0 itself.

    数组的阶跃函数：大于 0 处为 1，否则为 0，恰好为 0 处也是 0。
    """
    fractions, whole = student.step_function(X.copy()), student.step_function(WHOLE.copy())
    assert_close(fractions, step(X))
    assert_close(whole, step(WHOLE))


@points(2)
def test_step_function_of_a_number(student):
    """The step function of a single number.

    单个数的阶跃函数。
    """
    numbers = (0.25, -3.0, 0.0, 2)
    answers = [student.step_function(x) for x in numbers]
    for x, answer in zip(numbers, answers, strict=True):
        assert_close(answer, float(x > 0))


@points(1)
def test_step_function_of_any_shape(student, rng):
    """The step function of matrices and of stacks of matrices, which keep their shape.

    二维、三维数组的阶跃函数，形状保持不变。
    """
    of_any_shape(student, student.step_function, step, rng)


@points(5)
def test_sigmoid(student):
    """The sigmoid of an array.

    数组的 sigmoid。
    """
    assert_close(student.sigmoid(X.copy()), sigmoid(X))


@points(2)
def test_sigmoid_of_a_number(student):
    """The sigmoid of a single number.

    单个数的 sigmoid。
    """
    numbers = (0.75, -2.0, 3)
    answers = [student.sigmoid(x) for x in numbers]
    for x, answer in zip(numbers, answers, strict=True):
        assert_close(answer, 1 / (1 + np.exp(-x)))


@points(5)
def test_sigmoid_of_large_numbers(student):
    """The sigmoid at -1000 and 1000, and without a warning of an overflow.

    sigmoid 在 -1000 和 1000 处的值，并且没有溢出警告。
    """
    assert_close(student.sigmoid(LARGE.copy()), sigmoid(LARGE))
    award(0.6, "the values at ±1000 are right")
    assert_no_warning(student)
    award(1.0, "right, and without a warning")


@points(1)
def test_sigmoid_of_any_shape(student, rng):
    """The sigmoid of matrices and of stacks of matrices, which keep their shape.

    二维、三维数组的 sigmoid，形状保持不变。
    """
    of_any_shape(student, student.sigmoid, sigmoid, rng)


@points(1)
def test_sigmoid_of_whole_numbers(student):
    """The sigmoid of an array of integers.

    整数数组的 sigmoid。
    """
    assert_close(student.sigmoid(WHOLE.copy()), sigmoid(WHOLE))


@points(5)
def test_tanh(student):
    """tanh of an array.

    数组的 tanh。
    """
    assert_close(student.tanh(X.copy()), np.tanh(X))


@points(2)
def test_tanh_of_a_number(student):
    """tanh of a single number.

    单个数的 tanh。
    """
    numbers = (0.75, -2.0, 1)
    answers = [student.tanh(x) for x in numbers]
    for x, answer in zip(numbers, answers, strict=True):
        assert_close(answer, np.tanh(x))


@points(5)
def test_tanh_of_large_numbers(student):
    """tanh at -1000 and 1000, and without a warning of an overflow.

    tanh 在 -1000 和 1000 处的值，并且没有溢出警告。
    """
    assert_close(student.tanh(LARGE.copy()), np.tanh(LARGE))
    award(0.6, "the values at ±1000 are right")
    assert_no_warning(student)
    award(1.0, "right, and without a warning")


@points(1)
def test_tanh_of_any_shape(student, rng):
    """tanh of matrices and of stacks of matrices, which keep their shape.

    二维、三维数组的 tanh，形状保持不变。
    """
    of_any_shape(student, student.tanh, np.tanh, rng)


@points(1)
def test_tanh_of_whole_numbers(student):
    """tanh of an array of integers.

    整数数组的 tanh。
    """
    assert_close(student.tanh(WHOLE.copy()), np.tanh(WHOLE))


@points(4)
def test_relu(student):
    """relu of an array: what is positive passes, the rest becomes 0.

    数组的 relu：正数原样通过，其余变成 0。
    """
    fractions, whole = student.relu(X.copy()), student.relu(WHOLE.copy())
    assert_close(fractions, relu(X))
    assert_close(whole, relu(WHOLE))


@points(2)
def test_relu_of_a_number(student):
    """relu of a single number.

    单个数的 relu。
    """
    numbers = (0.25, -3.0, 7)
    answers = [student.relu(x) for x in numbers]
    for x, answer in zip(numbers, answers, strict=True):
        assert_close(answer, max(x, 0))


@points(1)
def test_relu_of_any_shape(student, rng):
    """relu of matrices and of stacks of matrices, which keep their shape.

    二维、三维数组的 relu，形状保持不变。
    """
    of_any_shape(student, student.relu, relu, rng)


@points(2)
def test_relu_leaves_its_argument_alone(student):
    """relu does not change the array that it is given.

    relu 不修改传入的数组。
    """
    leaves_alone(student.relu, (X,), (-X,), (X.reshape(7, 1),))


@points(6)
def test_softmax_of_one_sample(student, rng):
    """The softmax of one sample: exponentials, divided by their sum.

    单个样本的 softmax：各指数除以它们的和。
    """
    for x in (np.array([0.5, -1.0, 2.0, 0.0]), rng.normal(scale=2, size=5)):
        assert_close(student.softmax(x.copy()), softmax(x))


@points(6)
def test_softmax_of_a_batch(student, rng):
    """The softmax of a batch: each row by itself, whatever the numbers of rows and columns.

    批次的 softmax：每行各算各的，无论行数和列数是多少。
    """
    for shape in ((1, 5), (3, 3), (4, 3)):
        x = rng.normal(scale=2, size=shape)
        assert_close(student.softmax(x.copy()), softmax(x))
    assert_close(student.softmax(by_columns(student, x)), softmax(x))


@points(5)
def test_softmax_of_large_numbers(student):
    """The softmax of numbers near 1000 and -1000.

    数值在 1000 和 -1000 附近的 softmax。
    """
    for x in (np.array([1000.0, 999.0, 0.0]), np.array([-1000.0, -1000.5, -998.0])):
        batch = np.array([x, x[::-1]])
        one, two = student.softmax(x.copy()), student.softmax(batch.copy())
        assert_close(one, softmax(x))
        assert_close(two, softmax(batch))


@points(3)
def test_softmax_of_rows_far_apart(student):
    """The softmax of a batch whose rows are far apart: one near 1000, one near -1000, one near 0.

    各行相差悬殊的批次的 softmax：一行在 1000 附近，一行在 -1000 附近，一行在 0 附近。
    """
    x = np.array([[1000.0, 1001.0], [-1000.0, -1002.0], [0.5, 0.0]])
    assert_close(student.softmax(x.copy()), softmax(x))


@points(1)
def test_softmax_of_whole_numbers(student):
    """The softmax of integers, one sample and a batch.

    整数的 softmax，单个样本和批次。
    """
    batch = np.array([[1, 3, -1], [2, 0, 2]])
    one, two = student.softmax(WHOLE.copy()), student.softmax(batch.copy())
    assert_close(one, softmax(WHOLE))
    assert_close(two, softmax(batch))


@points(2)
def test_softmax_leaves_its_argument_alone(student):
    """The softmax does not change the array that it is given.

    softmax 不修改传入的数组。
    """
    leaves_alone(student.softmax, (X,), (-X,), (np.array([X, 2 * X]),))


@points(6)
def test_neuron_of_one_sample(student):
    """Neurons and one sample: weighted sum, plus bias, then the activation.

    神经元与单个样本：加权和，加偏置，再激活。
    """
    x, b = np.array([1.0, -2.0, 0.5]), np.array([0.25, -1.0])
    w = np.array([[0.5, 1.0], [-1.5, 0.75], [2.0, -0.5]])
    z = np.array([0.5 + 3.0 + 1.0 + 0.25, 1.0 - 1.5 - 0.25 - 1.0])
    # neither odd nor even, so that a wrong sign shows; not linear, so that a bias added too late shows
    answer = student.neuron(x.copy(), w.copy(), b.copy(), on_numbers(lambda a: a * a + a))
    assert_close(answer, z * z + z)
    assert_close(student.neuron(x.copy(), w.copy(), b.copy(), on_numbers(sigmoid)), sigmoid(z))
    # a single neuron: its answer may be one number in any form
    assert_close(student.neuron(x.copy(), w[:, :1].copy(), b[:1].copy(), on_numbers(np.exp)), np.exp(z[0]))


@points(5)
def test_neuron_of_a_batch(student, rng):
    """Neurons and a batch: one row a sample, one column a neuron.

    神经元与批次：每行一个样本，每列一个神经元。
    """
    for n_samples, n, m in ((3, 3, 3), (1, 2, 3), (4, 3, 2)):
        x, w, b = rng.normal(size=(n_samples, n)), rng.normal(size=(n, m)), rng.normal(size=m)
        answer = student.neuron(x.copy(), w.copy(), b.copy(), on_numbers(np.exp))
        assert_close(answer, np.exp(np.einsum("ij,jk->ik", x, w) + b))
    answer = student.neuron(by_columns(student, x), by_columns(student, w), b.copy(), on_numbers(np.exp))
    assert_close(answer, np.exp(np.einsum("ij,jk->ik", x, w) + b))


@points(3)
def test_neuron_with_an_activation_that_sees_the_whole_sample(student):
    """The activation is given all sums of a sample at once, as softmax needs.

    激活函数一次得到一个样本的全部和，softmax 就需要这样。
    """
    x, b = np.array([[1.0, 2.0], [0.5, -1.0], [0.0, 3.0]]), np.array([0.5, 0.0, -0.5])
    w = np.array([[1.0, 0.0, 2.0], [-1.0, 0.5, 1.0]])
    z = np.einsum("ij,jk->ik", x, w) + b
    batch = student.neuron(x.copy(), w.copy(), b.copy(), on_numbers(softmax))
    one = student.neuron(x[0].copy(), w.copy(), b.copy(), on_numbers(softmax))
    assert_close(batch, softmax(z))
    assert_close(one, softmax(z[0]))


@points(1)
def test_neuron_of_whole_numbers(student):
    """Neurons with integer inputs and weights, and a bias of fractions.

    输入和权重是整数、偏置是小数的神经元。
    """
    x, b = np.array([-2, 0, 1, 3]), np.array([0.5, -0.25])
    w = np.array([[1, 0], [0, 2], [-1, 1], [1, 1]])
    assert_close(student.neuron(x.copy(), w.copy(), b.copy(), on_numbers(np.exp)), np.exp([0.5, 3.75]))


@points(4)
def test_and(student):
    """AND in all four cases.

    AND 的全部四种情况。
    """
    answers = [student.AND(a, b) for a, b in CASES]
    for answer, expected in zip(answers, (0, 0, 0, 1), strict=True):
        assert_equal(answer, expected)


@points(4)
def test_nand(student):
    """NAND in all four cases.

    NAND 的全部四种情况。
    """
    answers = [student.NAND(a, b) for a, b in CASES]
    for answer, expected in zip(answers, (1, 1, 1, 0), strict=True):
        assert_equal(answer, expected)


@points(4)
def test_or(student):
    """OR in all four cases.

    OR 的全部四种情况。
    """
    answers = [student.OR(a, b) for a, b in CASES]
    for answer, expected in zip(answers, (0, 1, 1, 1), strict=True):
        assert_equal(answer, expected)


@points(5)
def test_xor(student):
    """XOR in all four cases.

    XOR 的全部四种情况。
    """
    answers = [student.XOR(a, b) for a, b in CASES]
    for answer, expected in zip(answers, (0, 1, 1, 0), strict=True):
        assert_equal(answer, expected)


@points(1)
def test_the_other_functions_leave_their_arguments_alone(student):
    """step_function, sigmoid, tanh and neuron do not change the arrays that they are given.

    step_function、sigmoid、tanh、neuron 都不修改传入的数组。
    """
    w, b = X[1:].reshape(2, 3), X[2:5]  # with a negative number: `np.maximum` into it shows nowhere else

    def neuron():
        activation = on_numbers(sigmoid)
        leaves_alone(student.neuron, *((x, w, b, activation) for x in (X[:2], X[5:], X[:6].reshape(3, 2))))

    student.each(
        lambda: leaves_alone(student.step_function, (X,), (-X,)),
        lambda: leaves_alone(student.sigmoid, (X,), (2 * X,), (LARGE,)),
        lambda: leaves_alone(student.tanh, (X + 0.1,), (0.5 * X - 0.1,), (LARGE,)),
        neuron,
        partly="some of the functions do it, others do not",
    )
