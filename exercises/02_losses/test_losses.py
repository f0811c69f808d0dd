"""Public tests: the worked numbers of the statement, and a small example of each of its conventions.

The hidden suite asks for more than these.
"""

import numpy as np

from grader.suite import as_scalar, assert_close, assert_unchanged, by_columns, expect, leaves_alone

Y = np.array([0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0])
T = np.array([0, 0, 1, 0, 0, 0, 0, 0, 0, 0])

BATCH = np.array([[0.4, 0.3, 0.1, 0.2], [0.5, 0.25, 0.125, 0.125], [0.06, 0.1, 0.04, 0.8]])
ONE_HOT = np.array([[0, 0, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]])

# 1e-4: an epsilon of 1e-5 in the logarithm, the largest in use, moves these losses by 4e-5 of themselves
EPSILON = {"rtol": 1e-4}


def test_mean_squared_error_of_the_worked_sample(student):
    """The worked sample has a mean squared error of 0.0975.

    题目中样本的均方误差是 0.0975。
    """
    assert_close(student.mean_squared_error(Y, T), 0.0975)


def test_mean_squared_error_averages_a_batch(student):
    """A batch is divided by its number of rows, and the half stays: three rows that lose 3, 2 and 4 lose 3.

    一批样本除以行数，二分之一保留：三行的损失是 3、2、4 时，结果是 3。
    """
    y = np.array([[1.0, 0.0, 2.0, 0.0], [3.0, 1.0, 0.0, 0.0], [0.0, 0.0, 2.0, 0.0]])
    t = np.array([[0.0, 0.0, 0.0, 1.0], [1.0, 1.0, 0.0, 0.0], [0.0, 2.0, 0.0, 0.0]])
    assert_close(student.mean_squared_error(y, t), 3.0)


def test_cross_entropy_error_of_the_worked_sample(student):
    """The worked sample has a cross-entropy error of 0.510825457.

    题目中样本的交叉熵误差是 0.510825457。
    """
    assert_close(student.cross_entropy_error(Y, T), 0.510825457, **EPSILON)


def test_cross_entropy_error_with_an_integer_label(student):
    """The label 2 says the same as the one-hot label of the worked sample.

    标签 2 与题目中样本的 one-hot 标签意思相同。
    """
    assert_close(student.cross_entropy_error(Y, 2), 0.510825457, **EPSILON)


def test_cross_entropy_error_is_that_of_the_true_class(student):
    """Only the probability of the true class counts, be it large or small.

    只有正确类别的概率起作用，无论它是大是小。
    """
    assert_close(student.cross_entropy_error(np.array([0.7, 0.2, 0.1]), np.array([0, 1, 0])), -np.log(0.2), **EPSILON)


def test_cross_entropy_error_averages_a_batch(student):
    """A batch is averaged over its rows. Their true classes have the probabilities 0.2, 0.5 and 0.1.

    一批样本对行取平均。这里各行正确类别的概率是 0.2、0.5、0.1。
    """
    assert_close(student.cross_entropy_error(BATCH, ONE_HOT), -np.log(0.2 * 0.5 * 0.1) / 3, **EPSILON)


def test_cross_entropy_error_averages_a_batch_with_integer_labels(student):
    """The labels of a batch may be integers, of shape (N,): one for each row.

    一批样本的标签可以是整数，形状为 (N,)：每行一个。
    """
    assert_close(student.cross_entropy_error(BATCH, np.array([3, 0, 1])), -np.log(0.2 * 0.5 * 0.1) / 3, **EPSILON)


def test_cross_entropy_error_with_labels_of_0_and_1(student):
    """Integer labels may all be 0 or 1, and there may be as many rows as classes.

    整数标签可以全是 0 或 1，行数也可以等于类别数。
    """
    y = np.array([[0.2, 0.5, 0.3], [0.6, 0.3, 0.1], [0.25, 0.3, 0.45]])
    assert_close(student.cross_entropy_error(y, np.array([1, 1, 0])), -np.log(0.5 * 0.3 * 0.25) / 3, **EPSILON)


def test_cross_entropy_error_is_finite(student):
    """Where the true class has probability 0, the loss is large and finite.

    正确类别的概率为 0 时，损失很大，但有限。
    """
    loss = as_scalar(student.cross_entropy_error(np.array([0.25, 0.75, 0.0]), 2))
    # 1e-7 in the logarithm gives 16.1, 1e-5 gives 11.5, and the smallest float above 0 gives 744
    expect(11 < loss < 750, "the loss should be large and finite", expected="about 16", got=loss)


def test_mean_absolute_error_of_the_worked_example(student):
    """The mean over all elements of the worked example is 2.25.

    题目中的例子对所有元素取平均，结果是 2.25。
    """
    y, t = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0], [0.0, 0.0]])
    assert_close(student.mean_absolute_error(y, t), 2.25)


def test_mean_absolute_error_up_and_down(student):
    """An error up and an error down do not cancel: 3 too little and 2 too much are 2.5 on average.

    正负误差不会互相抵消：一个少 3，一个多 2，平均是 2.5。
    """
    assert_close(student.mean_absolute_error(np.array([1.0, 5.0]), np.array([4.0, 3.0])), 2.5)


def test_root_mean_squared_error_of_the_worked_example(student):
    """One root, of the mean over all elements, without a half: 2.692582404.

    对所有元素的平均开一次方，没有二分之一：2.692582404。
    """
    y, t = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0], [0.0, 0.0]])
    assert_close(student.root_mean_squared_error(y, t), 2.692582404)


def test_binary_cross_entropy_of_the_worked_sample(student):
    """y = [0.9, 0.2], t = [1, 0] has a binary cross-entropy of 0.164252033.

    y = [0.9, 0.2]、t = [1, 0] 的二元交叉熵是 0.164252033。
    """
    assert_close(student.binary_cross_entropy(np.array([0.9, 0.2]), np.array([1, 0])), 0.164252033)


def test_binary_cross_entropy_of_a_batch(student):
    """The mean is over all elements of a batch. Here they have the probabilities 0.5, 0.75, 0.8, 0.5, 0.1 and 0.4.

    一批样本对所有元素取平均。这里各元素的概率是 0.5、0.75、0.8、0.5、0.1、0.4。
    """
    y, t = np.array([[0.5, 0.25, 0.8], [0.5, 0.9, 0.4]]), np.array([[1, 0, 1], [0, 0, 1]])
    assert_close(student.binary_cross_entropy(y, t), -np.log(0.5 * 0.75 * 0.8 * 0.5 * 0.1 * 0.4) / 6, **EPSILON)


def test_binary_cross_entropy_of_certain_answers(student):
    """Probabilities of exactly 0 and 1 give a finite loss: next to nothing if right, large if wrong.

    概率恰为 0 或 1 时损失有限：判断正确时接近 0，错误时很大。
    """
    right = as_scalar(student.binary_cross_entropy(np.array([1.0, 0.0, 0.0]), np.array([1, 0, 0])))
    # a bound of 1e-5 gives 1e-5 here and 11.5 below; the smallest float above 0 gives 744 there
    expect(abs(right) < 1e-4, "certain and right should cost next to nothing", expected="about 1e-7", got=right)
    wrong = as_scalar(student.binary_cross_entropy(np.array([1.0, 0.0]), np.array([0, 1])))
    expect(11 < wrong < 750, "certain and wrong should cost much, and a finite amount", expected="about 16", got=wrong)


def test_softmax_cross_entropy_of_the_worked_sample(student):
    """Logits [0, 0] lose log 2.

    logit 为 [0, 0] 时损失为 log 2。
    """
    assert_close(student.softmax_cross_entropy(np.array([[0.0, 0.0]]), np.array([1])), np.log(2))


def test_softmax_cross_entropy_of_a_single_sample(student):
    """One sample has logits with one axis, and a number as its label. Here softmax gives 2/8, 5/8 and 1/8.

    单个样本的 logit 只有一个轴，标签是一个数。这里 softmax 是 2/8、5/8、1/8。
    """
    assert_close(student.softmax_cross_entropy(np.log(np.array([2.0, 5.0, 1.0])), 2), np.log(8))


def test_softmax_cross_entropy_averages_a_batch(student):
    """Each row has a softmax of its own, and the losses are averaged. Here the true classes get 1/8 and 2/10.

    每行各有自己的 softmax，损失对行取平均。这里正确类别得到 1/8 和 2/10。
    """
    logits = np.log(np.array([[1.0, 3.0, 4.0], [2.0, 2.0, 6.0]]))
    assert_close(student.softmax_cross_entropy(logits, np.array([0, 1])), -np.log(1 / 8 * 2 / 10) / 2)


def test_softmax_cross_entropy_of_logits_of_1000(student):
    """Logits of 1000 are no trouble: the right class costs 0, a class that lies 1000 below costs 1000.

    logit 大到 1000 也不出问题：正确类别损失为 0，低 1000 的类别损失为 1000。
    """
    assert_close(student.softmax_cross_entropy(np.array([[1000.0, 0.0]]), np.array([0])), 0.0)
    assert_close(student.softmax_cross_entropy(np.array([[1000.0, 0.0]]), np.array([1])), 1000.0)
    logits = np.array([[1000.0, 0.0], [-1000.0, -1000.0]])
    assert_close(student.softmax_cross_entropy(logits, np.array([1, 1])), (1000 + np.log(2)) / 2)


def test_asymmetric_loss_of_the_worked_sample(student):
    """One too many costs `over`, one too few costs `under`; the arguments stay as they were.

    多一个付 over，少一个付 under；参数保持不变。
    """
    y, t = np.array([3.0, 1.0]), np.array([2.0, 3.0])
    before = y.copy()
    assert_close(student.asymmetric_loss(y, t, 1.0, 9.0), 9.5)
    assert_unchanged(y, before)


def test_asymmetric_loss_of_a_batch(student):
    """The mean is over all elements of a batch. Here 7 too many cost 14, and 4 too few cost 20.

    一批样本对所有元素取平均。这里一共多 7 个，付 14；少 4 个，付 20。
    """
    y, t = np.array([[2.0, 0.0, 1.0], [1.0, 5.0, 1.0]]), np.array([[0.0, 1.0, 1.0], [4.0, 1.0, 0.0]])
    assert_close(student.asymmetric_loss(y, t, 2.0, 5.0), (14 + 20) / 6)


def test_integers_are_welcome(student):
    """Arrays of integers have losses with fractions.

    整数数组的损失可以是小数。
    """
    y, t = np.array([3, 1]), np.array([2, 3])
    assert_close(student.mean_squared_error(y, t), 2.5)
    assert_close(student.mean_absolute_error(y, t), 1.5)
    assert_close(student.root_mean_squared_error(y, t), np.sqrt(2.5))
    assert_close(student.softmax_cross_entropy(np.array([[2, 2, 2]]), np.array([1])), np.log(3))
    assert_close(student.asymmetric_loss(y, t, 0.5, 1.25), 1.5)


def test_transposed_arrays_are_welcome(student):
    """A transposed array has its rows and columns, too, however it lies in memory.

    转置得到的数组同样有行有列，无论它在内存里怎样存放。
    """
    y, t = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([[1.0, 0.0], [3.0, 3.0], [2.0, 6.0]])
    assert_close(student.mean_squared_error(by_columns(student, y), t), (2 + 0.5 + 4.5) / 3)
    loss = student.cross_entropy_error(by_columns(student, BATCH), by_columns(student, ONE_HOT))
    assert_close(loss, -np.log(0.2 * 0.5 * 0.1) / 3, **EPSILON)


def test_no_function_changes_its_arguments(student):
    """No function changes the arrays that it is given.

    任何函数都不修改传入的数组。
    """
    y, t = np.array([[0.0, 1.0, 0.25], [0.5, 0.2, 0.3]]), np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    logits, labels = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, -1.0]]), np.array([0, 2])
    pairs, costs = ((y, t), (2 * y, t)), ((y, t, 1.0, 3.0), (2 * y, t, 1.0, 3.0))
    chances = ((y, t), (0.2 + y / 5, t), (0.4 + y / 5, t))
    leaves_alone(student.mean_squared_error, *pairs, read=as_scalar)
    leaves_alone(student.cross_entropy_error, *chances, read=as_scalar)
    leaves_alone(student.mean_absolute_error, *pairs, read=as_scalar)
    leaves_alone(student.root_mean_squared_error, *pairs, read=as_scalar)
    leaves_alone(student.binary_cross_entropy, *chances, read=as_scalar)
    leaves_alone(student.softmax_cross_entropy, (logits, labels), (2 * logits, labels), read=as_scalar)
    leaves_alone(student.asymmetric_loss, *costs, read=as_scalar)
