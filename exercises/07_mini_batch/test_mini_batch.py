"""Public tests: the worked numbers of the statement. The hidden suite asks for more than these."""

from itertools import islice

import numpy as np

from grader.suite import as_array, as_handle, assert_close, assert_equal, expect


def pair(value):
    """A batch, as two arrays."""
    expect(type(value) in (tuple, list) and len(value) == 2, "a batch should be a pair (x_batch, t_batch)", got=value)
    return as_array(value[0], what="x_batch"), as_array(value[1], what="t_batch")


def test_one_hot_of_the_worked_labels(student):
    """Labels [2, 0] of 4 classes.

    4 类中的标签 [2, 0]。
    """
    assert_equal(student.to_one_hot(np.array([2, 0]), 4), np.array([[0, 0, 1, 0], [1, 0, 0, 0]]))


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


def test_epochs_of_ten_rows(student):
    """Ten rows in batches of four: 4, 4, 2 in each epoch, and every row once.

    十行，每批四行：每轮 4、4、2，每行恰好一次。
    """
    x, t = np.arange(20).reshape(10, 2), np.arange(10)
    rng = student.new("numpy.random.default_rng", 1)
    made = as_handle(student.epochs(x, t, 4, 2, rng), "what epochs returns")
    batches = [pair(item) for item in islice(made, 8)]
    sizes = [t_batch.size for _, t_batch in batches]
    expect(sizes == [4, 4, 2, 4, 4, 2], "the batches have the wrong sizes", expected=[4, 4, 2, 4, 4, 2], got=sizes)
    for epoch in (batches[:3], batches[3:]):
        rows = np.concatenate([np.ravel(t_batch) for _, t_batch in epoch])
        assert_equal(np.sort(rows), np.arange(10), what="the rows of an epoch")


def test_fit_linear_takes_the_worked_step(student):
    """One step on two rows gives [0.23, 0.34], or half of that.

    两行数据走一步得 [0.23, 0.34]，或其一半。
    """
    x, y = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([5.0, 6.0])
    rng = student.new("numpy.random.default_rng", 1)
    w = as_array(student.fit_linear(x, y, 0.01, 1, 2, rng), what="w").ravel()
    assert_close(w, np.array([0.23, 0.34]) if w.size and w[0] > 0.17 else np.array([0.115, 0.17]), what="w")


def test_fit_linear_finds_the_plane(student):
    """On the points of the statement, w comes near [1, 1].

    在题目的数据上，w 接近 [1, 1]。
    """
    rdm = np.random.RandomState(23455)
    x = rdm.rand(32, 2)
    y = x[:, 0] + x[:, 1] + (rdm.rand(32) / 10 - 0.05)
    rng = student.new("numpy.random.default_rng", 1)
    w = as_array(student.fit_linear(x, y, 0.1, 1500, 8, rng), what="w").ravel()
    # over 200 seeds, right code ends within 0.013 of [1, 1]
    assert_close(w, np.array([1.0, 1.0]), rtol=0, atol=0.03, what="w")
