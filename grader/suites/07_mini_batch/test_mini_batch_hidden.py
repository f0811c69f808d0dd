"""Hidden suite of 07_mini_batch.

Rows and targets carry their own number, so that a batch tells which rows it holds, whatever the generator drew. Beside
each bound on chance stands how often right code would miss it. The gradient of the fit may have the factor 2 or, for an
error with a half, the factor 1; all else about a step is exact.
"""

from itertools import islice, pairwise

import numpy as np

from grader.suite import (
    Handle,
    as_array,
    as_handle,
    assert_close,
    assert_equal,
    assert_unchanged,
    award,
    by_columns,
    expect,
    points,
)

# --- one-hot labels ---------------------------------------------------------------------------------------------------


def one_hot(labels, num_classes):
    return (np.asarray(labels)[:, None] == np.arange(num_classes)).astype(float)


@points(5)
def test_one_hot(student):
    """A 1 in the column of each label, 0 elsewhere.

    标签所在的列为 1，其余为 0。
    """
    labels = np.array([2, 0, 3, 1, 0])
    assert_equal(student.to_one_hot(labels, 4), one_hot(labels, 4))


@points(5)
def test_one_hot_leaves_room_for_absent_classes(student):
    """Classes that no label names have a column, too.

    没有出现的类别也占一列。
    """
    labels = np.array([1, 0, 1])
    assert_equal(student.to_one_hot(labels, 4), one_hot(labels, 4))


@points(3)
def test_one_hot_of_one_label_and_of_as_many_labels_as_classes(student):
    """A single label, and as many labels as classes.

    只有一个标签；标签个数等于类别数。
    """
    for labels, classes in (([2], 3), ([1, 2, 0], 3)):
        assert_equal(student.to_one_hot(np.array(labels), classes), one_hot(labels, classes))


@points(3)
def test_one_hot_of_any_integer_type(student):
    """Labels of any integer type, as data sets come with, and left as they were.

    任何整数类型的标签（数据集常用 uint8），且不被修改。
    """
    for dtype in (np.uint8, np.int32, np.int64):
        labels = np.array([9, 4, 0, 7], dtype=dtype)
        before = labels.copy()
        assert_equal(student.to_one_hot(labels, 10), one_hot(before, 10))
        assert_unchanged(labels, before)


# --- batches ----------------------------------------------------------------------------------------------------------


def numbered(n):
    """``n`` rows and targets that tell their number: row i begins with i + 0.5, and target i is 100 + 7i."""
    i = np.arange(n)
    return np.stack([i + 0.5, -2.0 * i, 0.25 * i * i], axis=1), 100 + 7 * i


def pair(value, x, t):
    """Return a batch as two arrays, insisting on rows like those of ``x`` and ``t``, equally many."""
    two = type(value) in (tuple, list) and len(value) == 2
    expect(two, "a batch should be a pair (x_batch, t_batch)", got=value)
    x_batch, t_batch = as_array(value[0], what="x_batch"), as_array(value[1], what="t_batch")
    for batch, whole, what in ((x_batch, x, "x_batch"), (t_batch, t, "t_batch")):
        like = batch.ndim == whole.ndim and batch.shape[1:] == whole.shape[1:]
        expect(like, f"{what} should hold whole rows", expected=f"shape (n, {whole.shape[1:]})", got=batch.shape)
    same = len(x_batch) == len(t_batch)
    expect(same, "x_batch and t_batch should have equally many rows", got=(len(x_batch), len(t_batch)))
    return x_batch, t_batch


def row_numbers(batch, whole, what):
    """Return for each row of ``batch`` its number in ``whole``."""
    expect(len(batch) <= len(whole), f"{what} has more rows than the data", got=batch.shape)
    alike = (batch[:, None] == whole).all(axis=tuple(range(2, whole.ndim + 1)))
    expect(bool(alike.any(axis=1).all()), f"{what} holds a row that is not in the data", got=batch)
    return alike.argmax(axis=1)


def drawn(student, x, t, batch_size, rng, given=None):
    """Draw a random batch of x, or of what holds its numbers; return the numbers of its rows, and of its targets."""
    x_batch, t_batch = pair(student.random_batch(x if given is None else given, t, batch_size, rng), x, t)
    expect(len(x_batch) == batch_size, "the batch has the wrong size", expected=batch_size, got=len(x_batch))
    return row_numbers(x_batch, x, "x_batch"), row_numbers(t_batch, t, "t_batch")


def generator(student, seed):
    return student.new("numpy.random.default_rng", seed)


def not_the_same_again(seen):
    """Require that several batches were drawn, not one: the first rows are in pairs too, and no draw.

    Fewest are the ways of drawing five rows of eight that are handed out sorted: eight draws of these are all alike
    with probability 56**-7, which is 6e-13.
    """
    expect(len(seen) > 1, "every batch is the same: nothing is drawn")


@points(5)
def test_random_batch_has_the_size_asked_for(student, seed):
    """A batch holds as many rows of the data as were asked for: one, some, all.

    批次的行数正确：一行、几行、全部，且都来自数据。
    """
    x, t = numbered(10)
    rng = generator(student, seed)
    for batch_size in (4, 1, 10):
        drawn(student, x, t, batch_size, rng)


@points(7)
def test_random_batch_keeps_pairs(student, seed):
    """Each row comes with its own target.

    每行都与自己的目标值在一起。
    """
    x, t = numbered(10)
    rng = generator(student, seed)
    seen = set()
    for _ in range(8):
        rows, targets = drawn(student, x, t, 4, rng)
        expect(np.array_equal(rows, targets), "rows and targets do not belong together", expected=rows, got=targets)
        seen.add(tuple(rows))
    not_the_same_again(seen)


@points(3)
def test_random_batch_of_pictures_with_one_hot_labels(student, seed):
    """Rows may have any shape: pictures with one-hot labels.

    行可以是任意形状：图片与 one-hot 标签。
    """
    x = np.arange(8 * 2 * 3).reshape(8, 2, 3)
    t = 10.0 * np.eye(8)
    rng = generator(student, seed)
    seen = set()
    for given in (None, by_columns(student, x)) * 4:
        rows, targets = drawn(student, x, t, 5, rng, given)
        expect(np.array_equal(rows, targets), "rows and targets do not belong together", expected=rows, got=targets)
        seen.add(tuple(rows))
    not_the_same_again(seen)


@points(3)
def test_random_batch_can_draw_every_row(student, seed):
    """Every row can be drawn, the first and the last too, and none much more often than others.

    每一行都可能被抽到，包括第一行和最后一行；没有哪一行被抽到的次数远多于其他行。
    """
    x, t = numbered(10)
    rng = generator(student, seed)
    counts = np.zeros(10, dtype=int)
    for _ in range(150):
        np.add.at(counts, drawn(student, x, t, 4, rng)[0], 1)
    # with replacement a row is missed by all 600 draws with probability 0.9**600: 1e-26 for ten rows, less without
    expect(bool(np.all(counts > 0)), "some rows are never drawn", expected=10, got=counts)
    # A row comes 60 times, sd 7.3 with replacement and less without; eight sd are passed with probability 1e-12.
    # Squares of uniform numbers draw the first row 190 times.
    expect(int(counts.max()) < 119, "some rows are drawn much more often than others", expected=60, got=counts)


@points(3)
def test_random_batch_draws_from_all_over(student, seed):
    """The rows of a batch come from all over the data, not from one stretch of it.

    一个批次的行来自数据各处，而不是连续的一段。
    """
    x, t = numbered(20)
    rng = generator(student, seed)
    stretches = 0
    for _ in range(10):
        rows = set(drawn(student, x, t, 5, rng)[0].tolist())
        stretches += any({(start + i) % 20 for i in range(5)} == rows for start in range(20))
    # 20 of 15504 sets of five are stretches: ten in a row have probability 1e-29
    expect(stretches < 10, "every batch is one stretch of neighbouring rows")


@points(3)
def test_random_batch_obeys_its_generator(student, seed):
    """Equal generators give equal batches; the next call and another seed give others.

    相同的生成器给出相同的批次；再次调用或换种子则不同。
    """
    x, t = numbered(4000)  # two stretches of ten from random starts are the same once in four thousand times, too
    first, second = generator(student, seed), generator(student, seed)
    batches = [drawn(student, x, t, 10, rng)[0] for rng in (first, second, first, generator(student, seed + 1))]
    expect(np.array_equal(batches[0], batches[1]), "equal generators gave different batches")
    # ten rows of 4000 come in the same order again with probability 1e-36 without replacement, less with
    expect(not np.array_equal(batches[0], batches[2]), "two calls in a row gave the same batch")
    expect(not np.array_equal(batches[0], batches[3]), "generators of different seeds gave the same batch")


@points(1)
def test_random_batch_leaves_the_data_alone(student, seed):
    """The data are not changed.

    不修改数据。
    """
    x, t = numbered(10)
    before = x.copy(), t.copy()
    rng = generator(student, seed)
    not_the_same_again({tuple(drawn(student, x, t, 4, rng)[0]) for _ in range(8)})
    assert_unchanged(x, before[0])
    assert_unchanged(t, before[1])


# --- epochs -----------------------------------------------------------------------------------------------------------


def run_epochs(student, x, t, batch_size, num_epochs, rng):
    """Return the numbers of the rows of x and of the targets, for each batch that ``epochs`` yields."""
    made = student.epochs(x, t, batch_size, num_epochs, rng)
    # a list is not what is asked for, but that costs the points of one test only
    items = made if type(made) in (list, tuple) else as_handle(made, "what epochs returns")
    most = num_epochs * -(-len(t) // batch_size) + 2  # two more than there should be, so that a surplus shows
    batches = [pair(item, x, t) for item in islice(items, most)]
    return [(row_numbers(xb, x, "x_batch"), row_numbers(tb, t, "t_batch")) for xb, tb in batches]


def orders(student, x, t, batch_size, num_epochs, rng):
    """Return the order of the rows in each epoch, insisting on batches that fill epochs, and on every row in each."""
    batches = [rows for rows, _ in run_epochs(student, x, t, batch_size, num_epochs, rng)]
    n = len(t)
    per_epoch = -(-n // batch_size)
    expected = [min(batch_size, n - start) for start in range(0, n, batch_size)] * num_epochs
    sizes = [len(rows) for rows in batches]
    expect(sizes == expected, "the batches have the wrong sizes or number", expected=expected, got=sizes)
    found = [np.concatenate(batches[k : k + per_epoch]) for k in range(0, len(batches), per_epoch)]
    for order in found:
        expect(np.array_equal(np.sort(order), np.arange(n)), "an epoch does not have every row once", got=order)
    return found


@points(7)
def test_epochs_have_every_row_once(student, seed):
    """Every row comes exactly once an epoch.

    每一轮中每行恰好出现一次。
    """
    x, t = numbered(12)
    orders(student, x, t, 4, 3, generator(student, seed))


@points(6)
def test_epochs_keep_pairs(student, seed):
    """In every batch, each row comes with its own target.

    每个批次中，每行都与自己的目标值在一起。
    """
    x, t = numbered(12)
    batches = run_epochs(student, x, t, 4, 2, generator(student, seed))
    # more than one, each with some of the rows: all the data at once are in pairs too
    expect(len(batches) > 1, "there are no batches")
    expect(max(len(rows) for rows, _ in batches) <= 4, "the batches are too large", expected=4)
    for rows, targets in batches:
        expect(np.array_equal(rows, targets), "rows and targets do not belong together", expected=rows, got=targets)


@points(5)
def test_epochs_keep_the_last_short_batch(student, seed):
    """Where the batch size does not divide the data, the last batch of each epoch is shorter, and it is there.

    不能整除时，每轮最后一个批次较短，但要保留。
    """
    x, t = numbered(10)
    orders(student, x, t, 4, 2, generator(student, seed))


@points(2)
def test_epochs_shuffle(student, seed):
    """The first epoch is shuffled.

    第一轮就已打乱。
    """
    x, t = numbered(20)
    order = orders(student, x, t, 5, 1, generator(student, seed))[0]
    # a shuffle leaves twenty rows as they were with probability 1/20!, which is 4e-19
    expect(not np.array_equal(order, np.arange(20)), "the rows come in the order of the data")
    # of 20! orders, 4! * 5!**4 fill the four batches with neighbours, in whatever order: a share of 2e-9
    batches = np.sort(order.reshape(4, 5), axis=1)
    neighbours = np.array_equal(batches[np.argsort(batches[:, 0])].ravel(), np.arange(20))
    expect(not neighbours, "rows that are neighbours in the data stay together in a batch")


@points(4)
def test_epochs_shuffle_anew(student, seed):
    """Every epoch has an order of its own.

    每一轮的顺序各不相同。
    """
    x, t = numbered(20)
    found = orders(student, x, t, 5, 3, generator(student, seed))
    for earlier, later in pairwise(found):
        # two shuffles agree with probability 1/20!
        expect(not np.array_equal(earlier, later), "two epochs have the same order")


@points(3)
def test_epochs_of_any_batch_size(student, seed):
    """Batches of one row, of all rows, and of more rows than there are.

    每批一行、全部行，以及批次大小超过总行数。
    """
    x, t = numbered(6)
    rng = generator(student, seed)
    for batch_size in (1, 6, 9):
        orders(student, x, t, batch_size, 2, rng)


@points(2)
def test_epochs_are_a_generator(student, seed):
    """Batches are handed out one after the other, not all at once in a list.

    批次逐个给出，而不是一次装进列表。
    """
    x, t = numbered(6)
    made = as_handle(student.epochs(x, t, 2, 2, generator(student, seed)), "what epochs returns")
    sizes = [len(pair(item, x, t)[0]) for item in islice(made, 8)]
    expect(sizes == [2] * 6, "the batches have the wrong sizes or number", expected=[2] * 6, got=sizes)


@points(3)
def test_epochs_obey_their_generator(student, seed):
    """Equal generators give equal epochs; another seed and a second call give others.

    相同的生成器给出相同的各轮；换种子或再次调用则不同。
    """
    x, t = numbered(20)
    first, second = generator(student, seed), generator(student, seed)
    found = [orders(student, x, t, 5, 1, rng)[0] for rng in (first, second, first, generator(student, seed + 1))]
    expect(np.array_equal(found[0], found[1]), "equal generators gave different epochs")
    # two shuffles of twenty rows agree with probability 1/20!
    expect(not np.array_equal(found[0], found[2]), "two calls in a row gave the same epoch")
    expect(not np.array_equal(found[0], found[3]), "generators of different seeds gave the same epoch")


@points(1)
def test_epochs_leave_the_data_alone(student, seed):
    """The data are not changed, neither before the first batch nor between batches.

    不修改数据，无论在第一个批次之前还是批次之间。
    """
    x, t = numbered(12)
    # the arrays live on the student's side: a generator works when it is asked for a batch, not when it is called
    there = by_columns(student, x), student.new("numpy.array", t)
    made = student.epochs(*there, 4, 2, generator(student, seed))
    items = made if type(made) in (list, tuple) else as_handle(made, "what epochs returns")
    batches = [pair(item, x, t) for item in islice(items, 8)]
    for given, before in zip(there, (x, t), strict=True):
        assert_unchanged(given.read(), before)
    rows = np.concatenate([row_numbers(xb, x, "x_batch") for xb, _ in batches]) if batches else np.zeros(0)
    counts = np.bincount(rows.astype(int), minlength=12)
    expect(bool(np.all(counts == 2)), "two epochs do not have every row twice", expected=2, got=counts)


# --- fitting a line ---------------------------------------------------------------------------------------------------


def fit(student, x, y, lr, steps, batch_size, seed):
    """Return w as a vector in float64; a column is as good. Where x is in the worker, it has three columns."""
    n = 3 if type(x) is Handle else x.shape[1]
    w = as_array(student.fit_linear(x, y, lr, steps, batch_size, generator(student, seed)), what="w")
    expect(w.shape in ((n,), (n, 1)), "w has the wrong shape", expected=f"shape ({n},)", got=f"shape {w.shape}")
    return w.ravel().astype(np.float64)


def plane(rng, n=24):
    """Points of a plane through the origin, without noise, and the weights of the plane."""
    x = rng.uniform(-1.0, 1.0, size=(n, 3))
    w = np.array([2.0, -3.0, 0.5])
    return x, x @ w, w


@points(2)
def test_fit_linear_starts_from_zeros(student, rng, seed):
    """Without any step the weights are zeros; with one they are not.

    不走任何一步时权重全为零；走一步后就不是了。
    """
    x, y, _ = plane(rng)
    assert_equal(fit(student, x, y, 0.1, 0, 6, seed), np.zeros(3), what="w")
    w = fit(student, x, y, 0.1, 1, 6, seed)
    expect(bool(np.any(w != 0) and np.all(np.isfinite(w))), "a step does not move the weights", got=w)


@points(6)
def test_fit_linear_steps_by_the_mean_gradient_of_its_batch(student, rng, seed):
    """One step goes against the mean gradient of one batch, with rows and targets together.

    一步沿着一个批次平均梯度的反方向走，行与目标值保持对应。
    """
    # Row i has a single number, in column i: a step moves weight i by as much as row i was drawn, and by nothing else.
    scale, lr, size = 2.0, 0.05, 3
    x = scale * np.eye(7)
    for k in range(3):
        y = rng.uniform(1.0, 3.0, size=7)
        before = fit(student, x, y, lr, 0, size, seed + k)  # the start has a test of its own
        after = fit(student, x, y, lr, 1, size, seed + k)
        expect(bool(np.all(np.isfinite([before, after]))), "a step gives infinite weights", got=after)
        # how often each row was drawn, times 2 or, for an error with a half, times 1
        times = (before - after) * size / (lr * scale * (scale * before - y))
        total = float(np.sum(times))
        factor = 1.0 if abs(total - size) < abs(total - 2 * size) else 2.0
        # with replacement a row may count twice; 1e-4 is a hundred times what float32 loses here
        assert_close(times, factor * np.round(times / factor), rtol=0, atol=1e-4, what="the step")
        assert_close(total, factor * size, rtol=0, atol=1e-3, what="the step")
        expect(bool(np.all(times > -1e-4)), "the step goes up the slope", got=times)


@points(2)
def test_fit_linear_draws_a_batch_for_every_step(student, rng, seed):
    """Every step has a batch of its own.

    每一步都用新的批次。
    """
    # as above, a weight moves where its row was drawn: one batch can move two weights, thirty move more
    x, y = 2.0 * np.eye(7), rng.uniform(1.0, 3.0, size=7)
    before = fit(student, x, y, 0.05, 0, 2, seed)
    after = fit(student, x, y, 0.05, 30, 2, seed)
    moved = np.abs(after - before) > 1e-6  # a single draw moves a weight by 0.1 or more
    # thirty draws stay within the same two rows with probability 21**-29, with replacement 21 * (4/49)**30
    expect(int(np.sum(moved)) > 2, "thirty steps used no more rows than one", got=after)


@points(4)
def test_fit_linear_with_all_rows_is_batch_descent(student, rng, seed):
    """With as many rows as there are, each step takes the gradient of all the data, for floats and whole numbers.

    批次大小等于总行数时，每一步都用全部数据的梯度；浮点数和整数皆可。
    """
    whole = np.array([[3, -1], [0, 2], [1, 1], [-2, 4], [1, 0]]), np.array([4, -2, 3, 1, 7])
    smooth = rng.normal(size=(6, 3)), rng.normal(size=6)
    # a step is in proportion to lr, whether it is small or beyond all reason
    for (x, y), lr, steps in ((smooth, 0.05, 1), (smooth, 2.5, 1), (smooth, 0.05, 4), (whole, 0.03, 3)):
        start = fit(student, x, y, lr, 0, len(y), seed)
        expect(bool(np.all(np.isfinite(start))), "the first weights are infinite", got=start)
        ends = []
        for factor in (1, 2):
            w = start.copy()
            for _ in range(steps):
                w = w - lr * factor * x.T @ (x @ w - y) / len(y)
            ends.append(w)
        w = fit(student, x, y, lr, steps, len(y), seed)
        half = np.linalg.norm(w - ends[0]) < np.linalg.norm(w - ends[1])
        assert_close(w, ends[0] if half else ends[1], what="w")


@points(3)
def test_fit_linear_counts_steps(student, seed):
    """steps is the number of updates, whatever the size of the batch and of the data.

    steps 是更新的次数，与批次大小和数据多少无关。
    """
    # all rows are equal, so that every batch has the same gradient and a step shrinks the error by a known factor
    x, y = np.ones((6, 1)), np.full(6, 3.0)
    for steps in (5, 2):
        start = fit(student, x, y, 0.1, 0, 4, seed)
        end = fit(student, x, y, 0.1, steps, 4, seed)
        shrunk = float((end - 3.0)[0] / (start - 3.0)[0]) if start[0] != 3.0 else float("nan")
        # an error with a half shrinks by 0.9 a step, one without by 0.8; no power of one is near one of the other here
        expected = min((0.9**steps, 0.8**steps), key=lambda e: abs(e - shrunk))
        assert_close(shrunk, expected, rtol=1e-4, what="the error that is left")


@points(4)
def test_fit_linear_finds_an_exact_plane(student, rng, seed):
    """On data without noise, w arrives at the exact weights, for batches of one, some and all rows.

    数据没有噪声时，w 到达精确的权重；每批一行、几行、全部皆可。
    """
    x, y, w = plane(rng)
    for batch_size, given in ((1, x), (6, x), (24, x), (24, by_columns(student, x))):
        # |x|**2 is at most 3, so that no step overshoots. Over 100 data sets, right code ends within 2e-8 of w, with
        # either factor and drawn in any of three ways; 1e-4 leaves room for float32 and for a gradient by differences.
        assert_close(fit(student, given, y, 0.2, 800, batch_size, seed), w, rtol=1e-4, atol=1e-4, what="w")


@points(2)
def test_fit_linear_on_the_noisy_plane(student, seed):
    """On the noisy points of the statement, stochastic descent brings w near [1, 1].

    在题目带噪声的数据上，随机梯度下降使 w 接近 [1, 1]。
    """
    rdm = np.random.RandomState(23455)
    x = rdm.rand(32, 2)
    y = x[:, 0] + x[:, 1] + (rdm.rand(32) / 10 - 0.05)
    w = fit(student, x, y, 0.03, 3000, 1, seed)
    off = float(np.max(np.abs(w - 1.0)))
    # Right code starts 1 away. Over 20,000 runs that draw each row on its own, without the half, it ends .0074 away on
    # average, sd .0033, at most .0206; with the half, or walking through epochs, nearer still.
    if off < 0.1:
        award(0.5, "the weights come near the plane, but not as near as mini-batches get")
    if off < 0.03:
        award(1.0, "")
    expect(off < 0.1, "the weights are far from the plane", expected=[1.0, 1.0], got=w)


@points(2)
def test_fit_linear_obeys_its_generator(student, rng, seed):
    """Equal generators give equal weights; another seed gives others.

    相同的生成器给出相同的权重；换种子则不同。
    """
    x, y, _ = plane(rng)
    first, second, other = (fit(student, x, y, 0.1, 5, 3, s) for s in (seed, seed, seed + 1))
    assert_close(first, second, what="w")
    # five draws of three rows of 24 are the same again with probability 2024**-5
    expect(not np.allclose(first, other, rtol=1e-6, atol=0), "generators of different seeds gave the same weights")


@points(1)
def test_fit_linear_leaves_the_data_alone(student, rng, seed):
    """The data are not changed, and the error shrinks.

    不修改数据，误差有所减小。
    """
    x, y, _ = plane(rng)
    before = x.copy(), y.copy()
    fit(student, x, y, 0.1, 20, 8, seed)
    assert_unchanged(x, before[0])
    assert_unchanged(y, before[1])
    # equal rows, so that nothing depends on the draw: a step multiplies the error by 0.9, or by 0.8 without the half
    w = fit(student, np.ones((6, 2)), np.full(6, 3.0), 0.05, 5, 4, seed)
    expect(abs(float(w.sum()) - 3.0) < 3.0, "the error is no smaller than at the start", got=w)
