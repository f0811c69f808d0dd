"""Hidden suite of 06_regularization.

Penalties and gradients have exact values, written out here in NumPy. Dropout has none, since any generator will do: it
is graded by what holds for every draw. Inputs have no zeros, so that output divided by input shows what the layer did
to each element. Beside each bound on chance stands how often right code would miss it.
"""

from functools import partial

import numpy as np

from grader.suite import (
    as_array,
    as_scalar,
    assert_close,
    assert_unchanged,
    by_columns,
    expect,
    leaves_alone,
    points,
    requires,
    same_for_integers,
)

W = np.array([[1.5, -2.0, 0.5], [-0.25, 3.0, -4.0]])  # signs differ, and so do the sum, the mean and the norm


def three_layers(rng):
    """Weights and biases of a 4-3-2-1 net; nothing in it is zero."""
    sizes = (4, 3, 2, 1)
    params = {}
    for i in (1, 2, 3):
        params[f"W{i}"] = rng.normal(size=(sizes[i - 1], sizes[i]))
        params[f"b{i}"] = rng.uniform(1.0, 2.0, size=sizes[i])
    return params


def only_weights(params):
    return {key: value for key, value in params.items() if key.startswith("W")}


def l1(params, strength):
    return strength * sum(np.sum(np.abs(v)) for v in only_weights(params).values())


def l2(params, strength):
    return strength * sum(np.sum(v**2) for v in only_weights(params).values()) / 2


def nearer(value, one, other):
    """Whichever of two numbers ``value`` is nearer to; ``other`` if it is neither's, as nan is."""
    return one if abs(value - one) <= abs(value - other) else other


def assert_l2(got, expected, base=0.0):
    """Require ``base`` plus an L2 penalty, with the half or without: the half has a test of its own."""
    assert_close(got, nearer(as_scalar(got), base + expected, base + 2 * expected))


@points(5)
def test_l1_penalty_of_one_array(student):
    """One array of weights: strength times the sum of the absolute values.

    单个权重数组：strength 乘以绝对值之和。
    """
    for strength in (0.1, 3.0):
        assert_close(student.l1_penalty({"W1": W.copy()}, strength), strength * np.sum(np.abs(W)))
    assert_close(student.l1_penalty({"W1": W[:1].copy()}, 0.1), 0.1 * np.sum(np.abs(W[:1])))


@points(3)
def test_l1_penalty_of_several_arrays(student, rng):
    """Several arrays of weights: the L1 penalty adds up over all of them.

    多个权重数组：L1 惩罚对全部数组累加。
    """
    params = only_weights(three_layers(rng))
    assert_close(student.l1_penalty(params, 0.2), l1(params, 0.2))


@points(4)
def test_l1_penalty_leaves_biases_out(student, rng):
    """The L1 penalty does not touch biases.

    L1 惩罚不涉及偏置。
    """
    params = {"W1": W.copy(), "b1": rng.uniform(1.0, 2.0, size=3)}
    for order in (params, dict(reversed(params.items()))):  # what a key says, not where it stands
        assert_close(student.l1_penalty(order, 0.2), l1(params, 0.2))


@points(5)
def test_l2_penalty_of_one_array(student):
    """One array of weights: strength times half the sum of the squares.

    单个权重数组：strength 乘以平方和的一半。
    """
    for strength in (0.1, 3.0):
        assert_close(student.l2_penalty({"W1": W.copy()}, strength), strength * np.sum(W**2) / 2)
    assert_close(student.l2_penalty({"W1": W[:1].copy()}, 0.1), 0.1 * np.sum(W[:1] ** 2) / 2)


@points(3)
def test_l2_penalty_of_several_arrays(student, rng):
    """Several arrays of weights: the L2 penalty adds up over all of them.

    多个权重数组：L2 惩罚对全部数组累加。
    """
    params = only_weights(three_layers(rng))
    assert_l2(student.l2_penalty(params, 0.2), l2(params, 0.2))


@points(4)
def test_l2_penalty_leaves_biases_out(student, rng):
    """The L2 penalty does not touch biases.

    L2 惩罚不涉及偏置。
    """
    params = {"W1": W.copy(), "b1": rng.uniform(1.0, 2.0, size=3)}
    for order in (params, dict(reversed(params.items()))):  # what a key says, not where it stands
        assert_l2(student.l2_penalty(order, 0.2), l2(params, 0.2))


@points(3)
def test_penalties_go_by_the_first_letter_of_the_key(student):
    """Every key that starts with W is penalized and no other; without weights there is nothing to pay.

    凡以 W 开头的键都受惩罚，其余的都不受；没有权重时惩罚为 0。
    """
    params = {
        "gamma1": np.array([7.0, -3.0]),
        "W_out": np.array([[0.5, -1.5]]),
        "new_W": np.array([2.5]),
        "W12": W.copy(),
        "beta": np.array([[4.0]]),
    }
    assert_close(student.l1_penalty(params, 0.5), l1(params, 0.5))
    assert_l2(student.l2_penalty(params, 0.5), l2(params, 0.5))
    for penalty in (student.l1_penalty, student.l2_penalty):
        assert_close(penalty({"b1": np.array([1.0, 2.0])}, 0.5), 0.0)


@points(5)
def test_l1_gradient(student, rng):
    """The L1 gradient is the strength with the sign of the weight, whatever its size and the array's shape.

    L1 梯度是带上权重符号的 strength，与权重大小和数组形状无关。
    """
    for w in (W.copy(), W[:1].copy(), rng.choice([-1.0, 1.0], size=7) * rng.uniform(0.1, 5.0, size=7)):
        assert_close(student.l1_gradient(w, 0.3), np.where(w > 0, 0.3, -0.3))
    assert_close(student.l1_gradient(by_columns(student, W), 0.3), np.where(W > 0, 0.3, -0.3))


@points(2)
def test_l1_gradient_at_zero(student):
    """At a weight of zero, any number between minus and plus the strength will do.

    权重为零处，负 strength 到正 strength 之间的数都可以。
    """
    gradient = as_array(student.l1_gradient(np.array([0.0, 2.0, -2.0, 0.0]), 0.3), (4,))
    assert_close(gradient[1:3], np.array([0.3, -0.3]))
    # one part in 100,000 beyond it is float32's rounding of 0.3, and much less than any other belief about it
    inside = bool(np.all(np.abs(gradient) <= 0.3 * (1 + 1e-5)))
    expect(inside, "at zero, the gradient is outside of what the two sides allow", expected="[-0.3, 0.3]", got=gradient)


@points(3)
def test_l2_gradient_is_proportional_to_the_weight(student, rng):
    """The L2 gradient is proportional to the weights and to the strength, in any shape.

    L2 梯度与权重、与 strength 都成正比，任意形状皆可。
    """
    kinds = (W, by_columns(student, W), 0.3), (W[:1], W[:1].copy(), 0.3), (w := rng.normal(size=5), w.copy(), 2.0)
    for w, given, strength in kinds:
        gradient = as_array(student.l2_gradient(given, strength), w.shape)
        # with the half or without: the factor is asked for in the next test
        factor = nearer(float(np.max(np.abs(gradient))) / np.max(np.abs(strength * w)), 1.0, 2.0)
        assert_close(gradient, factor * strength * w)


@points(3)
def test_l2_gradient_belongs_to_the_penalty_with_the_half(student):
    """The L2 gradient is that of the penalty with the half.

    L2 梯度对应带二分之一的惩罚。
    """
    assert_close(student.l2_gradient(W.copy(), 0.3), 0.3 * W)


@points(3)
def test_regularized_loss_with_l1(student, rng):
    """The data loss plus the L1 penalty.

    数据损失加 L1 惩罚。
    """
    params = three_layers(rng)
    assert_close(student.regularized_loss(1.25, params, l1=0.3), 1.25 + l1(params, 0.3))


@points(3)
def test_regularized_loss_with_l2(student, rng):
    """The data loss plus the L2 penalty.

    数据损失加 L2 惩罚。
    """
    params = three_layers(rng)
    assert_l2(student.regularized_loss(1.25, params, l2=0.7), l2(params, 0.7), base=1.25)


@points(2)
def test_regularized_loss_with_both_and_with_neither(student, rng):
    """Both penalties at once, and the data loss alone where no strength is given.

    两种惩罚同时使用；不给强度时就是数据损失。
    """
    params = three_layers(rng)
    one_row = {"W1": W[:1].copy()}
    # in one order and in another; of other numbers in the same shapes; and of a single row
    for given in (params, dict(reversed(params.items())), {k: 2 * v for k, v in params.items()}, one_row):
        assert_l2(student.regularized_loss(1.25, given, 0.3, 0.7), l2(given, 0.7), base=1.25 + l1(given, 0.3))
    assert_close(student.regularized_loss(1.25, params), 1.25)


@points(2)
def test_penalties_leave_their_arguments_alone(student):
    """Whole numbers give the same penalties and gradients, and no array is changed.

    整数权重结果相同，且不修改任何数组。
    """
    # A function is compared with itself: its values are asked for above.
    params = {"W1": np.array([[3.0, -2.0], [-1.0, 4.0]]), "b1": np.array([1.0, 2.0])}
    other = {"W1": np.array([[1.0, 6.0], [-5.0, -2.0]]), "W2": np.array([[2.0], [-3.0]]), "b1": np.array([1.0, 2.0])}
    checks = []
    for name, *more in (("l1_penalty", 0.1), ("l2_penalty", 0.1), ("regularized_loss", 0.1, 0.1)):
        first = (1.0,) if name == "regularized_loss" else ()
        cases = (*first, params, *more), (*first, other, *more)
        checks.append(partial(both, getattr(student, name), cases, as_scalar))
    for name in ("l1_gradient", "l2_gradient"):
        checks.append(partial(both, getattr(student, name), ((params["W1"], 0.1), (other["W1"], 0.1)), as_array))
    student.each(*checks, partly="some of the functions do it, others do not")


def both(call, cases, read):
    """Require that a function takes whole numbers, and leaves alone what it is given."""
    same_for_integers(call, *cases, read=read)
    leaves_alone(call, *cases, read=read)


# --- dropout ----------------------------------------------------------------------------------------------------------


def signal(rng, shape):
    """Numbers of both signs, none of them near zero."""
    return rng.uniform(0.5, 2.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)


def train(layer, x, given=None):
    """Run a training forward of ``x``, or of ``given``, which holds its numbers, and return what it multiplied each
    element by: 0, or one and the same number.

    Which number is the business of one test only. At least one element has to be dropped and one kept; callers choose
    sizes that see to it.
    """
    sent = x.copy() if given is None else given  # changing x costs one test, not all
    y = as_array(layer.method("forward")(sent), x.shape)
    expect(bool(np.all(np.isfinite(y))), "the output is not finite", got=y)
    factors = y / x
    kept = factors != 0
    expect(not kept.all(), "nothing was dropped in training", got=y)
    expect(bool(kept.any()), "everything was dropped in training", got=y)
    scale = float(np.median(factors[kept]))
    # float32 keeps seven digits
    even = scale > 0 and bool(np.allclose(factors[kept], scale, rtol=1e-5, atol=0))
    expect(even, "what is kept should all be multiplied by the same positive number", got=y)
    return np.where(kept, scale, 0.0)


@points(6)
def test_dropout_drops_its_rate(student, rng, seed):
    """In training, elements are dropped with the probability that was asked for.

    训练时，元素按所要求的概率被丢弃。
    """
    for rate in (0.2, 0.7):
        layer = student.new("Dropout", rate, seed)
        dropped = float(np.mean(train(layer, signal(rng, (4096,))) == 0))
        # of 4096 elements: 0.05 is 8.0 standard deviations at 0.2 and 7.0 at 0.7; right code misses it with less than
        # 1e-10 (binomial). One axis, because a mask shared by rows or columns is the business of another test.
        expect(abs(dropped - rate) < 0.05, "the share of dropped elements is wrong", expected=rate, got=dropped)


@points(6)
def test_dropout_scales_what_it_keeps(student, rng, seed):
    """What is kept in training is multiplied by 1 / (1 - rate).

    训练时保留的元素乘以 1 / (1 - rate)。
    """
    for rate in (0.2, 0.75):
        factors = train(student.new("Dropout", rate, seed), signal(rng, (60, 60)))
        assert_close(float(factors.max()), 1 / (1 - rate), what="the scale of what is kept")


@points(6)
def test_dropout_is_silent_at_test_time(student, rng, seed):
    """With train_flg False the output is the input, before and after training.

    train_flg 为 False 时输出就是输入，训练前后都一样。
    """
    x = signal(rng, (32, 32))
    layer = student.new("Dropout", 0.4, seed)
    assert_close(layer.method("forward")(x, False), x)
    train(layer, x)  # a layer that never drops anything is silent too, and is not what is asked for
    assert_close(layer.method("forward")(x, False), x)


@points(5)
def test_dropout_draws_anew_in_every_call(student, rng, seed):
    """Every training forward drops other elements.

    每次训练 forward 丢弃的元素都不同。
    """
    x = signal(rng, (32, 32))
    layer = student.new("Dropout", 0.5, seed)
    masks = [train(layer, x) for _ in range(3)]
    # two draws of 1024 elements are equal with probability 2**-1024
    for earlier, later in ((0, 1), (1, 2), (0, 2)):
        same = bool(np.array_equal(masks[earlier] != 0, masks[later] != 0))
        expect(not same, "two calls dropped exactly the same elements")


@points(4)
def test_dropout_drops_each_element_on_its_own(student, rng, seed):
    """Each element is dropped on its own: rows differ, columns differ, and so does the number dropped.

    每个元素各自独立：各行不同，各列不同，丢弃的个数也不同。
    """
    x = signal(rng, (16, 16))
    layer = student.new("Dropout", 0.5, seed)
    masks = [train(layer, x) != 0 for _ in range(10)]
    # all rows alike: 2**-240. Ten equal counts: the likeliest count of 256 has probability .0499, and .0499**9 is 2e-12
    for mask in masks:
        expect(not bool(np.all(mask == mask[0])), "every row of the batch lost the same elements")
        expect(not bool(np.all(mask == mask[:, :1])), "whole rows of the batch were dropped or kept")
    images = train(layer, signal(rng, (2, 3, 4, 30))) != 0
    for axis in range(4):  # two slices of 360 elements agree by chance with probability 2**-360
        alike = bool(np.all(images == images.take([0], axis)))
        expect(not alike, "one draw is shared by all elements along an axis")
    counts = {int(mask.sum()) for mask in masks}
    expect(len(counts) > 1, "the number of dropped elements is the same in every call")


@points(5)
def test_dropout_backward_follows_forward(student, rng, seed):
    """Gradients stop where elements were dropped, and are multiplied by what the kept ones were multiplied by.

    被丢弃处梯度不通过；保留处梯度乘以 forward 所乘的数。
    """
    for rate, shape in ((0.3, (32, 30)), (0.6, (60,))):
        layer = student.new("Dropout", rate, seed)
        factors = train(layer, signal(rng, shape))  # nothing kept: 0.6**60, which is 5e-14; nothing dropped: less
        dout = signal(rng, shape)
        assert_close(layer.method("backward")(dout), dout * factors)


@points(3)
def test_dropout_backward_uses_the_last_forward(student, rng, seed):
    """Of several forwards of a layer it is the last that counts, whatever the batch and whatever other layers do.

    同一层多次 forward 以最后一次为准，与批次大小、与其他层都无关。
    """
    layer = student.new("Dropout", 0.5, seed)
    other = student.new("Dropout", 0.5, seed + 1)
    for n in (24, 24, 16):
        factors = train(layer, signal(rng, (n, 24)))
        train(other, signal(rng, (n, 24)))  # a layer's mask is its own
        dout = signal(rng, (n, 24))
        assert_close(layer.method("backward")(dout), dout * factors)
        assert_close(layer.method("backward")(3 * dout), 3 * dout * factors)


@points(2)
@requires("test_dropout_backward_follows_forward")
def test_dropout_backward_where_the_input_is_zero(student, rng, seed):
    """A zero of the input may be kept or dropped like any other element, and backward knows which.

    输入中的 0 和其他元素一样，可能被保留，也可能被丢弃；backward 分得清。
    """
    x = signal(rng, (32, 30))
    x[::2] = 0.0
    layer = student.new("Dropout", 0.5, seed)
    y = as_array(layer.method("forward")(x.copy()), x.shape)
    scale = float(np.max(y[1::2] / x[1::2]))  # which it should be is the business of another test
    dout = signal(rng, x.shape)
    factors = as_array(layer.method("backward")(dout), x.shape)[::2] / dout[::2]
    # of 480 zeros none is kept, or all are, with probability 2**-479
    kept = np.abs(factors) > 1e-6
    mixed = bool(kept.any() and not kept.all())
    expect(
        mixed, "where the input is 0, all gradients have the same fate: a zero of the output need not be a dropped one"
    )
    assert_close(factors[kept], np.full(int(kept.sum()), scale), what="the scale of the gradient")


@points(2)
@requires("test_dropout_backward_follows_forward", "test_dropout_is_silent_at_test_time")
def test_dropout_backward_after_a_forward_at_test_time(student, rng, seed):
    """A forward at test time in between changes nothing: backward follows the last training forward.

    中间插入一次测试时的 forward 不影响结果：backward 对应最近一次训练时的 forward。
    """
    layer = student.new("Dropout", 0.5, seed)
    x, dout = signal(rng, (32, 30)), signal(rng, (32, 30))
    factors = train(layer, x)
    layer.method("forward")(x, False)
    assert_close(layer.method("backward")(dout), dout * factors)


@points(3)
def test_dropout_repeats_itself_for_a_seed(student, rng, seed):
    """The same seed drops the same elements, call by call; another seed drops others.

    同一种子，逐次调用丢弃的元素相同；换一个种子则不同。
    """
    x = signal(rng, (32, 32))

    def run(chosen):
        layer = student.new("Dropout", 0.5, chosen)  # used before the next is made: NumPy's global generator will do
        return [train(layer, x) != 0 for _ in range(3)]

    one = run(seed + 1)
    # 0 is a seed like any other, though `if seed` takes it for none
    for chosen in (seed + 1, 0):
        for first, second in zip(run(chosen), run(chosen), strict=True):
            expect(bool(np.array_equal(first, second)), "two layers with the same seed dropped different elements")
    # 1024 elements agree by chance with probability 2**-1024
    expect(not np.array_equal(one[0], run(seed + 2)[0]), "layers with different seeds dropped the same elements")


@points(1)
def test_dropout_without_a_seed(student, rng):
    """Without a seed, two layers drop different elements.

    不给种子时，两个层丢弃的元素不同。
    """
    x = signal(rng, (32, 32))
    first, second = (train(student.new("Dropout", 0.5), x) for _ in range(2))
    # 1024 elements agree by chance with probability 2**-1024
    expect(not np.array_equal(first, second), "two layers without a seed dropped the same elements")


@points(2)
@requires("test_dropout_backward_follows_forward")
def test_dropout_at_rate_zero(student, rng, seed):
    """At rate 0 nothing is dropped and nothing is scaled, forwards and backwards.

    rate 为 0 时不丢弃也不缩放，前向后向都如此。
    """
    x, dout = signal(rng, (30, 40)), signal(rng, (30, 40))
    layer = student.new("Dropout", 0.0, seed)
    assert_close(layer.method("forward")(x), x)
    assert_close(layer.method("backward")(dout), dout)


@points(2)
def test_dropout_of_other_shapes_and_whole_numbers(student, rng, seed):
    """One sample, a batch of one, images, and whole numbers.

    单个样本、大小为 1 的批次、图像，以及整数。
    """
    for x in (signal(rng, (50,)), signal(rng, (1, 50)), signal(rng, (2, 3, 2, 30)), np.arange(1, 121).reshape(6, 20)):
        # what is kept is multiplied by 2.5, so that a result that is cut to whole numbers shows
        layer = student.new("Dropout", 0.6, seed)
        factors = train(layer, x)  # all of 50 dropped: 0.6**50, which is 8e-12; none: less
        assert_close(layer.method("backward")(x), x * factors)
    x = signal(rng, (20, 6))
    layer = student.new("Dropout", 0.6, seed)
    factors = train(layer, x, by_columns(student, x))
    assert_close(layer.method("backward")(by_columns(student, x)), x * factors)


@points(3)
def test_dropout_leaves_its_arguments_alone(student, rng, seed):
    """Neither the input nor the gradient is changed.

    既不修改输入，也不修改梯度。
    """
    x, dout = signal(rng, (32, 32)), signal(rng, (32, 32))
    given, given_dout = x.copy(), dout.copy()
    layer = student.new("Dropout", 0.5, seed)
    y = as_array(layer.method("forward")(given), x.shape)
    assert_unchanged(given, x)
    factors = np.where(y != 0, float(np.max(np.abs(y / x))), 0.0)
    expect(bool(0 < np.count_nonzero(factors) < x.size), "some elements should be dropped, and some not", got=y)
    assert_close(y, x * factors)
    assert_close(layer.method("backward")(given_dout), dout * factors)
    assert_unchanged(given_dout, dout)
