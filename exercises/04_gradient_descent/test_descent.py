"""Public tests: the worked numbers of the statement. The hidden suite asks for more than these."""

import numpy as np

from grader.suite import as_list, assert_close, assert_equal, assert_unchanged, expect, in_place


def valley(x):
    """The function x0**2 + x0*x1 + x1**2 of the statement."""
    return x[0] ** 2 + x[0] * x[1] + x[1] ** 2


def test_gradient_descent_of_the_worked_function(student):
    """One step from (2, 1) with rate 0.1 leads to (1.5, 0.6), two steps to (1.14, 0.33).

    从 (2, 1) 出发，学习率 0.1：一步到 (1.5, 0.6)，两步到 (1.14, 0.33)。
    """
    start = np.array([2.0, 1.0])
    # a numerical gradient is not exact
    assert_close(student.gradient_descent(valley, start, lr=0.1, step_num=1), np.array([1.5, 0.6]), atol=1e-3)
    assert_close(student.gradient_descent(valley, start, lr=0.1, step_num=2), np.array([1.14, 0.33]), atol=1e-3)
    assert_unchanged(start, np.array([2.0, 1.0]))


def test_sgd_of_the_worked_example(student):
    """W = [1, 2] with gradient [10, -10] and rate 0.1 becomes [0, 3], in the dict itself.

    W = [1, 2]、梯度 [10, -10]、学习率 0.1，字典里的 W 变成 [0, 3]。
    """
    params = {"W": np.array([1.0, 2.0])}
    student.new("SGD", lr=0.1).method("update")(in_place(params), {"W": np.array([10.0, -10.0])})
    assert_close(params.get("W"), np.array([0.0, 3.0]))


def test_sgd_step_of_the_worked_example(student):
    """From 5 with gradient 12 and rate 0.2 to 2.6.

    从 5 出发，梯度 12，学习率 0.2，得到 2.6。
    """
    assert_close(student.sgd_step(5.0, 12.0, 0.2), 2.6)


def test_descend_with_tape_of_the_worked_example(student):
    """Three epochs from 5 with rate 0.2: w is 2.6, 1.16, 0.296; the losses are 12.96, 4.6656, 1.679616.

    从 5 出发，学习率 0.2，三轮之后：w 依次为 2.6、1.16、0.296，损失依次为 12.96、4.6656、1.679616。
    """
    answer = student.descend_with_tape(5.0, 0.2, 3)
    two = isinstance(answer, (tuple, list)) or (isinstance(answer, np.ndarray) and answer.ndim == 2)
    expect(two and len(answer) == 2, "two lists should come back, ws and losses")
    assert_close(np.array(as_list(answer[0], 3, "ws")), np.array([2.6, 1.16, 0.296]))
    assert_close(np.array(as_list(answer[1], 3, "losses")), np.array([12.96, 4.6656, 1.679616]))


def test_judge_learning_rate_of_the_worked_examples(student):
    """Rate 0.2 converged, 0.001 is too slow, 0.99 oscillates, 1.1 diverged.

    0.2 收敛，0.001 太慢，0.99 振荡，1.1 发散。
    """
    for lr, expected in ((0.2, "converged"), (0.001, "too slow"), (0.99, "oscillating"), (1.1, "diverged")):
        away = 6 * (1 - 2 * lr) ** np.arange(1, 41)
        assert_equal(student.judge_learning_rate((away - 1).tolist(), (away**2).tolist()), expected)
