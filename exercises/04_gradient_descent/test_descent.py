"""Public tests: the worked numbers of the statement, and a small example of each of its conventions.

The hidden suite asks for more than these.
"""

import numpy as np

from grader.suite import as_list, assert_close, assert_equal, assert_unchanged, by_columns, expect, in_place


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


def test_gradient_descent_does_not_move_the_start(student):
    """The array of the start is the same after the call.

    调用之后，出发点的数组不变。
    """
    start = np.array([2.0, 1.0])
    student.gradient_descent(valley, start, lr=0.1, step_num=2)
    # who adds h to an element and takes it away again is off by 1e-16, which is let pass
    assert_close(student.left_of(start), np.array([2.0, 1.0]), rtol=0.0, atol=1e-12, what="the start after the call")


def test_gradient_descent_with_another_rate(student):
    """The step is lr times the gradient: from (2, 1) with rate 0.25 to (0.75, 0).

    一步是 lr 乘梯度：从 (2, 1) 出发，学习率 0.25，到 (0.75, 0)。
    """
    got = student.gradient_descent(valley, np.array([2.0, 1.0]), lr=0.25, step_num=1)
    assert_close(got, np.array([0.75, 0.0]), atol=1e-3)


def test_gradient_descent_without_lr_and_step_num(student):
    """Without lr and step_num the rate is 0.01 and there are 100 steps.

    不给 lr 和 step_num 时，学习率是 0.01，走 100 步。
    """
    # the slope of x²/2 is x, so that each step leaves 0.99 of it
    got = student.gradient_descent(lambda x: 0.5 * np.sum(x**2), np.array([10.0]))
    assert_close(got, np.array([10 * 0.99**100]), atol=1e-3)


def test_gradient_descent_from_integers(student):
    """The start may be an array of integers: from (2, 1) to (1.5, 0.6) again.

    出发点可以是整数数组：同样从 (2, 1) 到 (1.5, 0.6)。
    """
    got = student.gradient_descent(valley, np.array([2, 1]), lr=0.1, step_num=1)
    assert_close(got, np.array([1.5, 0.6]), atol=1e-3)


def test_sgd_of_the_worked_example(student):
    """W = [1, 2] with gradient [10, -10] and rate 0.1 becomes [0, 3], in the dict itself.

    W = [1, 2]、梯度 [10, -10]、学习率 0.1，字典里的 W 变成 [0, 3]。
    """
    params = {"W": np.array([1.0, 2.0])}
    student.new("SGD", lr=0.1).method("update")(in_place(params), {"W": np.array([10.0, -10.0])})
    assert_close(params.get("W"), np.array([0.0, 3.0]))


def test_sgd_moves_every_parameter(student):
    """One update moves every parameter of the dict.

    一次更新会改变字典里的每个参数。
    """
    params = {"W1": np.array([[1.0, 2.0], [3.0, 4.0]]), "b1": np.array([0.5, -0.5])}
    grads = {"W1": np.array([[2.0, 0.0], [-2.0, 4.0]]), "b1": np.array([1.0, -3.0])}
    student.new("SGD", lr=0.5).method("update")(in_place(params), grads)
    assert_close(params.get("W1"), np.array([[0.0, 2.0], [4.0, 2.0]]), what="W1")
    assert_close(params.get("b1"), np.array([0.0, 1.0]), what="b1")


def test_sgd_finds_gradients_by_their_keys(student):
    """The two dicts have the same keys, in whatever order.

    两个字典的键相同，顺序可以不同。
    """
    params = {"u": np.array([1.0]), "v": np.array([2.0])}
    student.new("SGD", lr=0.5).method("update")(in_place(params), {"v": np.array([8.0]), "u": np.array([4.0])})
    assert_close(params.get("u"), np.array([-1.0]), what="u")
    assert_close(params.get("v"), np.array([-2.0]), what="v")


def test_sgd_updates_again(student):
    """A second update starts where the first ended, and only its own gradients count.

    第二次更新从第一次的结果出发，只用自己的梯度。
    """
    params, optimizer = {"W": np.array([5.0, 1.0])}, student.new("SGD", lr=0.1)
    optimizer.method("update")(in_place(params), {"W": np.array([10.0, -20.0])})
    optimizer.method("update")(in_place(params), {"W": np.array([1.0, 30.0])})
    assert_close(params.get("W"), np.array([3.9, 0.0]))


def test_sgd_without_lr(student):
    """SGD() has the learning rate 0.01.

    SGD() 的学习率是 0.01。
    """
    params = {"W": np.array([1.0, 2.0])}
    student.new("SGD").method("update")(in_place(params), {"W": np.array([10.0, -10.0])})
    assert_close(params.get("W"), np.array([0.9, 2.1]))


def test_two_sgd_optimizers_use_their_own_rates(student):
    """Of two optimizers, each uses the rate that it was made with.

    两个优化器各用各的学习率。
    """
    params, first = {"W": np.array([1.0, 2.0])}, student.new("SGD", lr=0.1)
    student.new("SGD", lr=0.5)  # made later, it does not change the first
    first.method("update")(in_place(params), {"W": np.array([20.0, -20.0])})
    assert_close(params.get("W"), np.array([-1.0, 4.0]))


def test_sgd_does_not_change_the_gradients(student):
    """The gradients are the same after the update.

    更新之后，梯度不变。
    """
    grads = {"W": np.array([10.0, -10.0])}
    student.new("SGD", lr=0.1).method("update")(in_place({"W": np.array([1.0, 2.0])}), grads)
    assert_unchanged(grads, {"W": np.array([10.0, -10.0])})


def test_sgd_step_of_the_worked_example(student):
    """From 5 with gradient 12 and rate 0.2 to 2.6.

    从 5 出发，梯度 12，学习率 0.2，得到 2.6。
    """
    assert_close(student.sgd_step(5.0, 12.0, 0.2), 2.6)


def test_sgd_step_of_an_array(student):
    """w may be an array: the new value comes back, and w itself stays as it is.

    w 可以是数组：返回新值，w 本身保持不变。
    """
    w, grad = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([[2.0, 0.0, -2.0], [4.0, -4.0, 1.0]])
    before = w.copy()
    assert_close(student.sgd_step(w, grad, 0.5), np.array([[0.0, 2.0, 4.0], [2.0, 7.0, 5.5]]))
    assert_unchanged(w, before)


def test_sgd_step_of_a_transposed_array(student):
    """w may be a transposed array, too.

    w 也可以是转置得到的数组。
    """
    w, grad = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([[10.0, 0.0, -10.0], [20.0, -20.0, 5.0]])
    got = student.sgd_step(by_columns(student, w), by_columns(student, grad), 0.1)
    assert_close(got, np.array([[0.0, 2.0, 4.0], [2.0, 7.0, 5.5]]))


def assert_descent(answer, ws, losses, **tolerance):
    """Compare what came back, which should be two lists, with the right ones."""
    two = isinstance(answer, (tuple, list)) or (isinstance(answer, np.ndarray) and answer.ndim == 2)
    expect(two and len(answer) == 2, "two lists should come back, ws and losses")
    assert_close(np.array(as_list(answer[0], len(ws), "ws")), np.array(ws), what="ws", **tolerance)
    assert_close(np.array(as_list(answer[1], len(losses), "losses")), np.array(losses), what="losses", **tolerance)


def test_descend_with_tape_of_the_worked_example(student):
    """Three epochs from 5 with rate 0.2: w is 2.6, 1.16, 0.296; the losses are 12.96, 4.6656, 1.679616.

    从 5 出发，学习率 0.2，三轮之后：w 依次为 2.6、1.16、0.296，损失依次为 12.96、4.6656、1.679616。
    """
    assert_descent(student.descend_with_tape(5.0, 0.2, 3), [2.6, 1.16, 0.296], [12.96, 4.6656, 1.679616])


def test_descend_with_tape_starts_at_w0(student):
    """Every call starts at its w0: one epoch from 3 with rate 0.25 leads to 1, where the loss is 4.

    每次调用都从自己的 w0 出发：从 3 出发，学习率 0.25，一轮之后 w 是 1，损失是 4。
    """
    for _ in range(2):
        assert_descent(student.descend_with_tape(3.0, 0.25, 1), [1.0], [4.0])


def test_descend_with_tape_from_an_integer(student):
    """w0 may be an integer: one epoch from 2 with rate 0.25 leads to 0.5, where the loss is 2.25.

    w0 可以是整数：从 2 出发，学习率 0.25，一轮之后 w 是 0.5，损失是 2.25。
    """
    assert_descent(student.descend_with_tape(2, 0.25, 1), [0.5], [2.25])


def test_descend_with_tape_without_arguments(student):
    """Without arguments: 40 epochs from 5 with rate 0.2, each of which leaves 0.6 of w + 1.

    不给参数时：从 5 出发，学习率 0.2，共 40 轮，每轮之后 w + 1 剩下原来的 0.6 倍。
    """
    away = 6 * 0.6 ** np.arange(1, 41)
    # float32 loses a digit in 40 steps
    assert_descent(student.descend_with_tape(), away - 1, away**2, rtol=1e-4, atol=1e-5)


def descent(w0, lr, epochs):
    """Return ws and losses of a descent from w0, as judge_learning_rate is given them."""
    away = (w0 + 1) * (1 - 2 * lr) ** np.arange(1, epochs + 1)
    return (away - 1).tolist(), (away**2).tolist()


def test_judge_learning_rate_of_the_worked_examples(student):
    """Rate 0.2 converged, 0.001 is too slow, 0.99 oscillates, 1.1 diverged.

    0.2 收敛，0.001 太慢，0.99 振荡，1.1 发散。
    """
    for lr, expected in ((0.2, "converged"), (0.001, "too slow"), (0.99, "oscillating"), (1.1, "diverged")):
        assert_equal(student.judge_learning_rate(*descent(5.0, lr, 40)), expected)


def test_judge_learning_rate_of_jumps_that_arrive(student):
    """Rate 0.8 jumps as well, but arrives: the first rule that fits counts, so it converged.

    学习率 0.8 也左右跳动，但到达了最低点：以第一条符合的规则为准，所以是收敛。
    """
    assert_equal(student.judge_learning_rate(*descent(5.0, 0.8, 40)), "converged")


def test_judge_learning_rate_compares_with_the_first_loss(student):
    """Diverged: the last loss is larger than the first one in the list, even if both are small.

    发散：最后的损失大于列表中的第一个损失，哪怕两者都很小。
    """
    assert_equal(student.judge_learning_rate(*descent(-0.5, 1.02, 30)), "diverged")


def test_judge_learning_rate_of_a_loss_that_is_no_number(student):
    """Diverged: the last loss is inf or nan.

    发散：最后的损失是 inf 或 nan。
    """
    ws, losses = descent(5.0, 2.5, 20)
    for last in (float("inf"), float("nan")):
        assert_equal(student.judge_learning_rate([*ws, last], [*losses, last]), "diverged")


def test_judge_learning_rate_of_jumps_close_to_the_lowest_point(student):
    """Oscillating: w jumps from one side of -1 to the other, even where w stays below 0.

    振荡：w 在 -1 的两侧来回跳，哪怕 w 一直小于 0。
    """
    assert_equal(student.judge_learning_rate(*descent(-0.3, 0.99, 20)), "oscillating")


def test_judge_learning_rate_of_a_slow_descent_close_to_the_lowest_point(student):
    """Too slow: the loss goes down on one side, even where the size of w itself grows.

    太慢：损失在一侧下降，哪怕 w 的绝对值在变大。
    """
    assert_equal(student.judge_learning_rate(*descent(-0.5, 0.002, 25)), "too slow")
