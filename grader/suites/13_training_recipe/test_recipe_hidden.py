"""Hidden suite of 13_training_recipe.

Network, gradient, schedule and moving average are written out here once more in NumPy, in float64. Where a training is
compared number by number, it does not matter which rows its batches draw: either a batch is the whole data, or all rows
are the same row. The initial parameters are the submission's own, as ``init_params`` returns them. The loss is held to
the submission's own ``forward``.

One mistake costs more than half of the points: weights in other shapes. Nothing that is made of them can be compared.
Training is 41 points, and a wrong step is in most of them: the public tests ask for the loss that it is made of.
"""

from functools import partial

import numpy as np

from grader.errors import Mismatch, StudentRaised
from grader.suite import (
    Handle,
    as_array,
    as_handle,
    as_list,
    as_scalar,
    assert_close,
    assert_differ,
    assert_unchanged,
    award,
    by_columns,
    expect,
    leaves_alone,
    points,
    requires,
)

SHAPES = {"W1": (2, 11), "b1": (11,), "W2": (11, 1), "b2": (1,)}

# float32 has 6e-8; a forward pass sums 11 products of a few units each, and some of them cancel
NEAR = {"rtol": 1e-5, "atol": 1e-5}

# at most 25 steps in float32: 25 times the rounding of one, with room. What the misconceptions change is 1e-3 or more.
STEPS = {"rtol": 1e-4, "atol": 2e-5}


# --- the recipe once more, in NumPy ----------------------------------------------------------------------------------


def drawn_params(rng):
    """Parameters whose hidden layer has units on and off, and whose biases are no trifle. float32, as promised."""
    return {k: rng.normal(scale=0.8, size=s).astype(np.float32) for k, s in SHAPES.items()}


def wide(params):
    """The same in float64."""
    return {k: np.asarray(v, np.float64) for k, v in params.items()}


def output(x, params):
    """The network's output, (N, 1)."""
    p = wide(params)
    return np.maximum(x @ p["W1"] + p["b1"], 0) @ p["W2"] + p["b2"]


def penalty(params):
    """Half the sum of the squares of the weights."""
    p = wide(params)
    return 0.5 * (np.sum(p["W1"] ** 2) + np.sum(p["W2"] ** 2))


def total(x, t, params, regularizer):
    """The loss."""
    return float(np.mean((output(x, params) - t) ** 2) + regularizer * penalty(params))


def slopes(x, t, params, regularizer):
    """The gradient of the loss, and how near the nearest hidden unit is to its kink."""
    p = wide(params)
    z = x @ p["W1"] + p["b1"]
    h = np.maximum(z, 0)
    dy = 2 * (h @ p["W2"] + p["b2"] - t) / len(x)
    dz = (dy @ p["W2"].T) * (z > 0)
    grads = {"W1": x.T @ dz + regularizer * p["W1"], "b1": dz.sum(axis=0)}
    grads |= {"W2": h.T @ dy + regularizer * p["W2"], "b2": dy.sum(axis=0)}
    return grads, float(np.min(np.abs(z)))


def follow(params, x, t, rates, regularizer, ema_decay):
    """Where full-batch descent with these rates leads: parameters, average, and the smallest distance to a kink."""
    params, nearest = wide(params), np.inf
    ema = wide(params)
    for lr in rates:
        grads, distance = slopes(x, t, params, regularizer)
        nearest = min(nearest, distance)
        params = {k: params[k] - lr * grads[k] for k in params}
        ema = {k: ema_decay * ema[k] + (1 - ema_decay) * params[k] for k in params}
    return params, ema, nearest


def gentle(x, params):
    """A learning rate that is safe whatever scale the initial weights have: well below 2 / curvature."""
    p = wide(params)
    h = np.maximum(x @ p["W1"] + p["b1"], 0)
    curvature = 2 * (1 + np.mean(np.sum(h**2, axis=1)) + np.sum(p["W2"] ** 2) * (1 + np.mean(np.sum(x**2, axis=1))))
    return float(np.float32(min(0.1, 0.5 / curvature)))


def rows(rng, n, scale=0.8, *, same=False):
    """n points with targets, float32; all of them one point where ``same``."""
    x, t = rng.normal(scale=scale, size=(n, 2)), rng.integers(2, size=(n, 1))
    if same:
        x, t = np.repeat(x[:1], n, axis=0), np.repeat(t[:1], n, axis=0)
    return x.astype(np.float32), t.astype(np.float32)


def one_target(rng):
    """Five points with one target: whether each row keeps its own is asked by another test."""
    x, _ = rows(rng, 5)
    return x, np.ones((5, 1), np.float32)


def far_from_kinks(rng, params, rates_of, regularizer, draw):
    """Data whose training keeps every hidden unit away from its kink, where float32 and float64 could part."""
    best = None
    for _ in range(40):
        x, t = draw(rng)
        nearest = follow(params, x, t, rates_of(x), regularizer, 0.0)[2]
        if best is None or nearest > best[0]:
            best = (nearest, x, t)
        # a thousand times what float32 gets wrong. The longest training, 25 steps of 30 rows, stays below that: of 60
        # seeds of the reference the least of its distances was 7e-5, which is seventy times
        if nearest > 1e-3:
            break
    return best[1], best[2]


# --- what comes back -------------------------------------------------------------------------------------------------


def params_of(value, what):
    """Return ``value`` as the four arrays, insisting on names, shapes and finite numbers."""
    expect(type(value) is dict, f"{what} should be a dict of four arrays", expected="a dict", got=value)
    found = {}
    for name, shape in SHAPES.items():
        expect(name in value, f"{what} has no {name}", expected=name, got=sorted(map(str, value)))
        found[name] = as_array(value[name], shape, f"{name} of {what}").astype(np.float64)
        expect(bool(np.all(np.isfinite(found[name]))), f"{name} of {what} has values that are not finite")
    return found


def start_of(student, seed):
    """The submission's initial parameters."""
    return params_of(student.init_params(seed), "the initial parameters")


def trained(student, x, t, seed, **settings):
    """Train with copies, since only one test looks at what is written into them; return the dict that train returns."""
    return as_result(student.train(*(a.copy() if isinstance(a, np.ndarray) else a for a in (x, t)), seed, **settings))


def as_result(result):
    """Return what train returned, insisting on a dict."""
    expect(type(result) is dict, "train should return a dict", expected="a dict", got=result)
    return result


def entry(result, key):
    """One entry of what train returned."""
    expect(key in result, f"the result of train has no {key}", expected=key, got=sorted(map(str, result)))
    return result[key]


def last_of(result):
    """The parameters after training."""
    return params_of(entry(result, "params"), "params")


def average_of(result):
    """The averaged parameters."""
    return params_of(entry(result, "ema_params"), "ema_params")


def losses_of(result, steps):
    """The losses, one a step."""
    return np.array(as_list(entry(result, "losses"), steps, "losses"))


def assert_params(got, expected, what, near=STEPS):
    """Require all four arrays to be close."""
    for name, value in expected.items():
        assert_close(got[name], value, what=f"{name} of {what}", **near)


def moved(a, b):
    """The largest difference between two sets of parameters."""
    return max(float(np.max(np.abs(a[k] - b[k]))) for k in SHAPES)


# --- init_params -----------------------------------------------------------------------------------------------------


@points(1)
def test_init_params_has_four_arrays(student, seed):
    """W1, b1, W2 and b2 with the shapes of a 2-11-1 network.

    W1、b1、W2、b2，形状符合 2-11-1 网络。
    """
    for s in (seed, 0):
        start_of(student, s)


@points(3)
@requires("test_init_params_has_four_arrays")
def test_init_params_breaks_the_symmetry(student, seed):
    """No two weights of a layer are the same.

    同一层中没有两个权重相同。
    """
    for s in (seed, seed + 1):
        start = start_of(student, s)
        for name in ("W1", "W2"):
            # 22 float32 draws coincide with a chance below 1e-4 even if truncated to 6 digits; half may, and pass
            different = len(np.unique(start[name]))
            expect(different > start[name].size / 2, f"{name} repeats one number", got=start[name])


@points(3)
@requires("test_init_params_has_four_arrays")
def test_init_params_depends_on_the_seed_alone(student, seed):
    """The same seed gives the same weights each time, another seed gives others.

    同一个种子每次给出相同的权重，换一个种子则不同。
    """
    # 0 is a seed like any other, though it counts as False
    first, other, again, zero, zero_again = (start_of(student, s) for s in (seed, seed + 1, seed, 0, 0))
    assert_params(again, first, "the second time", {"rtol": 0.0, "atol": 0.0})
    assert_params(zero_again, zero, "the second time", {"rtol": 0.0, "atol": 0.0})
    for name in ("W1", "W2"):
        same = float(np.mean(first[name] == other[name]))
        expect(same < 0.5, f"another seed gives the same {name}")


SPREAD = (0.06, 1.5)
"""Between these the standard deviation of weights must be that the statement wants between 0.1 and 1.

Of six seeds W2 has 66 weights, so their deviation is off by 1 / sqrt(2 * 66) = 9 % of itself (normal weights; uniform
ones less): 0.1 and 1 are more than four and five times that away.
"""


@points(2)
@requires("test_init_params_breaks_the_symmetry")
def test_init_params_draws_weights_of_ordinary_size(student, seed):
    """The standard deviation of the weights lies between 0.1 and 1.

    权重的标准差在 0.1 到 1 之间。
    """
    starts = [start_of(student, seed + i) for i in range(6)]
    for name in ("W1", "W2"):
        deviation = float(np.std([start[name] for start in starts]))
        ordinary = SPREAD[0] < deviation < SPREAD[1]
        expect(
            ordinary, f"the standard deviation of {name} is not between 0.1 and 1", expected="0.1 to 1", got=deviation
        )


# --- forward ---------------------------------------------------------------------------------------------------------


@points(4)
def test_forward_of_a_batch(student, rng):
    """Affine, relu, affine: one output a row.

    仿射、relu、再仿射：每行一个输出。
    """
    for n in (7, 3):
        params, x = drawn_params(rng), rows(rng, n)[0]
        assert_close(student.forward(x, params), output(x, params), **NEAR)
    assert_close(student.forward(by_columns(student, x), params), output(x, params), **NEAR)


@points(3)
def test_forward_has_a_linear_output(student, rng):
    """The hidden layer is cut off at 0, the output is not: it may be negative or above 1.

    隐藏层在 0 处截断，输出层不截断：可以为负，也可以大于 1。
    """
    params, x = drawn_params(rng), rows(rng, 6)[0]
    for b2 in (-30.0, 30.0):
        params["b2"] = np.array([b2], np.float32)
        assert_close(student.forward(x, params), output(x, params), **NEAR)


@points(2)
def test_forward_of_one_row_and_of_variables(student, rng):
    """A batch of one row gives (1, 1); parameters may be tf.Variables, and stand in the dict in any order.

    只有一行的批次给出形状 (1, 1)；参数可以是 tf.Variable，在字典里的顺序也可以任意。
    """
    params, (x, t) = drawn_params(rng), rows(rng, 1)
    # well above 0: what a function behind the output does is seen elsewhere
    params["b2"] = np.array([20.0], np.float32)
    expected = output(x, params)
    variables = {k: student.new("tensorflow.Variable", v) for k, v in params.items()}
    backwards = dict(reversed(params.items()))

    def one_row():
        assert_close(student.forward(x, params), expected, **NEAR)

    def of_variables():
        assert_close(student.forward(x, variables), expected, **NEAR)

    def in_another_order():
        y, other = (as_array(student.forward(x, p), what="the output") for p in (params, drawn_params(rng)))
        expect(not np.array_equal(y, other), "the output does not depend on the parameters")
        assert_close(student.forward(x, backwards), y, **NEAR)
        values = [as_scalar(student.loss(x, t, p, 0.5), "the loss") for p in (params, backwards)]
        assert_close(values[1], values[0], what="the loss", **NEAR)

    student.each(one_row, of_variables, in_another_order, partly="right for some forms of the parameters")


@points(2)
def test_forward_and_loss_leave_their_arguments_alone(student, rng):
    """Neither forward nor loss changes the points, the targets or the parameters.

    forward 和 loss 都不改变点、目标和参数。
    """
    (x, t), params, others = rows(rng, 6), drawn_params(rng), drawn_params(rng)
    for some, b2 in ((params, 1.0), (others, 1.3)):  # near 1: what a function behind the output does is seen elsewhere
        some["W2"] *= np.float32(0.1)
        some["b2"][:] = b2

    def by_forward():
        leaves_alone(student.forward, (x, params), (x, others))

    def by_loss():
        leaves_alone(student.loss, (x, t.ravel(), params, 0.5), (x, t.ravel(), others, 0.5), read=as_scalar)

    student.each(by_forward, by_loss, partly="one of the two changes what it is given")


# --- loss ------------------------------------------------------------------------------------------------------------


def own_loss(student, x, t, params, regularizer):
    """The loss of the submission's own outputs: what is wrong in forward is not charged again."""
    y = as_array(student.forward(x, params), (len(t), 1), "the output").astype(np.float64)
    return float(np.mean((y - t) ** 2) + regularizer * penalty(params))


@points(4)
def test_loss_without_regularizer_is_the_mean_squared_error(student, rng):
    """With regularizer 0: the mean of the squared differences, without a half.

    regularizer 为 0 时：差的平方的平均，没有二分之一。
    """
    for n in (5, 1, 8):
        params, (x, t) = drawn_params(rng), rows(rng, n)
        # one column after another in memory, for forward as well: what that gets wrong is charged there
        for given in (x, by_columns(student, x)):
            assert_close(student.loss(given, t, params, 0.0), own_loss(student, given, t, params, 0.0), **NEAR)


@points(5)
def test_loss_adds_the_penalty_of_the_weights(student, rng):
    """The regularizer adds its share of half the sum of squares of W1 and W2, and of nothing else.

    正则化项加上 W1 和 W2 平方和的一半乘以系数，不含其他参数。
    """
    params, (x, t) = drawn_params(rng), rows(rng, 4)
    # what the same loss is without a penalty is no matter here
    bare = as_scalar(student.loss(x, t, params, 0.0), "the loss")
    for regularizer in (0.5, 0.02):
        added = as_scalar(student.loss(x, t, params, regularizer), "the loss") - bare
        assert_close(added, regularizer * penalty(params), what="the penalty", **NEAR)


@points(3)
def test_loss_takes_flat_targets(student, rng):
    """Targets of shape (N,) mean the same as targets of shape (N, 1).

    形状为 (N,) 的目标与形状为 (N, 1) 的意义相同。
    """
    params, (x, t) = drawn_params(rng), rows(rng, 6)
    t[:2], t[2:] = 0, 1  # not as many of both: then even outputs that are all 0 tell them apart
    column = as_scalar(student.loss(x, t, params, 0.1), "the loss")
    assert_close(student.loss(x, t.ravel(), params, 0.1), column, **NEAR)
    swapped = as_scalar(student.loss(x, (1 - t).ravel(), params, 0.1), "the loss")
    expect(abs(swapped - column) > 1e-4, "the loss does not depend on the targets")


# --- circle_data -----------------------------------------------------------------------------------------------------


def circle(student, seed):
    """What circle_data returns: x, and t as a vector."""
    pair = student.circle_data(seed)
    expect(type(pair) in (tuple, list) and len(pair) == 2, "circle_data should return x and t", got=pair)
    x = as_array(pair[0], (300, 2), "x").astype(np.float64)
    t = as_array(pair[1], what="t").astype(np.float64)
    expect(t.shape in ((300, 1), (300,)), "t has the wrong shape", expected="(300, 1)", got=t.shape)
    expect(bool(np.all(np.isfinite(x))), "x has values that are not finite")
    return x, t.ravel()


@points(3)
def test_circle_data_labels_the_inside(student, seed):
    """300 points; the label is 1 inside the circle and 0 outside.

    300 个点；圆内标签为 1，圆外为 0。
    """
    for s in (seed, seed + 1):
        x, t = circle(student, s)
        squares = np.sum(x**2, axis=1)
        clear = np.abs(squares - 2) > 1e-4  # float32 cannot tell on which side of the circle the others are
        assert_close(t[clear], (squares[clear] < 2).astype(float), what="t", rtol=0.0, atol=0.0)
        expect(len(np.unique(x[:, 0])) > 250, "the points repeat themselves")


@points(3)
@requires("test_circle_data_labels_the_inside")
def test_circle_data_is_standard_normal(student, seed):
    """The points come from a normal distribution with mean 0 and standard deviation 1.

    点来自均值为 0、标准差为 1 的正态分布。
    """
    x = np.concatenate([circle(student, seed + i)[0] for i in range(8)])
    # 2,400 draws a column, 5 standard errors: chance of failing right code below 1e-6 each
    for i in (0, 1):
        expect(abs(x[:, i].mean()) < 5 / np.sqrt(2400), "the mean is not 0", got=float(x[:, i].mean()))
        expect(abs(x[:, i].std() - 1) < 5 / np.sqrt(4800), "the standard deviation is not 1", got=float(x[:, i].std()))
        beyond = float(np.mean(np.abs(x[:, i]) > 2))  # 0.0455 of a normal distribution, none of a uniform one
        expect(abs(beyond - 0.0455) < 5 * np.sqrt(0.0455 * 0.9545 / 2400), "the points are not normal", got=beyond)
    together = float(np.mean(x[:, 0] * x[:, 1]))
    expect(abs(together) < 5 / np.sqrt(2400), "the two coordinates depend on one another", got=together)


@points(3)
@requires("test_circle_data_labels_the_inside")
def test_circle_data_depends_on_the_seed_alone(student, seed):
    """The same seed gives the same points each time, another seed gives others.

    同一个种子每次给出相同的点，换一个种子则不同。
    """
    first, other, again, zero, zero_again = (circle(student, s)[0] for s in (seed, seed + 1, seed, 0, 0))
    assert_close(again, first, rtol=0.0, atol=0.0, what="x of the same seed")
    assert_close(zero_again, zero, rtol=0.0, atol=0.0, what="x of the same seed")
    expect(float(np.mean(first == other)) < 0.5, "another seed gives the same points")


# --- train -----------------------------------------------------------------------------------------------------------


ERRORS = (1.0, -np.sqrt(2.0), 2.0, -np.sqrt(8.0))
"""Of four rows. Their squares are 1, 2, 4, 8: the mean of two tells which two rows, or whether one row twice."""

PAIRS = {1.5: (0, 1), 2.5: (0, 2), 4.5: (0, 3), 3.0: (1, 2), 5.0: (1, 3), 6.0: (2, 3)}


def standing_still(student, rng):
    """For ``student.once``: many steps with a learning rate of 0. The losses tell which rows the batches hold."""
    seed = int(rng.integers(2**31))
    start = start_of(student, seed)
    x = np.array([[0.5, 1.0], [-1.0, 0.5], [1.5, -1.0], [-0.5, -2.0]], np.float32)
    x *= rng.uniform(0.8, 1.2, size=(4, 1)).astype(np.float32)
    t = (output(x, start) + np.array(ERRORS)[:, None]).astype(np.float32)
    settings = {"steps": 60, "batch_size": 2, "base_lr": 0.0, "regularizer": 0.0}
    given = x.copy(), t.copy()
    return start, as_result(student.train(*given, seed, **settings)), list(zip(given, (x, t), strict=True))


def first_steps(student, rng):
    """For ``student.once``: one step and, from the same start, two, of the whole data and with the penalty."""
    seed = int(rng.integers(2**31))
    start = start_of(student, seed)
    x, t = far_from_kinks(rng, start, lambda x: [0.0], 0.4, one_target)
    lr = gentle(x, start)
    settings = {"batch_size": 5, "base_lr": lr, "regularizer": 0.4, "ema_decay": 0.6}
    one, two = (trained(student, x, t, seed, steps=steps, **settings) for steps in (1, 2))
    return x, t, start, lr, one, two


@points(4)
@requires("test_init_params_has_four_arrays")
def test_train_starts_at_init_params(student):
    """With a learning rate of 0 nothing moves: the parameters are those of init_params(seed).

    学习率为 0 时什么都不动：参数就是 init_params(seed)。
    """
    start, result, _ = student.once("standing_still", partial(standing_still, student))
    assert_params(last_of(result), start, "params")


@points(4)
@requires("test_train_starts_at_init_params")
def test_train_makes_one_step(student, rng, seed):
    """One step of plain gradient descent on the mean squared error, the batch being the whole data.

    在整个数据上用均方误差做一步普通的梯度下降。
    """
    start = start_of(student, seed)
    x, t = far_from_kinks(rng, start, lambda x: [0.0], 0.0, one_target)
    lr = gentle(x, start)
    result = trained(student, x, t, seed, steps=1, batch_size=5, base_lr=lr, regularizer=0.0)
    assert_params(last_of(result), follow(start, x, t, [lr], 0.0, 0.0)[0], "params")


@points(3)
@requires("test_train_makes_one_step")
def test_train_makes_one_step_with_the_penalty(student):
    """The penalty shrinks the weights in that step, and leaves the biases alone.

    这一步里惩罚项使权重缩小，但不影响偏置。
    """
    x, t, start, lr, one, _ = student.once("first_steps", partial(first_steps, student))
    assert_params(last_of(one), follow(start, x, t, [lr], 0.4, 0.0)[0], "params")


@points(5)
@requires("test_train_makes_one_step")
def test_train_decays_the_rate_once_a_pass(student, rng, seed):
    """The rate stays during a pass over the data and is multiplied by decay_rate after it.

    学习率在一遍数据之内不变，每遍之后乘以 decay_rate。
    """
    start = start_of(student, seed)

    def rates(x):  # 6 rows in batches of 2: a pass has three steps
        return [gentle(x, start) * 0.4 ** (k // 3) for k in range(7)]

    # all rows are the same row, so that any two of them are the same batch
    x, t = far_from_kinks(rng, start, rates, 0.0, lambda rng: rows(rng, 6, same=True))
    settings = {"steps": 7, "batch_size": 2, "base_lr": gentle(x, start), "decay_rate": 0.4, "regularizer": 0.0}
    result = trained(student, x, t, seed, **settings)
    assert_params(last_of(result), follow(start, x, t, rates(x), 0.0, 0.0)[0], "params")


@points(5)
@requires("test_train_starts_at_init_params")
def test_train_averages_the_parameters(student):
    """The moving average of all four arrays starts at the initial parameters and takes in each step's result.

    四个数组的滑动平均都从初始参数开始，并吸收每一步的结果。
    """
    _, _, start, _, first, second = student.once("first_steps", partial(first_steps, student))
    # the submission's own parameters after one and after two steps: whatever its steps are, they are to be averaged
    one, two = last_of(first), last_of(second)
    # a step of these data moves something by 1e-3 at the very least: lr >= 0.005, slopes above 0.2
    expect(min(moved(start, one), moved(one, two)) > 1e-4, "training does not move the parameters")
    expected = {k: 0.36 * start[k] + 0.24 * one[k] + 0.4 * two[k] for k in SHAPES}
    assert_params(average_of(second), expected, "ema_params")


@points(4)
@requires("test_train_starts_at_init_params")
def test_train_reports_the_loss_of_each_step(student):
    """One number a step: the loss with its penalty, of the step's batch, before the parameters move.

    每步一个数：该步批次的损失（含惩罚项），在参数更新之前计算。
    """
    x, t, start, _, first, second = student.once("first_steps", partial(first_steps, student))
    one = last_of(first)
    expect(moved(start, one) > 1e-4, "training does not move the parameters")
    expected = np.array([total(x, t, p, 0.4) for p in (start, one)])
    losses = losses_of(second, 2)
    try:
        assert_close(losses, expected, what="losses", **STEPS)
    except Mismatch:  # the submission's own loss is right as well: what is wrong with it is charged there
        given = [{k: v.astype(np.float32) for k, v in p.items()} for p in (start, one)]
        own = np.array([as_scalar(student.loss(x, t, p, 0.4), "the loss") for p in given])
        assert_differ(*own)
        if not np.allclose(losses, own, **STEPS):
            raise
        expected = own
    assert_close(losses_of(first, 1), expected[:1], what="the first loss", **STEPS)


@points(5)
@requires("test_train_starts_at_init_params")
def test_train_draws_batches_of_different_rows(student):
    """Each batch has batch_size different rows, each with its own target, and in time every row is used.

    每个批次由 batch_size 个不同的行组成，各带自己的目标；所有的行迟早都会用到。
    """
    # 60 steps: a row is missed with a chance of 2**-60; drawing with replacement goes unseen with 0.75**60 = 3e-8
    losses = losses_of(student.once("standing_still", partial(standing_still, student))[1], 60)
    used = set()
    for value in losses:
        pair = next((rows for mean, rows in PAIRS.items() if abs(value - mean) < 1e-3), None)
        expect(pair is not None, "a loss is not that of two different rows of the data", got=value)
        used |= set(pair)
    expect(used == {0, 1, 2, 3}, "some rows are never used", got=len(used))


@points(3)
@requires("test_train_decays_the_rate_once_a_pass", "test_train_averages_the_parameters")
def test_train_has_defaults(student, rng, seed):
    """3000 steps, batches of 30, rate 0.05, decay 0.999, regularizer 0.01, averages of 0.99 unless told otherwise.

    不给参数时：3000 步、批次 30、学习率 0.05、衰减 0.999、正则化 0.01、滑动平均 0.99。
    """
    start = start_of(student, seed)
    rates = [0.05 * 0.999**k for k in range(25)]  # 30 rows: every step is a pass
    # small x and a rate of 0.05: a stable descent, for standard deviations of the weights up to 1
    x, t = far_from_kinks(rng, start, lambda x: rates, 0.01, lambda rng: rows(rng, 30, 0.3))
    result = trained(student, x, t, seed, steps=25)
    expected, average, _ = follow(start, x, t, rates, 0.01, 0.99)
    assert_params(last_of(result), expected, "params")
    assert_params(average_of(result), average, "ema_params")
    steps = default_steps(student)
    expect(steps in (None, 3000), "the default of steps is another one", expected=3000, got=steps)


def default_steps(student):
    """The default of ``steps``, read off the signature; ``None`` where it has its arguments in another way."""
    try:
        return student.new("inspect.signature", student.train).read("parameters", ["steps"], "default")
    except StudentRaised:
        return None


@points(2)
@requires("test_train_starts_at_init_params")
def test_train_depends_on_the_seed_alone(student, rng):
    """The same seed gives the same result a second time, for transposed points too, and the arrays stay as they were.

    同一个种子再训练一次，结果相同，转置过的数组也一样；传入的数组不变。
    """
    # that another seed gives another result follows: each training of this suite has a seed of its own, and all are
    # held to init_params of that seed
    start = start_of(student, 0)  # a seed like any other, though it counts as False
    x, t = rows(rng, 20)
    settings = {"steps": 8, "batch_size": 5, "base_lr": gentle(x, start)}
    given = x.copy(), t.copy()  # these targets are 0 and 1: code that keeps probabilities off both may write there
    first, again = as_result(student.train(*given, 0, **settings)), trained(student, x, t, 0, **settings)
    params = last_of(first)
    expect(moved(params, start) > 1e-4, "training does not move the parameters")
    assert_params(last_of(again), params, "params of the same seed", NEAR)
    award(0.5, "the same seed gives the same result, but arrays are changed, or transposed ones give another result")
    # targets below 0 are only in this one: code that cuts them off at 0 may write there
    of_errors = student.once("standing_still", partial(standing_still, student))[2]
    for now, then in (*zip(given, (x, t), strict=True), *of_errors):
        assert_unchanged(now, then)
    transposed = trained(student, by_columns(student, x), t, 0, **settings)
    assert_params(last_of(transposed), params, "params for transposed points", NEAR)
    award(1.0, "")


TIERS = ((0.78, 0.5), (0.85, 1.0))
"""Share of new points that the averaged network gets right, and what it earns.

Of 200 seeds each, with initial weights of standard deviation 1 and 0.1, with batches shuffled and in order: means 0.940
to 0.942, deviations 0.014 to 0.015, smallest 0.873. All limits: docs/calibration/13_training_recipe.md. Calling every
point an inside one gives 0.63; training on the first batch alone 0.73, and 0.85 once in 200 seeds.
"""


def circle_points(rng):
    """300 points and their labels. The first batch lies in one quarter of the plane, and does not tell the rest."""
    x = rng.normal(size=(300, 2)).astype(np.float32)
    quarter = np.flatnonzero((x < 0).all(axis=1))[:30]  # 75 lie there on average, less than 30 never in 1e9 seeds
    x = np.concatenate([x[quarter], np.delete(x, quarter, axis=0)])
    return x, (np.sum(x**2, axis=1, keepdims=True) < 2).astype(np.float32)


@points(6)
@requires("test_train_starts_at_init_params", "test_forward_has_a_linear_output")
def test_train_finds_the_circle(student, rng, seed):
    """700 steps on 300 points, ema_decay 0.98: how many new points the averaged parameters get right.

    在 300 个点上训练 700 步，ema_decay 为 0.98：滑动平均后的参数能答对多少新的点。
    """
    x, t = circle_points(rng)
    # as few steps as lead every allowed start there, and an average that is as much shorter. Whether a network whose
    # output is cut off at 0 learns is left to chance: it is not asked
    ema = average_of(trained(student, x, t, seed, steps=700, ema_decay=0.98))
    new = rng.normal(size=(4000, 2))
    right = (output(new, ema) > 0.5) == (np.sum(new**2, axis=1, keepdims=True) < 2)
    share = float(np.mean(right))
    least, credit = max([tier for tier in TIERS if share >= tier[0]], default=(0.0, 0.0))
    full = max(TIERS)[0]
    award(credit, f"accuracy at least {least} on new points; full points are for {full}", got=f"accuracy {share:.3f}")


# --- decision_grid ---------------------------------------------------------------------------------------------------


class Field:
    """A function of the plane, for the submission to call: no symmetry, and no two points with the same value."""

    def __init__(self, column):
        self.column = column

    def __call__(self, points):
        if not isinstance(points, np.ndarray) or points.dtype.kind not in "iuf":
            raise TypeError(f"predict takes an array of points, not a {type(points).__name__}")
        if points.ndim != 2 or points.shape[1] != 2:
            raise ValueError(f"predict takes an array of shape (M, 2), not {points.shape}")
        values = self.at(points[:, 0], points[:, 1])
        return values[:, None] if self.column else values

    def __repr__(self):
        return "predict"

    @staticmethod
    def at(a, b):
        """The values at coordinates a and b."""
        with np.errstate(all="ignore"):
            return 0.5 + 0.31 * np.sin(1.3 * a) + 0.17 * np.cos(0.9 * b + 0.4) * a + 0.05 * b


GRIDS = ((-1.25, 2.0, 0.5), (0.0, 1.0, 0.25), (-3.0, 0.5, 0.125))
"""low, high, step. Exact in binary, so that whether ``high`` is in the grid is no matter of rounding."""

WHOLE = (-2, 3, 1)
"""A grid of whole numbers, whose predictions are none."""


def grid_of(student, column, low, high, step):
    """The three arrays of a grid and the coordinates that it should have."""
    result = student.decision_grid(Field(column), low, high, step)
    three = type(result) in (tuple, list) and len(result) == 3
    expect(three, "decision_grid should return xx, yy and probs", expected="three arrays", got=result)
    line = np.arange(low, high, step)
    shape = (len(line), len(line))
    names = ("xx", "yy", "probs")
    xx, yy, probs = (as_array(a, shape, n).astype(np.float64) for a, n in zip(result, names, strict=True))
    return xx, yy, probs, line


def assert_grid(xx, yy, line):
    """Require each pair of coordinates once, whichever axis runs first."""
    wanted = np.array([(a, b) for a in line for b in line])
    got = np.stack([xx.ravel(), yy.ravel()], axis=1)
    with np.errstate(all="ignore"):
        got = got[np.lexsort((got[:, 1], got[:, 0]))]
    assert_close(got, wanted, what="the grid")


@points(3)
def test_decision_grid_covers_the_square(student):
    """xx and yy hold every pair of low, low + step, ... below high, once each.

    xx 和 yy 含有 low、low + step……（小于 high）的每一对坐标，各一次。
    """
    for low, high, step in GRIDS:
        xx, yy, _, line = grid_of(student, False, low, high, step)
        assert_grid(xx, yy, line)


@points(4)
def test_decision_grid_has_the_prediction_of_each_point(student):
    """probs[i, j] is what predict says of the point (xx[i, j], yy[i, j]).

    probs[i, j] 就是 predict 对点 (xx[i, j], yy[i, j]) 的回答。
    """
    for low, high, step in (*GRIDS, WHOLE):
        xx, yy, probs, _ = grid_of(student, False, low, high, step)
        expect(float(xx.max() - xx.min()) > 0 and float(yy.max() - yy.min()) > 0, "the grid has no area")
        expect(bool(np.all((xx >= low) & (yy >= low))), "the grid leaves its square")
        assert_close(probs, Field.at(xx, yy), what="probs", **NEAR)


@points(2)
def test_decision_grid_takes_a_column(student):
    """predict may answer with shape (M, 1) as well: probs has the grid's shape all the same.

    predict 也可以返回形状 (M, 1)：probs 仍然与网格同形。
    """
    xx, yy, probs, line = grid_of(student, True, *GRIDS[0])
    assert_grid(xx, yy, line)
    assert_close(probs, Field.at(xx, yy), what="probs", **NEAR)


# --- plot_boundary ---------------------------------------------------------------------------------------------------

XX, YY = np.mgrid[-2.0:2.0:0.25, -1.0:3.0:0.25]
PROBS = 0.5 + 0.2 * (XX + 0.35) - 0.1 * (YY - 0.8)
"""A plane: linear interpolation, which is what contours are made of, is exact on it."""


def scene(rng, n=9):
    """Points with labels, the arguments of plot_boundary."""
    x = rng.uniform(-1, 1.5, size=(n, 2)).astype(np.float32)
    t = (np.arange(n) % 3 == 0).astype(np.float32)[:, None]
    return x, t


def picture(student, x, t, field=(XX, YY, PROBS)):
    """The figure."""
    figure = as_handle(student.plot_boundary(x, t, *field), "the figure")
    expect(figure.type_name == "Figure", "plot_boundary should return the matplotlib Figure", got=figure)
    return figure


def artists(figure):
    """Everything that is drawn in the figure's axes."""
    axes = figure.read("axes")
    expect(type(axes) is list and len(axes) > 0, "the figure has no axes", got=axes)
    found = []
    for ax in axes:
        children = as_handle(ax, "an axes").method("get_children")()
        expect(type(children) is list, "the axes have no contents")
        found += [child for child in children if isinstance(child, Handle)]
    return found


def colours(artist, name, n):
    """n colours of a collection: one for each point, or one for all, or none."""
    array = as_array(artist.method(name)(), what="colours")
    expect(array.ndim == 2 and array.shape[1] in (3, 4), "the points have no colours", got=array)
    return [tuple(np.round(array[i % len(array)], 6)) if len(array) else () for i in range(n)]


def dots(figure):
    """Each point that is drawn, by scatter or by plot without a line, and what it is coloured with."""
    places, paint = [np.zeros((0, 2))], []
    for artist in artists(figure):
        if artist.type_name == "PathCollection":
            artist.method("update_scalarmappable")()  # numbers become colours when a figure is drawn, or now
            where = as_array(artist.method("get_offsets")(), what="the points").astype(np.float64)
            expect(where.ndim == 2 and where.shape[1] == 2, "the points are not points")
            inner, outer = (colours(artist, name, len(where)) for name in ("get_facecolors", "get_edgecolors"))
            paint += list(zip(inner, outer, strict=True))
        elif artist.type_name == "Line2D" and artist.method("get_linestyle")() in ("None", "none", "", " "):
            a, b = (as_list(artist.method(f"get_{c}data")(), what="the points") for c in "xy")
            expect(len(a) == len(b), "the points are not points")
            where = np.array([a, b]).T.reshape(-1, 2)
            colour = repr([artist.method(f"get_marker{part}color")() for part in ("face", "edge")])
            paint += [colour] * len(where)
        else:
            continue
        places.append(where)
    return np.concatenate(places), paint


def nearest_dots(x, figure):
    """For each row of x the colours of the dot that is there, insisting on one dot a row and none elsewhere."""
    where, paint = dots(figure)
    expect(len(where) == len(x), "the figure should show each point of x once", expected=len(x), got=len(where))
    distance = np.abs(where[None, :, :] - np.asarray(x, np.float64)[:, None, :]).max(axis=2)
    nearest = distance.argmin(axis=1)
    close = distance[np.arange(len(x)), nearest] < 1e-5  # the coordinates are float32 of about 1
    expect(bool(np.all(close)) and len(set(nearest.tolist())) == len(x), "the points are not where x says")
    return [paint[i] for i in nearest]


@points(2)
def test_plot_boundary_draws_a_new_figure(student, rng):
    """Each call returns a new Figure that shows each of its points once, and the arrays stay as they were.

    每次调用返回一个新的 Figure，其中每个点各画一次，传入的数组不变。
    """
    (x1, t1), (x2, t2) = scene(rng), scene(rng, 12)
    before = x1, t1, XX, YY, PROBS, np.clip(PROBS, 0, 1)
    given = x, t, xx, yy, probs, certain = [array.copy() for array in before]
    first = picture(student, x, t, (xx, yy, probs))
    second = picture(student, by_columns(student, x2), t2.astype(np.int64), (xx, yy, certain))
    nearest_dots(x1, first)
    nearest_dots(x2, second)
    for now, then in zip(given, before, strict=True):
        assert_unchanged(now, then)


@points(3)
def test_plot_boundary_colours_the_classes(student, rng):
    """The points of one class have one colour, those of the other another.

    同一类的点颜色相同，两类的颜色不同。
    """
    x, t = scene(rng)
    paint = nearest_dots(x, picture(student, x, t))
    zeros, ones = ({c for c, label in zip(paint, t.ravel(), strict=True) if label == k} for k in (0, 1))
    expect(len(zeros) == 1 and len(ones) == 1, "the points of one class differ in colour")
    expect(zeros != ones, "both classes have the same colour")


@points(4)
def test_plot_boundary_draws_the_contour(student, rng):
    """A contour at 0.5, and at no other level between 0 and 1, runs where probs passes 0.5.

    在 0.5 处（0 与 1 之间没有别的等高线）画出等高线，位置正是 probs 经过 0.5 的地方。
    """
    x, t = scene(rng)
    sets = [a for a in artists(picture(student, x, t)) if a.type_name in ("QuadContourSet", "TriContourSet")]
    expect(len(sets) > 0, "the figure has no contour")
    at_half = []
    for artist in sets:
        inner = [level for level in as_list(artist.read("levels"), what="the levels") if 0 < level < 1]
        if len(inner) == 1 and abs(inner[0] - 0.5) < 1e-6:
            at_half.append(artist)
    expect(len(at_half) > 0, "no contour has 0.5 as its only level between 0 and 1")
    expect(any(follows_the_boundary(artist) for artist in at_half), "the contour does not run where probs passes 0.5")


def follows_the_boundary(artist):
    """Whether corners of the contour lie all along the line where PROBS is 0.5: yy = 0.8 + 2 * (xx + 0.35)."""
    paths = artist.method("get_paths")()
    expect(type(paths) is list, "the contour has no lines")
    corners = [as_array(as_handle(p, "a line").read("vertices"), what="a line").astype(np.float64) for p in paths]
    corners = [c for c in corners if c.ndim == 2 and c.shape[1] == 2]
    if not corners:
        return False
    a, b = np.concatenate(corners).T
    on = np.abs(0.2 * (a + 0.35) - 0.1 * (b - 0.8)) < 1e-6  # what float64 leaves of the interpolation is 1e-15
    # it enters the grid at the bottom, yy = -1, and leaves it at the top, yy = 2.75; a cell is 0.25 high
    return bool(np.any(on)) and bool(b[on].min() < -0.99 and b[on].max() > 2.74)
