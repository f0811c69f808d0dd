"""Public tests: the worked numbers of the statement. The hidden suite asks for more than these."""

import numpy as np

from grader.suite import assert_close, assert_unchanged

Y = np.array([0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0])
T = np.array([0, 0, 1, 0, 0, 0, 0, 0, 0, 0])


def test_mean_squared_error_of_the_worked_sample(student):
    """The worked sample has a mean squared error of 0.0975.

    题目中样本的均方误差是 0.0975。
    """
    assert_close(student.mean_squared_error(Y, T), 0.0975)


def test_cross_entropy_error_of_the_worked_sample(student):
    """The worked sample has a cross-entropy error of 0.510825457, with either form of label.

    题目中样本的交叉熵误差是 0.510825457，两种标签形式都一样。
    """
    for t in (T, 2):
        # 1e-4: an epsilon of 1e-5, the largest in use, moves this loss by 3e-5 of itself
        assert_close(student.cross_entropy_error(Y, t), 0.510825457, rtol=1e-4)


def test_errors_over_all_elements(student):
    """Mean absolute and root mean squared error of a 2x2 example.

    2x2 例子的平均绝对误差和均方根误差。
    """
    y, t = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0], [0.0, 0.0]])
    assert_close(student.mean_absolute_error(y, t), 2.25)
    assert_close(student.root_mean_squared_error(y, t), 2.692582404)


def test_binary_cross_entropy_of_the_worked_sample(student):
    """y = [0.9, 0.2], t = [1, 0] has a binary cross-entropy of 0.164252033.

    y = [0.9, 0.2]、t = [1, 0] 的二元交叉熵是 0.164252033。
    """
    assert_close(student.binary_cross_entropy(np.array([0.9, 0.2]), np.array([1, 0])), 0.164252033)


def test_softmax_cross_entropy_of_the_worked_sample(student):
    """Logits [0, 0] lose log 2; logits of 1000 are no trouble.

    logit 为 [0, 0] 时损失为 log 2；logit 大到 1000 也不出问题。
    """
    assert_close(student.softmax_cross_entropy(np.array([[0.0, 0.0]]), np.array([1])), np.log(2))
    assert_close(student.softmax_cross_entropy(np.array([[1000.0, 0.0]]), np.array([0])), 0.0)


def test_asymmetric_loss_of_the_worked_sample(student):
    """One too many costs `over`, one too few costs `under`; the arguments stay as they were.

    多一个付 over，少一个付 under；参数保持不变。
    """
    y, t = np.array([3.0, 1.0]), np.array([2.0, 3.0])
    before = y.copy()
    assert_close(student.asymmetric_loss(y, t, 1.0, 9.0), 9.5)
    assert_unchanged(y, before)
