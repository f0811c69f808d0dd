"""Public tests: the worked numbers of the statement, and one small test for each of its conventions.

Rows are numbered, so that a batch tells which rows it holds; beside each bound on chance stands how often right code
would miss it. The hidden suite asks for more than these.
"""

from itertools import islice

import numpy as np

from grader.suite import as_array, as_handle, assert_close, assert_equal, assert_unchanged, expect


def pair(value):
    """A batch, as two arrays."""
    expect(type(value) in (tuple, list) and len(value) == 2, "a batch should be a pair (x_batch, t_batch)", got=value)
    return as_array(value[0], what="x_batch"), as_array(value[1], what="t_batch")


def generator(student, seed):
    """A NumPy generator, on the student's side."""
    return student.new("numpy.random.default_rng", seed)


# --- one-hot labels ---------------------------------------------------------------------------------------------------


def test_one_hot_of_the_worked_labels(student):
    """Labels [2, 0] of 4 classes.

    4 类中的标签 [2, 0]。
    """
    assert_equal(student.to_one_hot(np.array([2, 0]), 4), np.array([[0, 0, 1, 0], [1, 0, 0, 0]]))


def test_one_hot_has_a_column_for_every_class(student):
    """Every class has a column, whether a label names it or not.

    每一类都占一列，无论标签中有没有出现。
    """
    expected = np.array([[0, 1, 0, 0, 0], [0, 0, 0, 1, 0], [0, 1, 0, 0, 0]])
    assert_equal(student.to_one_hot(np.array([1, 3, 1]), 5), expected)


# --- random batches ---------------------------------------------------------------------------------------------------


def draw(student, n, batch_size, rng):
    """The numbers of the rows in a random batch of ``n`` rows."""
    rows, _ = pair(student.random_batch(np.arange(n).reshape(n, 1), np.arange(n), batch_size, rng))
    expect(rows.shape == (batch_size, 1), "x_batch has the wrong shape", expected=(batch_size, 1), got=rows.shape)
    return rows.ravel().astype(int)


def test_random_batch_keeps_rows_and_targets_together(student):
    """A batch has the size asked for, and each row its own target.

    批次大小正确，每行与自己的目标值对应。
    """
    x, t = np.array([[1, 2], [3, 4], [5, 6]]), np.array([10, 30, 50])
    rng = student.new("numpy.random.default_rng", 1)
    for _ in range(10):
        x_batch, t_batch = pair(student.random_batch(x, t, 2, rng))
        expect(x_batch.shape == (2, 2) and t_batch.shape == (2,), "the batch has the wrong shape", got=x_batch)
        assert_close(t_batch, 10 * x_batch[:, 0])
        assert_close(x_batch[:, 1], x_batch[:, 0] + 1)


def test_random_batch_goes_on_where_the_last_one_stopped(student):
    """A second batch from the same generator holds other rows.

    用同一个生成器再抽一个批次，得到的行不同。
    """
    rng = generator(student, 1)
    first, second = draw(student, 100, 20, rng), draw(student, 100, 20, rng)
    # twenty of a hundred rows are the same again once in 10**20 times
    expect(set(first) != set(second), "two batches hold the same rows", got=second)


def test_random_batch_obeys_its_generator(student):
    """rng is the only source of chance: equal generators draw the same rows.

    rng 是唯一的随机来源：相同的生成器抽出相同的行。
    """
    first, second = (draw(student, 100, 20, generator(student, 3)) for _ in range(2))
    expect(np.array_equal(first, second), "equal generators drew different rows", expected=first, got=second)


def test_random_batch_gives_every_row_the_same_chance(student):
    """Every row has the same chance, the first and the last too.

    每一行被抽到的机会相同，包括第一行和最后一行。
    """
    rng = generator(student, 1)
    counts = np.bincount(np.concatenate([draw(student, 5, 4, rng) for _ in range(100)]), minlength=5)
    # 80 on average, with a standard deviation of 8 with replacement and of 4 without: 56 away is seven of them
    even = bool(np.all(np.abs(counts - 80) < 56))
    expect(even, "some rows come much more often than others", expected="about 80 times each", got=counts)


def test_random_batch_draws_from_all_over_the_data(student):
    """The rows of a batch come from all over the data, not from one stretch of it.

    一个批次的行来自数据各处，而不是连续的一段。
    """
    rng = generator(student, 1)
    widths = [int(np.ptp(draw(student, 12, 4, rng))) for _ in range(12)]
    # four of twelve rows lie within four neighbours with probability 0.08 with replacement, twelve times with 1e-13
    expect(max(widths) > 3, "the rows of every batch are neighbours in the data", got=widths)


# --- epochs -----------------------------------------------------------------------------------------------------------


def batches_of(student, n, batch_size, num_epochs, rng):
    """The batches of ``epochs`` for ``n`` numbered rows, as the numbers of the rows and of the targets."""
    made = student.epochs(np.arange(n).reshape(n, 1), np.arange(n), batch_size, num_epochs, rng)
    # a list is not what is asked for, and a test of its own says so
    items = made if type(made) in (list, tuple) else as_handle(made, "what epochs returns")
    surplus = num_epochs * n + 2  # more than there can be, so that this ends
    return [(x_batch.ravel(), t_batch.ravel()) for x_batch, t_batch in map(pair, islice(items, surplus))]


def order_of(student, n, batch_size, num_epochs, rng):
    """The numbers of the rows in the order in which they come."""
    rows = [rows for rows, _ in batches_of(student, n, batch_size, num_epochs, rng)]
    expect(sum(map(len, rows)) == num_epochs * n, "an epoch should have every row once", got=str(rows))
    return np.concatenate(rows)


def test_epochs_of_ten_rows(student):
    """Ten rows in batches of four: 4, 4, 2 in each epoch, and every row once.

    十行，每批四行：每轮 4、4、2，每行恰好一次。
    """
    batches = batches_of(student, 10, 4, 2, generator(student, 1))
    sizes = [len(rows) for rows, _ in batches]
    expect(sizes == [4, 4, 2, 4, 4, 2], "the batches have the wrong sizes", expected=[4, 4, 2, 4, 4, 2], got=sizes)
    for epoch in (batches[:3], batches[3:]):
        rows = np.concatenate([rows for rows, _ in epoch])
        assert_equal(np.sort(rows), np.arange(10), what="the rows of an epoch")


def test_epochs_of_six_rows(student):
    """Six rows in batches of three: no batch is short, and both are there.

    六行，每批三行：没有较短的批次，两批都在。
    """
    sizes = [len(rows) for rows, _ in batches_of(student, 6, 3, 1, generator(student, 1))]
    expect(sizes == [3, 3], "the batches have the wrong sizes", expected=[3, 3], got=sizes)


def test_epochs_are_a_generator(student):
    """epochs hands out batches one after the other, by yield, and not all at once in a list.

    epochs 用 yield 逐个给出批次，而不是一次装进列表。
    """
    x, t = np.arange(12).reshape(6, 2), np.arange(6)
    made = as_handle(student.epochs(x, t, 3, 1, generator(student, 1)), "what epochs returns")
    expect(len(list(islice(made, 4))) == 2, "six rows in batches of three should give two batches")


def test_epochs_keep_rows_and_targets_together(student):
    """In every batch of an epoch, each row comes with its own target.

    一轮的每个批次中，每行都与自己的目标值在一起。
    """
    for rows, targets in batches_of(student, 9, 3, 2, generator(student, 1)):
        assert_equal(targets, rows, what="the targets of the rows")


def test_epochs_shuffle_the_first_epoch_too(student):
    """The first epoch is shuffled, too.

    第一轮也要打乱。
    """
    order = order_of(student, 24, 6, 1, generator(student, 1))
    # a shuffle leaves 24 rows as they were with probability 1/24!, which is 2e-24
    expect(not np.array_equal(order, np.arange(24)), "the rows come in the order of the data", got=order)


def test_epochs_shuffle_anew_for_every_epoch(student):
    """Every epoch is shuffled anew: two epochs have different orders.

    每一轮都重新打乱：两轮的顺序不同。
    """
    order = order_of(student, 24, 6, 2, generator(student, 1))
    # two shuffles of 24 rows agree with probability 1/24!
    expect(not np.array_equal(order[:24], order[24:]), "two epochs have the same order", got=order)


def test_epochs_shuffle_rows_and_not_whole_batches(student):
    """Rows are shuffled, not whole batches: a batch holds rows from all over the data.

    打乱的是行，而不是整个批次：一个批次的行来自数据各处。
    """
    order = order_of(student, 24, 6, 1, generator(student, 1))
    widths = np.ptp(order.reshape(4, 6), axis=1)
    # four batches of neighbours: 4! * 6!**4 of 24! orders, a share of 1e-11
    expect(bool(np.any(widths > 5)), "rows that are neighbours in the data stay together in a batch", got=order)


def test_epochs_obey_their_generator(student):
    """rng is the only source of chance: equal generators give the same epochs.

    rng 是唯一的随机来源：相同的生成器给出相同的各轮。
    """
    first, second = (order_of(student, 24, 6, 1, generator(student, 3)) for _ in range(2))
    expect(np.array_equal(first, second), "equal generators gave different epochs", expected=first, got=second)


def test_epochs_go_on_where_the_last_call_stopped(student):
    """A second call with the same generator shuffles in another way.

    用同一个生成器再次调用，打乱的顺序不同。
    """
    rng = generator(student, 1)
    first, second = order_of(student, 24, 6, 1, rng), order_of(student, 24, 6, 1, rng)
    expect(not np.array_equal(first, second), "two calls gave the same order", got=second)


def test_epochs_leave_the_data_alone(student):
    """epochs does not shuffle the caller's arrays.

    epochs 不打乱调用者的数组。
    """
    x, t = np.arange(48).reshape(24, 2), np.arange(24)
    # on the student's side, since a generator works when it is asked for a batch, and not when it is called
    there = student.new("numpy.array", x), student.new("numpy.array", t)
    made = student.epochs(*there, 6, 2, generator(student, 1))
    for _ in islice(made if type(made) in (list, tuple) else as_handle(made, "what epochs returns"), 10):
        pass
    assert_equal(there[0].read(), x, what="x after two epochs")
    assert_equal(there[1].read(), t, what="t after two epochs")


# --- fitting a plane --------------------------------------------------------------------------------------------------

# The error may have a half before it: then a step is half as long.


def fit(student, x, y, lr, steps, batch_size, seed=1):
    """The weights of ``fit_linear``, as a vector; a column is as good."""
    return as_array(student.fit_linear(x, y, lr, steps, batch_size, generator(student, seed)), what="w").ravel()


def assert_one_step(w, expected):
    """Require one step from zeros: as expected, or half as long."""
    half = w.shape == expected.shape and abs(w[0]) < 0.75 * abs(expected[0])
    assert_close(w, expected / 2 if half else expected, what="w")


def test_fit_linear_takes_the_worked_step(student):
    """One step on two rows gives [0.23, 0.34], or half of that.

    两行数据走一步得 [0.23, 0.34]，或其一半。
    """
    x, y = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([5.0, 6.0])
    assert_one_step(fit(student, x, y, 0.01, 1, 2), np.array([0.23, 0.34]))


def test_fit_linear_starts_from_zeros(student):
    """With steps = 0, w is all zeros.

    steps = 0 时，w 全为零。
    """
    assert_equal(fit(student, np.ones((4, 3)), np.ones(4), 0.1, 0, 2), np.zeros(3), what="w")


def test_fit_linear_draws_different_rows(student):
    """The rows of a batch differ: a batch of five of five rows holds all of them.

    一个批次中的行互不相同：五行取五行，就是全部的行。
    """
    x, y = np.diag([1.0, 2.0, 3.0, 4.0, 5.0]), np.full(5, 10.0)
    # a row alone moves its own weight: by 2 * lr * x * y / 5
    assert_one_step(fit(student, x, y, 0.1, 1, 5), np.array([0.4, 0.8, 1.2, 1.6, 2.0]))


def test_fit_linear_takes_the_mean_over_its_batch(student):
    """The gradient is the mean over the rows of the batch, neither a sum nor a share of all rows.

    梯度是批次中各行的平均，既不是总和，也不是除以全部行数。
    """
    x, y = np.tile([1.0, 2.0], (6, 1)), np.full(6, 5.0)  # all rows alike: it makes no difference which are drawn
    assert_one_step(fit(student, x, y, 0.01, 1, 2), np.array([0.1, 0.2]))


def test_fit_linear_steps_on_its_batch_alone(student):
    """A step looks at the rows of its batch alone: a batch of one row moves the weight of that row, and no other.

    一步只看自己批次的行：批次只有一行时，只有那一行的权重移动。
    """
    x, y = np.diag([1.0, 2.0, 3.0, 4.0]), np.full(4, 10.0)
    w = fit(student, x, y, 0.01, 1, 1)
    expect(int(np.sum(np.abs(w) > 1e-6)) == 1, "one row should move one weight", got=w)


def test_fit_linear_draws_a_batch_for_every_step(student):
    """Every step has a new batch: in thirty steps on one row each, more than one weight moves.

    每一步都用新的批次：每步一行，三十步里移动的权重不止一个。
    """
    x, y = np.diag([1.0, 2.0, 3.0, 4.0]), np.full(4, 10.0)
    w = fit(student, x, y, 0.01, 30, 1)
    # thirty draws of the same one of four rows have probability 4**-29
    expect(int(np.sum(np.abs(w) > 1e-6)) > 1, "thirty steps used the same row", got=w)


def test_fit_linear_counts_steps_and_not_epochs(student):
    """steps is the number of updates of w, not of passes over the data.

    steps 是更新 w 的次数，而不是遍历数据的轮数。
    """
    x, y = np.ones((6, 1)), np.full(6, 3.0)  # all rows alike
    w = fit(student, x, y, 0.1, 2, 2)
    # each step takes a fifth of what is missing to 3, or a tenth where the error has a half
    assert_close(w, np.array([0.57]) if w.size and w[0] < 0.8 else np.array([1.08]), what="w")


def test_fit_linear_obeys_its_generator(student):
    """rng is the only source of chance: equal generators give the same w.

    rng 是唯一的随机来源：相同的生成器得到相同的 w。
    """
    x, y = np.diag(np.arange(1.0, 13.0)), np.full(12, 10.0)
    first, second = (fit(student, x, y, 0.01, 5, 3, seed=3) for _ in range(2))
    assert_close(second, first, what="w")


def test_fit_linear_leaves_the_data_alone(student):
    """fit_linear changes neither x nor y.

    fit_linear 既不修改 x，也不修改 y。
    """
    x, y = np.array([[1.0, -2.0], [3.0, 4.0], [-5.0, 6.0]]), np.array([5.0, -6.0, 7.0])
    before = x.copy(), y.copy()
    fit(student, x, y, 0.01, 4, 2)
    assert_unchanged(x, before[0], what="x")
    assert_unchanged(y, before[1], what="y")


def test_fit_linear_finds_the_plane(student):
    """On the points of the statement, w comes near [1, 1].

    在题目的数据上，w 接近 [1, 1]。
    """
    rdm = np.random.RandomState(23455)
    x = rdm.rand(32, 2)
    y = x[:, 0] + x[:, 1] + (rdm.rand(32) / 10 - 0.05)
    w = fit(student, x, y, 0.1, 1500, 8)
    # over 200 seeds, right code ends within 0.013 of [1, 1]
    assert_close(w, np.array([1.0, 1.0]), rtol=0, atol=0.03, what="w")
