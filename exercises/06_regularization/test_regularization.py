"""Public tests: the worked numbers of the statement. The hidden suite asks for more than these."""

import numpy as np

from grader.suite import as_array, assert_close, assert_unchanged, expect

PARAMS = {
    "W1": np.array([[1.0, -2.0], [0.5, 0.0]]),
    "b1": np.array([10.0, -10.0]),
    "W2": np.array([[3.0], [-1.0]]),
    "b2": np.array([5.0]),
}


def test_l1_penalty_of_the_worked_parameters(student):
    """The worked parameters have an L1 penalty of 0.75 at strength 0.1.

    题目中的参数在强度 0.1 时 L1 惩罚是 0.75。
    """
    assert_close(student.l1_penalty(PARAMS, 0.1), 0.75)


def test_l2_penalty_of_the_worked_parameters(student):
    """The worked parameters have an L2 penalty of 0.7625 at strength 0.1.

    题目中的参数在强度 0.1 时 L2 惩罚是 0.7625。
    """
    assert_close(student.l2_penalty(PARAMS, 0.1), 0.7625)


def test_gradients_of_the_worked_weights(student):
    """For w = [2, -3] and strength 0.1 the gradients are [0.1, -0.1] and [0.2, -0.3].

    w = [2, -3]、强度 0.1 时，两个梯度分别是 [0.1, -0.1] 和 [0.2, -0.3]。
    """
    w = np.array([2.0, -3.0])
    assert_close(student.l1_gradient(w, 0.1), np.array([0.1, -0.1]))
    assert_close(student.l2_gradient(w, 0.1), np.array([0.2, -0.3]))


def test_regularized_loss_of_the_worked_parameters(student):
    """A data loss of 2 with both penalties is 4.275.

    数据损失 2 加上两种惩罚得 4.275。
    """
    assert_close(student.regularized_loss(2.0, PARAMS, l1=0.1, l2=0.2), 4.275)


def test_dropout_forward_and_backward(student):
    """At rate 0.75, outputs are 0 or four times the input, and gradients follow them; the input stays as it was.

    rate 为 0.75 时，输出是 0 或输入的四倍，梯度与之一致；输入保持不变。
    """
    x = np.arange(1.0, 61.0).reshape(6, 10)
    before = x.copy()
    layer = student.new("Dropout", 0.75, 1)
    y = as_array(layer.method("forward")(x), (6, 10))
    kept = y != 0
    # of 60 elements none or all are dropped with probability 0.75**60, three in a hundred million
    expect(bool(kept.any() and not kept.all()), "some elements should be dropped, and some not", got=y)
    assert_close(y, np.where(kept, 4 * before, 0))
    assert_close(layer.method("backward")(np.ones((6, 10))), np.where(kept, 4.0, 0.0))
    assert_unchanged(x, before)


def test_dropout_is_silent_at_test_time(student):
    """With train_flg=False the output is the input.

    train_flg=False 时输出就是输入。
    """
    x = np.arange(1.0, 13.0).reshape(3, 4)
    layer = student.new("Dropout", 0.5, 1)
    assert_close(layer.method("forward")(x, train_flg=False), x)
