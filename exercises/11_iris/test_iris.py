"""Public tests: the worked numbers of the statement. The hidden suite asks for more than these."""

import numpy as np

from grader.suite import as_array, as_list, assert_close, expect

X = np.array([[5, 3, 2, 1]], np.float32)
T = np.array([[1, 0, 0]], np.float32)
W1 = np.array([[0.1, 0.0, 0.0], [0.2, 0.1, 0.0], [-0.2, 0.1, 0.2], [0.0, 0.1, 0.3]], np.float32)
B1 = np.array([0.3, 0.1, -0.2], np.float32)

# The statement's numbers have six digits, and float32 is off by less.
SIX_DIGITS = {"rtol": 1e-4, "atol": 1e-5}


def test_load_split_gives_120_and_30_flowers(student):
    """120 flowers to learn from, 30 to test, 10 of each species.

    120 朵用于训练，30 朵用于测试，测试集每个品种 10 朵。
    """
    answer = student.load_split(0)
    expect(isinstance(answer, (tuple, list)) and len(answer) == 4, "four arrays should come back")
    for item, shape in zip(answer, ((120, 4), (120,), (30, 4), (30,)), strict=True):
        as_array(item, shape)
    labels = as_array(answer[3], (30,), "t_test")
    assert_close(np.array([np.sum(labels == k) for k in range(3)]), np.array([10, 10, 10]), what="flowers per species")


def test_forward_of_the_worked_flower(student):
    """The probabilities of the worked flower.

    题目中那朵花的概率。
    """
    w1, b1 = student.new("tensorflow.Variable", W1), student.new("tensorflow.Variable", B1)
    assert_close(student.forward(X, w1, b1), np.array([[0.426013, 0.315598, 0.258390]]), **SIX_DIGITS)


def test_mse_loss_of_the_worked_example(student):
    """Six squares that add up to 1 have a mean of 1/6.

    六个平方之和为 1，平均为 1/6。
    """
    y = np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6]], np.float32)
    t = np.array([[1, 0, 0], [0, 1, 0]], np.float32)
    assert_close(student.mse_loss(y, t), 0.166667, **SIX_DIGITS)


def test_train_step_of_the_worked_flower(student):
    """One step with lr = 1: the loss before it, and both variables after it.

    lr = 1 时的一步：更新之前的损失，以及更新之后的两个变量。
    """
    w1, b1 = student.new("tensorflow.Variable", W1), student.new("tensorflow.Variable", B1)
    assert_close(student.train_step(X, T, w1, b1, 1.0), 0.165276, what="the loss", **SIX_DIGITS)
    after = as_array(w1.method("numpy")(), (4, 3), "w1")
    assert_close(after[0], np.array([0.804098, -0.414229, -0.289869]), what="the first row of w1", **SIX_DIGITS)
    assert_close(b1.method("numpy")(), np.array([0.440820, 0.017154, -0.257974]), what="b1", **SIX_DIGITS)


def test_train_for_three_epochs(student):
    """Three epochs: a dict with w1, b1 and two lists of three numbers; the loss falls.

    训练三轮：字典里有 w1、b1 和两个各三个数的列表；损失在下降。
    """
    result = student.train(0, epochs=3)
    expect(type(result) is dict, "a dict should come back", expected="a dict", got=result)
    as_array(result.get("w1"), (4, 3), "w1")
    as_array(result.get("b1"), (3,), "b1")
    as_list(result.get("test_acc"), 3, "test_acc")
    losses = as_list(result.get("train_loss"), 3, "train_loss")
    expect(losses[2] < losses[0], "the loss should fall", got=losses)
