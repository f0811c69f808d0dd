"""Hidden suite of 02_losses.

Expected values are written out here in NumPy, one line each, independent of the reference. Batches have N = 3 rows and
C = 4 classes, so that dividing by the wrong one shows; labels differ from one another and from row numbers.
"""

from functools import partial

import numpy as np

from grader.suite import as_scalar, assert_close, by_columns, expect, leaves_alone, points, requires, same_for_integers

Y1 = np.array([0.05, 0.6, 0.25, 0.1])
T1 = np.array([0.0, 1.0, 0.0, 0.0])
Y3 = np.array([[0.1, 0.2, 0.6, 0.1], [0.7, 0.1, 0.15, 0.05], [0.25, 0.3, 0.05, 0.4]])
LABELS = np.array([2, 0, 1])
T3 = np.eye(4)[LABELS]

# Epsilons up to 1e-5 within the logarithm are in use. At a probability of 0.05 one of 1e-5 moves the loss, which is
# 2.996, by 2e-4: seven parts in 100,000. One of 1e-4, ten times that, is no longer small.
EPSILON = {"rtol": 2e-4}


# The largest finite loss: minus the logarithm of the smallest float above 0 is 744. The statement's 1e-7 gives 16.1,
# the largest epsilon that is allowed, 1e-5, gives 11.5.
LARGE = (11.0, 750.0)


def averages(student):
    """The three losses that are averages of differences."""
    return student.mean_squared_error, student.mean_absolute_error, student.root_mean_squared_error


def check_each(student, *checks):
    """Run a check for each kind of loss; each that holds is worth its share, and the first fault is the test's."""
    student.each(*checks, partly="some of the functions do it, others do not")


def matrices(rng, n=3, c=4):
    """Two matrices of ordinary numbers whose row sums differ."""
    return rng.normal(size=(n, c)), rng.normal(size=(n, c)) + 0.5


def over_all_elements(student, call, f, y, t):
    """Require the values of ``f`` for a batch, a sample, a batch of one, other numbers, and a transposed array."""
    for a, b in ((y, t), (y[0], t[0]), (y[:1], t[:1]), (2 * y, t)):
        assert_close(call(a, b), f(a, b))
    assert_close(call(by_columns(student, y), t), f(y, t))


@points(6)
def test_mean_squared_error_of_one_sample(student):
    """One sample: half the sum of squared differences.

    单个样本：差的平方和的一半。
    """
    assert_close(student.mean_squared_error(Y1, T1), 0.5 * np.sum((Y1 - T1) ** 2))


@points(6)
def test_mean_squared_error_of_a_batch(student, rng):
    """A batch: the mean over the rows, not over all elements.

    一批样本：对行取平均，而不是对所有元素。
    """
    for n in (3, 1, 6, 6):
        y, t = matrices(rng, n)
        assert_close(student.mean_squared_error(y, t), 0.5 * np.sum((y - t) ** 2) / n)
    assert_close(student.mean_squared_error(by_columns(student, y), t), 0.5 * np.sum((y - t) ** 2) / 6)


@points(6)
def test_cross_entropy_error_of_one_sample(student):
    """One sample with a one-hot label.

    单个样本，one-hot 标签。
    """
    assert_close(student.cross_entropy_error(Y1, T1), -np.log(0.6), **EPSILON)
    # the statement's number alone could be learnt by heart
    assert_close(student.cross_entropy_error(Y1, np.roll(T1, 1)), -np.log(Y1[np.argmax(T1) + 1]), **EPSILON)


@points(4)
def test_cross_entropy_error_of_one_sample_with_an_integer_label(student):
    """One sample whose label is a number.

    单个样本，标签是一个整数。
    """
    assert_close(student.cross_entropy_error(Y1, 2), -np.log(0.25), **EPSILON)
    assert_close(student.cross_entropy_error(Y1, 0), -np.log(0.05), **EPSILON)


@points(6)
def test_cross_entropy_error_of_a_batch(student):
    """A batch with one-hot labels: the mean over the rows.

    一批样本，one-hot 标签：对行取平均。
    """
    assert_close(student.cross_entropy_error(Y3, T3), -np.mean(np.log(Y3[range(3), LABELS])), **EPSILON)
    assert_close(student.cross_entropy_error(Y3[:1], T3[:1]), -np.log(0.6), **EPSILON)
    transposed = student.cross_entropy_error(by_columns(student, Y3), by_columns(student, T3))
    assert_close(transposed, -np.mean(np.log(Y3[range(3), LABELS])), **EPSILON)


@points(6)
def test_cross_entropy_error_of_a_batch_with_integer_labels(student):
    """A batch with integer labels, also where there are as many rows as classes.

    一批样本，整数标签；行数等于类别数时也要正确。
    """
    assert_close(student.cross_entropy_error(Y3, LABELS), -np.mean(np.log(Y3[range(3), LABELS])), **EPSILON)
    # labels of 0 and 1 alone look like a one-hot row to whoever tells the two forms apart by their values
    for binary in (np.array([1, 0, 1]), np.array([0, 1, 0])):
        expected = -np.mean(np.log(Y3[range(3), binary]))
        assert_close(student.cross_entropy_error(Y3, binary), expected, **EPSILON)
    square, labels = Y3[:, :3], np.array([1, 0, 2])
    assert_close(student.cross_entropy_error(square, labels), -np.mean(np.log(square[range(3), labels])), **EPSILON)


@points(4)
def test_cross_entropy_error_does_not_depend_on_the_order_of_the_batch(student, rng):
    """Shuffling the rows together with their labels changes nothing.

    把行和标签一起打乱，结果不变。
    """
    y = rng.uniform(0.1, 1.0, size=(7, 5))
    y /= y.sum(axis=1, keepdims=True)
    labels = rng.integers(5, size=7)
    order = rng.permutation(7)
    whole = as_scalar(student.cross_entropy_error(y, labels))
    mixed = student.cross_entropy_error(y[order], labels[order])
    mean = -np.mean(np.log(y[range(7), labels]))
    # a sum does not depend on the order either: that it should be a mean is asked for above, and costs its points there
    assert_close(whole, min((mean, 7 * mean), key=lambda value: abs(whole - value)), **EPSILON)
    assert_close(mixed, whole, **EPSILON)


@points(4)
@requires("test_cross_entropy_error_of_one_sample")
def test_cross_entropy_error_at_a_probability_of_zero(student):
    """A true class of probability 0 costs a lot, but a finite amount.

    正确类别概率为 0 时，损失很大，但必须有限。
    """
    y, t = np.array([0.0, 1.0, 0.0]), np.array([1.0, 0.0, 0.0])
    loss = as_scalar(student.cross_entropy_error(y, t))
    expect(bool(np.isfinite(loss)), "the loss is not finite", expected="a finite number", got=loss)
    low, high = LARGE
    expect(low < loss < high, "the loss is finite, but not that of a tiny probability", expected="about 16", got=loss)


@points(6)
def test_mean_absolute_error(student, rng):
    """The mean of the absolute differences over all elements, for any shape.

    任意形状下，所有元素绝对差的平均。
    """
    y, t = matrices(rng)
    over_all_elements(student, student.mean_absolute_error, lambda y, t: np.mean(np.abs(y - t)), y, t)


@points(6)
def test_root_mean_squared_error(student, rng):
    """The root of the mean of the squares over all elements, without a half.

    所有元素平方差的平均再开方，没有二分之一。
    """
    y, t = matrices(rng)
    over_all_elements(student, student.root_mean_squared_error, lambda y, t: np.sqrt(np.mean((y - t) ** 2)), y, t)


@points(6)
def test_binary_cross_entropy(student, rng):
    """The mean over all elements of the two-term formula, for vectors and matrices.

    两项公式在所有元素上的平均，向量和矩阵都适用。
    """
    y = rng.uniform(0.05, 0.95, size=(3, 2))
    t = np.array([[1.0, 0.0], [0.0, 0.0], [1.0, 1.0]])
    expected = -np.mean(t * np.log(y) + (1 - t) * np.log(1 - y))
    assert_close(student.binary_cross_entropy(y, t), expected)
    assert_close(student.binary_cross_entropy(y.ravel(), t.ravel()), expected)
    assert_close(student.binary_cross_entropy(np.array([0.8]), np.array([1])), -np.log(0.8))
    assert_close(student.binary_cross_entropy(y[:1], t[:1]), -np.mean(np.log([y[0, 0], 1 - y[0, 1]])))
    assert_close(student.binary_cross_entropy(by_columns(student, y), t), expected)


@points(4)
@requires("test_binary_cross_entropy")
def test_binary_cross_entropy_at_certainty(student):
    """Probabilities of exactly 0 and 1 give a finite loss: near 0 when right, large when wrong.

    概率恰为 0 或 1 时损失有限：判断正确时接近 0，错误时很大。
    """
    right = as_scalar(student.binary_cross_entropy(np.array([0.0, 1.0]), np.array([0.0, 1.0])))
    # 1e-4 lets an epsilon of 1e-5 pass; the statement's 1e-7 gives 1e-7, and 16.1 when wrong
    expect(abs(right) < 1e-4, "certain and right should cost next to nothing", expected="about 1e-7", got=right)
    for y, t in ((np.array([0.0]), np.array([1.0])), (np.array([1.0]), np.array([0.0]))):
        wrong = as_scalar(student.binary_cross_entropy(y, t))
        summary = "certain and wrong should cost much, and a finite amount"
        expect(LARGE[0] < wrong < LARGE[1], summary, expected="about 16", got=wrong)


@points(7)
def test_softmax_cross_entropy_of_a_batch(student, rng):
    """From logits and integer labels: the mean over the rows of log-sum-exp minus the true logit.

    由 logit 和整数标签计算：log-sum-exp 减去正确类别的 logit，再对行取平均。
    """
    for n in (5, 1):
        # no probability below exp(-3) / 4: a small number up to 1e-7 in the logarithm, which is for the test of large
        # logits to find, moves no term by more than 1e-5, and such a term is above 3
        z, labels = rng.uniform(-1.5, 1.5, size=(n, 4)), rng.integers(4, size=n)
        expected = np.mean(np.log(np.exp(z).sum(axis=1)) - z[range(n), labels])
        assert_close(student.softmax_cross_entropy(z, labels), expected)
        assert_close(student.softmax_cross_entropy(by_columns(student, z), labels), expected)


@points(3)
def test_softmax_cross_entropy_of_one_sample(student):
    """One sample: logits with one axis and a number as label.

    单个样本：一维 logit，标签是一个整数。
    """
    z = np.array([1.0, 3.0, -2.0])
    assert_close(student.softmax_cross_entropy(z, 0), np.log(np.exp(z).sum()) - 1.0)


@points(6)
@requires("test_softmax_cross_entropy_of_a_batch")
def test_softmax_cross_entropy_of_large_logits(student):
    """Exact for logits of 1000 and -1000.

    logit 为 1000 和 -1000 时仍然精确。
    """
    z = np.array([[1000.0, 0.0, 0.0], [-1000.0, -1000.0, -1001.0], [0.0, 1000.0, 1000.0]])
    assert_close(student.softmax_cross_entropy(z[:1], np.array([0])), 0.0)
    assert_close(student.softmax_cross_entropy(z[:1], np.array([1])), 1000.0)
    assert_close(student.softmax_cross_entropy(z[1:2], np.array([0])), np.log(2 + np.exp(-1)))
    assert_close(student.softmax_cross_entropy(z[2:], np.array([2])), np.log(2))
    # together: each row has a largest logit of its own, and the second's lies 2000 below the others'
    together = (1000.0 + np.log(2 + np.exp(-1)) + np.log(2)) / 3
    assert_close(student.softmax_cross_entropy(z, np.array([1, 0, 2])), together)


@points(7)
def test_asymmetric_loss(student, rng):
    """Each direction of error at its own price, averaged.

    两个方向的误差各付各的代价，再取平均。
    """
    y, t = matrices(rng)
    d = y - t
    for over, under in ((1.0, 9.0), (9.0, 1.0)):
        expected = np.mean(over * np.maximum(d, 0) + under * np.maximum(-d, 0))
        assert_close(
            student.asymmetric_loss(y[0], t[0], over, under), np.mean(np.where(d[0] > 0, over * d[0], -under * d[0]))
        )
        assert_close(student.asymmetric_loss(y, t, over, under), expected)
    assert_close(student.asymmetric_loss(y[:1], t[:1], over, under), np.mean(np.where(d[0] > 0, over, -under) * d[0]))
    assert_close(student.asymmetric_loss(by_columns(student, y), t, over, under), expected)


@points(4)
def test_asymmetric_loss_with_equal_prices_is_the_mean_absolute_error(student):
    """With both prices 1 it is the mean absolute error; a perfect prediction costs nothing.

    两种代价都为 1 时等于平均绝对误差；完全正确时损失为 0。
    """
    y, t = np.array([1.0, 5.0, 2.0]), np.array([4.0, 3.0, 2.0])
    assert_close(student.asymmetric_loss(y, t, 1.0, 1.0), 5 / 3)
    assert_close(student.asymmetric_loss(t, t, 3.0, 7.0), 0.0)


@points(4)
def test_whole_numbers_are_welcome(student):
    """Integer arrays give the same losses as floats.

    整数数组与浮点数组结果相同。
    """
    # Compared with the function's own result for floats, so that a wrong formula costs no points here too. The prices
    # of asymmetric_loss have decimals: an integer array that is made to hold its result cuts them off.
    y, t = np.array([3.0, 0.0, 2.0]), np.array([1.0, 1.0, 2.0])
    sure, classes = np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[0.0, 1.0], [0.0, 1.0]])
    logits = np.array([[2.0, 0.0, 1.0], [0.0, 3.0, 1.0]])
    pairs = (y, t), (np.stack([y, t]), np.stack([t, 4 * y]))
    same = partial(same_for_integers, read=as_scalar)
    check_each(
        student,
        lambda: [same(f, *pairs) for f in averages(student)],
        lambda: same(student.cross_entropy_error, (sure, classes), (sure, sure), (sure, np.array([0, 1]))),
        lambda: [
            same(student.binary_cross_entropy, (sure, classes), (sure, sure), (sure[0], classes[1])),
            same(student.softmax_cross_entropy, (logits, LABELS[1:]), (2 * logits, LABELS[1:])),
        ],
        lambda: same(student.asymmetric_loss, *((*pair, 0.5, 1.25) for pair in pairs)),
    )


@points(5)
def test_arguments_are_left_alone(student):
    """No function changes the arrays that it is given.

    任何函数都不修改传入的数组。
    """
    # Whatever the function makes of them: its values are asked for above. The probabilities hold a 0 and a 1, since
    # clipping changes nothing else.
    y, t, labels = Y3.copy(), T3, LABELS
    y[0, 0], y[1, 2] = 0.0, 1.0
    logits = 5 * Y3 - 1
    # and differences hold numbers below 0, since `np.maximum` changes nothing else
    pairs = (y - 0.5, t - 0.5), (y[0], t[0]), (2 * y, t)
    certain = (y, t), (y[0], t[0]), (y[1], t[0])
    plain = (Y3, t), (Y3[0], t[0])
    near, scores = 0.9 * t + 0.025, 5 * t - 1

    def alone(call, *cases, right, knows):
        leaves_alone(call, *cases, read=as_scalar)
        # What knows nothing leaves its arguments alone too, and earns nothing for it.
        _, target, *prices = cases[0]
        good, other = (as_scalar(call(y.copy(), target.copy(), *prices)) for y in (right, cases[0][0]))
        expect(knows(good, other), "a prediction that is right costs as much as one that is not")

    def smaller(good, other):
        """Whatever becomes of the difference, it is nothing where there is none. The sums of these numbers go up."""
        return abs(good) < abs(other)

    def another(good, other):
        """Which of the two is smaller is asked for above. The sums of these numbers are the same."""
        return not np.isclose(good, other)

    check_each(
        student,
        lambda: [alone(f, *pairs, right=t - 0.5, knows=smaller) for f in averages(student)],
        lambda: alone(student.cross_entropy_error, *plain, *certain, (y, labels), right=near, knows=another),
        lambda: alone(student.binary_cross_entropy, *plain, *certain, right=near, knows=another),
        lambda: alone(
            student.softmax_cross_entropy,
            (logits, labels),
            (2 * logits, labels),
            (logits[0], 1),
            right=scores,
            knows=another,
        ),
        lambda: alone(student.asymmetric_loss, *((*pair, 1.0, 2.0) for pair in pairs), right=t - 0.5, knows=smaller),
    )
