"""Public tests: the worked numbers of the statement, and one small test for each of its conventions.

Dropout draws at random, so its tests ask for what holds whatever is drawn; beside each bound on chance stands how often
right code would miss it. The hidden suite asks for more than these.
"""

import numpy as np

from grader.suite import as_array, assert_close, assert_unchanged, expect

PARAMS = {
    "W1": np.array([[1.0, -2.0], [0.5, 0.0]]),
    "b1": np.array([10.0, -10.0]),
    "W2": np.array([[3.0], [-1.0]]),
    "b2": np.array([5.0]),
}

# Two of these keys start with a capital W: three elements hold weights, and all others hold something else.
OTHER_NAMES = {
    "gamma": np.array([50.0, 60.0]),
    "W_in": np.array([[2.0, -1.0]]),
    "W7": np.array([4.0]),
    "low_W": np.array([100.0]),
}


# --- penalties --------------------------------------------------------------------------------------------------------


def test_l1_penalty_of_the_worked_parameters(student):
    """The worked parameters have an L1 penalty of 0.75 at strength 0.1.

    题目中的参数在强度 0.1 时 L1 惩罚是 0.75。
    """
    assert_close(student.l1_penalty(PARAMS, 0.1), 0.75)


def test_l1_penalty_takes_every_key_that_starts_with_w(student):
    """The L1 penalty takes every key that starts with a capital W, and no other.

    L1 惩罚计入所有以大写 W 开头的键，其他键一概不计。
    """
    assert_close(student.l1_penalty(OTHER_NAMES, 0.1), 0.7)  # 2 + 1 + 4


def test_l1_penalty_without_weights(student):
    """Without any weights, the L1 penalty is 0.

    没有任何权重时，L1 惩罚为 0。
    """
    assert_close(student.l1_penalty({"b1": np.array([4.0, -3.0])}, 0.1), 0.0)


def test_l2_penalty_of_the_worked_parameters(student):
    """The worked parameters have an L2 penalty of 0.7625 at strength 0.1.

    题目中的参数在强度 0.1 时 L2 惩罚是 0.7625。
    """
    assert_close(student.l2_penalty(PARAMS, 0.1), 0.7625)


def test_l2_penalty_is_half_the_sum_of_squares(student):
    """The L2 penalty is half the sum of the squares, no mean and no root.

    L2 惩罚是平方和的一半，既不取平均，也不开方。
    """
    assert_close(student.l2_penalty({"W1": np.array([[1.0, 2.0, 3.0]])}, 1.0), 7.0)  # (1 + 4 + 9) / 2


def test_l2_penalty_takes_every_key_that_starts_with_w(student):
    """The L2 penalty takes every key that starts with a capital W, and no other.

    L2 惩罚计入所有以大写 W 开头的键，其他键一概不计。
    """
    assert_close(student.l2_penalty(OTHER_NAMES, 0.1), 1.05)  # half of 4 + 1 + 16


# --- gradients --------------------------------------------------------------------------------------------------------


def test_gradients_of_the_worked_weights(student):
    """For w = [2, -3] and strength 0.1 the gradients are [0.1, -0.1] and [0.2, -0.3].

    w = [2, -3]、强度 0.1 时，两个梯度分别是 [0.1, -0.1] 和 [0.2, -0.3]。
    """
    w = np.array([2.0, -3.0])
    assert_close(student.l1_gradient(w, 0.1), np.array([0.1, -0.1]))
    assert_close(student.l2_gradient(w, 0.1), np.array([0.2, -0.3]))


def test_l1_gradient_at_zero(student):
    """At a weight of 0, the L1 gradient is anything from -strength to strength.

    权重为 0 处，L1 梯度可以是 -strength 到 strength 之间的任何数。
    """
    at_zero, beside = as_array(student.l1_gradient(np.array([0.0, -5.0]), 0.2), (2,))
    assert_close(beside, -0.2)
    # float32 rounds 0.2 by less than one part in 100,000
    expect(abs(at_zero) <= 0.200002, "the gradient at 0 is out of bounds", expected="-0.2 to 0.2", got=at_zero)


def test_l1_gradient_of_whole_numbers(student):
    """Whole numbers are welcome as weights: the L1 gradient is not cut to whole numbers, and w stays as it was.

    权重可以是整数：L1 梯度不会被截成整数，w 也保持不变。
    """
    w = np.array([[3, -1, 2], [-4, 5, -2]])
    before = w.copy()
    assert_close(student.l1_gradient(w, 0.5), np.array([[0.5, -0.5, 0.5], [-0.5, 0.5, -0.5]]))
    assert_unchanged(w, before)


def test_l2_gradient_of_whole_numbers(student):
    """Whole numbers are welcome as weights: the L2 gradient is not cut to whole numbers, and w stays as it was.

    权重可以是整数：L2 梯度不会被截成整数，w 也保持不变。
    """
    w = np.array([[3, -1, 2], [-4, 5, -2]])
    before = w.copy()
    assert_close(student.l2_gradient(w, 0.5), np.array([[1.5, -0.5, 1.0], [-2.0, 2.5, -1.0]]))
    assert_unchanged(w, before)


# --- the regularized loss ---------------------------------------------------------------------------------------------


def test_regularized_loss_of_the_worked_parameters(student):
    """A data loss of 2 with both penalties is 4.275.

    数据损失 2 加上两种惩罚得 4.275。
    """
    assert_close(student.regularized_loss(2.0, PARAMS, l1=0.1, l2=0.2), 4.275)


def test_regularized_loss_without_strengths(student):
    """Without strengths there are no penalties: the data loss stays as it is.

    不给强度就没有惩罚：数据损失保持原样。
    """
    assert_close(student.regularized_loss(1.5, PARAMS), 1.5)


# --- dropout ----------------------------------------------------------------------------------------------------------


def kept(layer, x):
    """Run a training forward of x, which holds no 0, and tell for each element whether it was kept."""
    return as_array(layer.method("forward")(x), x.shape) != 0


def test_dropout_forward_and_backward(student):
    """At rate 0.75, outputs are 0 or four times the input, and gradients follow them.

    rate 为 0.75 时，输出是 0 或输入的四倍，梯度与之一致。
    """
    x = np.arange(1.0, 61.0).reshape(6, 10)
    layer = student.new("Dropout", 0.75, 1)
    y = as_array(layer.method("forward")(x), (6, 10))
    stays = y != 0
    # of 60 elements none or all are dropped with probability 0.75**60, three in a hundred million
    expect(bool(stays.any() and not stays.all()), "some elements should be dropped, and some not", got=y)
    assert_close(y, np.where(stays, 4 * x, 0))
    assert_close(layer.method("backward")(np.ones((6, 10))), np.where(stays, 4.0, 0.0))


def test_dropout_rate_is_the_share_that_goes(student):
    """At rate 0.25, about a quarter of the elements are dropped.

    rate 为 0.25 时，大约四分之一的元素被丢弃。
    """
    share = float(np.mean(~kept(student.new("Dropout", 0.25, 1), np.ones(4000))))
    # 0.05 is 7.3 standard deviations of the share: right code misses it once in 10**12 times
    expect(abs(share - 0.25) < 0.05, "the share of dropped elements is wrong", expected="about 0.25", got=share)


def test_dropout_is_silent_at_test_time(student):
    """With train_flg=False the output is the input.

    train_flg=False 时输出就是输入。
    """
    x = np.arange(1.0, 13.0).reshape(3, 4)
    layer = student.new("Dropout", 0.5, 1)
    assert_close(layer.method("forward")(x, train_flg=False), x)


def test_dropout_draws_in_every_call(student):
    """Each training forward draws anew: two calls drop different elements.

    每次训练 forward 都重新抽取：两次调用丢弃的元素不同。
    """
    layer = student.new("Dropout", 0.5, 1)
    x = np.ones((10, 12))
    # 120 elements agree by chance with probability 2**-120
    expect(not np.array_equal(kept(layer, x), kept(layer, x)), "two calls dropped the same elements")


def test_dropout_takes_batches_of_any_size(student):
    """After one batch, a batch of another size gets a draw of its own.

    处理完一个批次后，另一个大小的批次会得到自己的抽取结果。
    """
    layer = student.new("Dropout", 0.5, 1)
    kept(layer, np.ones((10, 12)))
    stays = kept(layer, np.ones((7, 12)))
    # of 84 elements none or all are dropped with probability 2**-83
    expect(bool(stays.any() and not stays.all()), "some elements should be dropped, and some not", got=stays)


def test_dropout_drops_other_units_in_each_row(student):
    """The rows of a batch do not all lose the same units, and no row is dropped as a whole.

    批次中各行丢弃的单元不全相同，也不会整行丢弃。
    """
    stays = kept(student.new("Dropout", 0.5, 1), np.ones((10, 12)))
    # ten rows agree by chance with probability 2**-108, and twelve columns with 2**-110
    expect(not np.all(stays == stays[0]), "every row lost the same units", got=stays)
    expect(not np.all(stays == stays[:, :1]), "whole rows were dropped or kept", got=stays)


def test_dropout_draws_for_each_element_of_a_picture(student):
    """An array with three axes has a draw for each element, too.

    三维数组同样为每个元素各抽一次。
    """
    stays = kept(student.new("Dropout", 0.5, 1), np.ones((4, 3, 10)))
    # the ten slices along the last axis, of 12 elements each, agree by chance with probability 2**-108
    expect(not np.all(stays == stays[:, :, :1]), "the elements along the last axis share one draw", got=stays)


def test_dropout_does_not_count_what_it_drops(student):
    """How many elements are dropped differs from call to call.

    每次调用丢弃的元素个数不尽相同。
    """
    layer = student.new("Dropout", 0.5, 1)
    counts = [int(np.sum(kept(layer, np.ones(100)))) for _ in range(12)]
    # the likeliest count has probability 0.08: twelve equal ones come once in 10**12 times
    expect(len(set(counts)) > 1, "every call dropped equally many elements", got=counts)


def test_dropout_of_whole_numbers(student):
    """Whole numbers are welcome in dropout: at rate 0.6 what is kept is multiplied by 2.5.

    dropout 也接受整数：rate 为 0.6 时，保留的元素乘以 2.5。
    """
    x = np.arange(1, 41)
    y = as_array(student.new("Dropout", 0.6, 1).method("forward")(x), (40,))
    assert_close(y, np.where(y != 0, 2.5 * x, 0))


def test_dropout_leaves_its_arguments_alone(student):
    """Dropout changes neither x nor dout.

    dropout 既不修改 x，也不修改 dout。
    """
    x, dout = np.full((4, 5), 3.0), np.full((4, 5), 2.0)
    layer = student.new("Dropout", 0.5, 1)
    layer.method("forward")(x)
    assert_unchanged(x, np.full((4, 5), 3.0), what="x")
    layer.method("backward")(dout)
    assert_unchanged(dout, np.full((4, 5), 2.0), what="dout")


# Forward turns ones into what it multiplied by, 0 or 1 / (1 - rate), and backward of ones has to give the same.


def test_dropout_backward_belongs_to_the_last_training_forward(student):
    """backward follows the last training forward.

    backward 对应最近一次训练时的 forward。
    """
    ones = np.ones((10, 12))
    layer = student.new("Dropout", 0.5, 1)
    layer.method("forward")(ones)
    last = as_array(layer.method("forward")(ones), (10, 12))
    assert_close(layer.method("backward")(ones), last)


def test_dropout_backward_after_a_test_in_between(student):
    """A forward at test time in between changes nothing of backward.

    中间插入一次测试时的 forward，backward 不受影响。
    """
    ones = np.ones((10, 12))
    layer = student.new("Dropout", 0.5, 1)
    trained = as_array(layer.method("forward")(ones), (10, 12))
    layer.method("forward")(ones, train_flg=False)
    assert_close(layer.method("backward")(ones), trained)


def test_dropout_backward_where_x_is_zero(student):
    """Where x is 0 the output is 0 either way, but gradients pass where the element was kept.

    x 为 0 处，输出无论如何都是 0；但元素若被保留，梯度照样通过。
    """
    layer = student.new("Dropout", 0.5, 1)
    layer.method("forward")(np.zeros(80))
    dx = as_array(layer.method("backward")(np.ones(80)), (80,))
    # of 80 elements none is kept with probability 2**-80
    expect(bool(np.any(dx != 0)), "no gradient passes where x is 0, though some elements were kept", got=dx)


def test_dropout_layers_keep_apart(student):
    """Two layers do not disturb each other: each keeps what it drew itself.

    两个层互不干扰：各自保存自己抽取的结果。
    """
    ones = np.ones((10, 12))
    first, second = student.new("Dropout", 0.5, 1), student.new("Dropout", 0.5, 2)
    drawn = as_array(first.method("forward")(ones), (10, 12))
    second.method("forward")(ones)
    assert_close(first.method("backward")(ones), drawn)


# Layers are used one after the other here, so NumPy's global generator, seeded, will do. In each of these tests, 120
# elements agree by chance with probability 2**-120.


def test_dropout_repeats_itself_for_a_seed(student):
    """Two layers with the same seed drop the same elements.

    种子相同的两个层丢弃的元素相同。
    """
    first, second = (kept(student.new("Dropout", 0.5, 5), np.ones((10, 12))) for _ in range(2))
    expect(np.array_equal(first, second), "two layers with the same seed dropped different elements")


def test_dropout_with_the_seed_zero(student):
    """0 is a seed like any other: two layers with it drop the same elements.

    0 也是种子：以它为种子的两个层丢弃的元素相同。
    """
    first, second = (kept(student.new("Dropout", 0.5, 0), np.ones((10, 12))) for _ in range(2))
    expect(np.array_equal(first, second), "two layers with the seed 0 dropped different elements")


def test_dropout_with_another_seed(student):
    """Two layers with different seeds drop different elements.

    种子不同的两个层丢弃的元素不同。
    """
    first, second = (kept(student.new("Dropout", 0.5, s), np.ones((10, 12))) for s in (5, 6))
    expect(not np.array_equal(first, second), "two layers with different seeds dropped the same elements")


def test_dropout_without_any_seed(student):
    """Without a seed, every layer goes its own way.

    不给种子时，各层抽取的结果互不相同。
    """
    first, second = (kept(student.new("Dropout", 0.5), np.ones((10, 12))) for _ in range(2))
    expect(not np.array_equal(first, second), "two layers without a seed dropped the same elements")
