"""Public tests: the worked numbers of the statement, and a small example of each of its conventions.

The hidden suite asks for more than these. Training is compared with your own init_params, forward and loss, which have
tests of their own.
"""

import numpy as np

from grader.suite import (
    Handle,
    as_array,
    as_handle,
    as_list,
    as_scalar,
    assert_close,
    assert_unchanged,
    expect,
)

SHAPES = {"W1": (2, 11), "b1": (11,), "W2": (11, 1), "b2": (1,)}
VALUES = {"W1": 0.1, "b1": 0.0, "W2": 0.2, "b2": -0.5}
PARAMS = {k: np.full(SHAPES[k], v, np.float32) for k, v in VALUES.items()}
X = np.array([[1, 2], [-3, 1]], np.float32)
T = np.array([[1], [0]], np.float32)

NEAR = {"rtol": 1e-4, "atol": 2e-5}
"""For results of a few steps in float32. A wrong belief moves them by far more."""


def assert_params(params, what):
    """Require a dict of the four arrays, and return them."""
    expect(type(params) is dict, f"{what} should be a dict of four arrays", expected="a dict", got=params)
    for name in SHAPES:
        expect(name in params, f"{what} has no {name}", expected=name, got=sorted(map(str, params)))
    arrays = {name: as_array(params[name], shape, f"{name} of {what}") for name, shape in SHAPES.items()}
    return {name: array.astype(np.float32) for name, array in arrays.items()}


def assert_same(params, expected, what):
    """Require the four arrays to be close to the expected ones."""
    for name in SHAPES:
        assert_close(params[name], expected[name], what=f"{name} of {what}", **NEAR)


# --- init_params ------------------------------------------------------------------------------------------------------


def test_init_params_has_four_arrays(student):
    """W1, b1, W2 and b2 with the shapes of a 2-11-1 network.

    W1、b1、W2、b2，形状符合 2-11-1 网络。
    """
    assert_params(student.init_params(0), "the initial parameters")


def test_init_params_depends_on_the_seed(student):
    """The same seed gives the same parameters each time, 0 as well; another seed gives others.

    种子相同，每次参数都相同，0 也一样；换一个种子则不同。
    """
    first, again, other, zero, zero_again = (assert_params(student.init_params(s), "params") for s in (3, 3, 4, 0, 0))
    assert_same(again, first, "the second time")
    assert_same(zero_again, zero, "the second time with seed 0")
    expect(not np.allclose(first["W1"], other["W1"]), "another seed gives the same W1", got=other["W1"])


def test_init_params_draws_weights_of_ordinary_size(student):
    """The weights are random, with a standard deviation between 0.1 and 1.

    权重是随机的，标准差在 0.1 到 1 之间。
    """
    starts = [assert_params(student.init_params(seed), "the initial parameters") for seed in range(1, 7)]
    for name in ("W1", "W2"):
        deviation = float(np.std([start[name] for start in starts]))
        # 66 numbers of W2: their deviation is off by 9 %
        expect(0.06 < deviation < 1.5, f"{name} has another deviation", expected="from 0.1 to 1", got=deviation)


# --- forward and loss -------------------------------------------------------------------------------------------------


def test_forward_of_the_worked_example(student):
    """The worked example has the outputs 0.16 and -0.5: nothing comes after the second layer.

    题目中的例子输出 0.16 和 -0.5：第二层之后没有别的函数。
    """
    assert_close(student.forward(X, PARAMS), np.array([[0.16], [-0.5]]), atol=1e-5)  # float32


def test_forward_adds_b1_inside_of_relu(student):
    """relu comes after b1: with -0.2 everywhere in b1 the outputs are -0.28 and -0.5.

    relu 在加上 b1 之后：b1 全为 -0.2 时输出 -0.28 和 -0.5。
    """
    params = PARAMS | {"b1": np.full(11, -0.2, np.float32)}
    assert_close(student.forward(X, params), np.array([[-0.28], [-0.5]]), atol=1e-5)


def test_params_are_taken_by_name(student):
    """The entries of params are taken by name, in any order, and may be tf.Variables.

    params 的各项按名字取用，顺序任意，也可以是 tf.Variable。
    """
    names = ("b2", "W2", "b1", "W1")
    assert_close(student.forward(X, {k: PARAMS[k] for k in names}), np.array([[0.16], [-0.5]]), atol=1e-5)
    variables = {k: student.new("tensorflow.Variable", PARAMS[k]) for k in names}
    assert_close(student.forward(X, variables), np.array([[0.16], [-0.5]]), atol=1e-5)


def test_loss_of_the_worked_example(student):
    """The worked example has the loss 0.4778, and 0.4811 with the penalty.

    题目中的例子损失为 0.4778，加上惩罚项为 0.4811。
    """
    assert_close(student.loss(X, T, PARAMS, 0.0), 0.4778, atol=1e-5)
    assert_close(student.loss(X, T, PARAMS, 0.01), 0.4811, atol=1e-5)


def test_loss_takes_flat_targets(student):
    """Targets of shape (N,) give the same loss as targets of shape (N, 1).

    形状为 (N,) 的目标与形状为 (N, 1) 的目标损失相同。
    """
    assert_close(student.loss(X, T.ravel(), PARAMS, 0.0), 0.4778, atol=1e-5)


def test_arguments_are_left_alone(student):
    """forward and loss do not change the arrays that they are given.

    forward 和 loss 不修改传入的数组。
    """
    x, t, params = X.copy(), T.ravel(), {k: v.copy() for k, v in PARAMS.items()}
    student.forward(x, params)
    student.loss(x, t, params, 0.01)
    for now, before in ((x, X), (t, T.ravel()), (params, PARAMS)):
        assert_unchanged(now, before)


# --- train ------------------------------------------------------------------------------------------------------------


def trained(student, x, t, seed, **settings):
    """Return the parameters, their averages and the losses of a training."""
    result = student.train(x, t, seed, **settings)
    expect(type(result) is dict, "train should return a dict", expected="a dict", got=result)
    for key in ("params", "ema_params", "losses"):
        expect(key in result, f"the result of train has no {key}", expected=key, got=sorted(map(str, result)))
    losses = np.array(as_list(result["losses"], settings["steps"], "losses"))
    return assert_params(result["params"], "params"), assert_params(result["ema_params"], "ema_params"), losses


def test_train_returns_three_things(student):
    """After four steps there are parameters, their averages and four losses.

    训练四步之后，得到参数、参数的滑动平均和四个损失。
    """
    x = np.random.default_rng(0).normal(size=(60, 2)).astype(np.float32)
    t = (np.sum(x**2, axis=1, keepdims=True) < 2).astype(np.float32)
    trained(student, x, t, 0, steps=4)


ERRORS = np.array([[1.0], [2.0], [3.0], [5.0]])
"""By how much the outputs for four rows are wrong. The mean square of two of them tells which two."""

PAIRS = {2.5: "01", 5.0: "02", 13.0: "03", 6.5: "12", 14.5: "13", 17.0: "23"}


def standing_still(student):
    """Train 40 steps with a rate of 0 in batches of two: the losses tell which rows the batches hold."""
    start = assert_params(student.init_params(3), "the initial parameters")
    x = np.array([[0.5, 1.0], [-1.0, 0.5], [1.5, -1.0], [-0.5, -2.0]], np.float32)
    t = (as_array(student.forward(x, start), (4, 1), "the output") - ERRORS).astype(np.float32)
    settings = {"steps": 40, "batch_size": 2, "base_lr": 0.0, "regularizer": 0.0}
    return start, x, t, settings, trained(student, x, t, 3, **settings)


def test_train_starts_at_init_params(student):
    """The training starts at init_params(seed): with a rate of 0 it ends there, too.

    训练从 init_params(seed) 开始：学习率为 0 时也在那里结束。
    """
    start, _, _, _, (params, _, _) = student.once("standing still", lambda _: standing_still(student))
    assert_same(params, start, "params")


def test_batches_have_different_rows(student):
    """A batch of two holds two different rows, each with its own target, and every row has its turn.

    每批两行时是两个不同的行，各带自己的目标，而且每一行都会轮到。
    """
    _, _, _, _, (_, _, losses) = student.once("standing still", lambda _: standing_still(student))
    used = set()
    for value in losses:
        pair = next((pair for mean, pair in PAIRS.items() if abs(value - mean) < 1e-3), None)
        expect(pair is not None, "a loss is not that of two different rows", expected=list(PAIRS), got=value)
        used |= set(pair)
    expect(used == set("0123"), "some rows are never used", expected="rows 0, 1, 2 and 3", got=sorted(used))


def test_same_arguments_give_the_same_result(student):
    """The same arguments give the same training again, with the same batches.

    参数相同，训练就相同，批次也相同。
    """
    _, x, t, settings, (_, _, losses) = student.once("standing still", lambda _: standing_still(student))
    assert_close(trained(student, x, t, 3, **settings)[2], losses, what="losses of the second training", **NEAR)


RATE = 0.01


def first_steps(student):
    """Train one step and, from the same start, two: all rows are one point, and a batch is all of them."""
    start = assert_params(student.init_params(3), "the initial parameters")
    x, t = np.full((4, 2), [0.5, 1.0], np.float32), np.array([[1], [0], [1], [1]], np.float32)
    settings = {"batch_size": 4, "base_lr": RATE, "decay_rate": 0.5, "regularizer": 0.4, "ema_decay": 0.6}
    return start, x, t, *(trained(student, x, t, 3, steps=steps, **settings) for steps in (1, 2))


def slope(student, x, t, params, name, index):
    """The slope of your loss in one number of the parameters, by central differences."""
    losses = []
    for h in (0.01, -0.01):
        moved = params[name].copy()
        moved[index] += h
        losses.append(as_scalar(student.loss(x, t, params | {name: moved}, 0.4), "the loss"))
    return (losses[0] - losses[1]) / 0.02


def test_first_step_is_plain_descent_on_the_loss(student):
    """The first step moves each parameter by -base_lr times the slope of the loss, its penalty included.

    第一步使每个参数移动 -base_lr 乘以损失（含惩罚项）的斜率。
    """
    start, x, t, (params, _, _), _ = student.once("first steps", lambda _: first_steps(student))
    # a hidden unit well above the kink of relu, where a small change tells the slope
    unit = int(np.argmax(x[0] @ start["W1"] + start["b1"]))
    for name, index in (("W1", (1, unit)), ("b1", unit), ("W2", (unit, 0)), ("b2", 0)):
        expected = start[name][index] - RATE * slope(student, x, t, start, name, index)
        assert_close(params[name][index], expected, what=f"a number of {name} after the step", **NEAR)


def test_average_of_the_parameters(student):
    """The EMA of all four begins at the initial parameters and takes in those after each step.

    四个参数的滑动平均都从初始参数开始，并吸收每一步之后的参数。
    """
    start, _, _, (one, _, _), (two, ema, _) = student.once("first steps", lambda _: first_steps(student))
    # ema_decay is 0.6: 0.6 * (0.6 * start + 0.4 * one) + 0.4 * two
    assert_same(ema, {k: 0.36 * start[k] + 0.24 * one[k] + 0.4 * two[k] for k in SHAPES}, "ema_params")


def test_losses_are_those_before_each_step(student):
    """Each loss is that of the batch before the step, its penalty included.

    每个损失都是该步更新之前的损失，含惩罚项。
    """
    start, x, t, (one, _, _), (_, _, losses) = student.once("first steps", lambda _: first_steps(student))
    expected = [as_scalar(student.loss(x, t, params, 0.4), "the loss") for params in (start, one)]
    assert_close(losses, np.array(expected), what="losses", **NEAR)


def test_rate_decays_in_stairs(student):
    """The rate stays during a pass of three steps and decays after it: by 0.001, so that the loss then stands still.

    学习率在一遍（三步）之内不变，之后衰减：乘以 0.001，于是损失不再变动。
    """
    # six times the same row: all batches of two are alike
    x, t = np.full((6, 2), [0.5, 1.0], np.float32), np.full((6, 1), 5, np.float32)
    settings = {"steps": 7, "batch_size": 2, "base_lr": 0.002, "decay_rate": 0.001, "regularizer": 0.0}
    _, _, losses = trained(student, x, t, 3, **settings)
    falls = losses[:-1] - losses[1:]
    # whatever the initial weights, the third fall is a sixth of the first or more; of smooth decay it is a hundredth
    stays = bool(np.all(falls[1:3] > 0.05 * falls[0]))
    expect(stays, "the rate is not the same in the first three steps", expected="losses that fall alike", got=losses)
    decays = bool(np.all(np.abs(falls[3:]) < 0.01 * falls[0]))
    expect(decays, "the rate does not decay after three steps", expected="losses that stand still", got=losses)


# --- circle_data and decision_grid ------------------------------------------------------------------------------------


def circle(student, seed):
    """Return the points and the labels, these in a row."""
    pair = student.circle_data(seed)
    expect(type(pair) in (tuple, list) and len(pair) == 2, "circle_data should return x and t", got=pair)
    x, t = as_array(pair[0], (300, 2), "x").astype(np.float64), as_array(pair[1], what="t")
    expect(t.shape in ((300, 1), (300,)), "t has the wrong shape", expected="(300, 1)", got=t.shape)
    return x, t.ravel()


def test_circle_data_labels_the_inside(student):
    """300 points, labelled 1 where x0**2 + x1**2 < 2.

    300 个点，x0**2 + x1**2 < 2 处标签为 1。
    """
    x, t = circle(student, 0)
    squares = np.sum(x**2, axis=1)
    clear = np.abs(squares - 2) > 1e-4  # float32 cannot tell where the others lie
    assert_close(t[clear], (squares[clear] < 2).astype(float), what="t")


def test_circle_data_is_normal(student):
    """The coordinates are normal, with mean 0 and standard deviation 1: about one in 22 is beyond 2 or -2.

    坐标服从正态分布，均值 0，标准差 1：大约每 22 个中有一个超出 ±2。
    """
    x = np.concatenate([circle(student, seed)[0].ravel() for seed in range(4)])
    # 2400 numbers: five times as far as they are off by chance
    expect(abs(x.mean()) < 0.1, "the mean is not 0", expected="-0.1 to 0.1", got=x.mean())
    expect(abs(x.std() - 1) < 0.08, "the standard deviation is not 1", expected="0.92 to 1.08", got=x.std())
    far = np.mean(np.abs(x) > 2)
    expect(0.023 < far < 0.068, "the points are not normally distributed", expected="0.0455 beyond 2", got=far)


def test_circle_data_depends_on_the_seed(student):
    """The same seed gives the same points each time, another seed gives others.

    种子相同，点就相同；换一个种子则不同。
    """
    first, again, other = (circle(student, seed)[0] for seed in (3, 3, 4))
    assert_close(again, first, rtol=0.0, atol=0.0, what="x of the same seed")
    expect(not np.allclose(first, other), "another seed gives the same points", expected="other points", got=other)


def predict(points):
    """The function of the worked example."""
    if not isinstance(points, np.ndarray) or points.ndim != 2 or points.shape[1] != 2:
        raise ValueError("predict takes an array of shape (M, 2)")
    return points[:, 0] - 2 * points[:, 1]


def grid(student, function, low, high, step, k):
    """Return the three arrays of a grid of k times k points."""
    result = student.decision_grid(function, low, high, step)
    three = type(result) in (tuple, list) and len(result) == 3
    expect(three, "decision_grid should return xx, yy and probs", expected="three arrays", got=result)
    return [as_array(a, (k, k)) for a in result]


def test_decision_grid_of_the_worked_example(student):
    """From -1 to 1 in steps of 0.5 there are 4 times 4 points, each with its prediction.

    从 -1 到 1、步长 0.5，共 4 乘 4 个点，各有预测值。
    """
    xx, yy, probs = grid(student, predict, -1.0, 1.0, 0.5, 4)
    assert_close(probs, xx - 2 * yy)
    expect(len(np.unique(xx)) == 4 and len(np.unique(yy)) == 4, "xx and yy should hold 4 numbers each")


def test_decision_grid_takes_a_column(student):
    """predict may return shape (M, 1) as well.

    predict 也可以返回形状 (M, 1)。
    """

    def column(points):
        return predict(points)[:, None]

    xx, yy, probs = grid(student, column, -1.0, 1.0, 0.5, 4)
    assert_close(probs, xx - 2 * yy)


def test_decision_grid_of_whole_numbers(student):
    """low, high and step may be whole numbers, and predictions are fractions all the same.

    low、high、step 可以是整数，预测值仍然是小数。
    """

    def quarter(points):
        return predict(points) / 4

    xx, yy, probs = grid(student, quarter, -2, 1, 1, 3)
    assert_close(probs, (xx - 2 * yy) / 4)


# --- plot_boundary ----------------------------------------------------------------------------------------------------

POINTS = np.array([[0.5, 0.5], [-1.0, 2.0], [1.5, 0.0], [-0.5, -0.5]], np.float32)
LABELS = np.array([[0], [1], [1], [0]], np.float32)
XX, YY = np.mgrid[-2.0:2.0:0.25, -1.0:3.0:0.25]
PROBS = 0.5 + 0.2 * (XX - 0.3)  # 0.5 where xx is 0.3


def picture(student, x=POINTS, t=LABELS):
    """Return the figure."""
    figure = as_handle(student.plot_boundary(x, t, XX, YY, PROBS), "the figure")
    expect(figure.type_name == "Figure", "plot_boundary should return a Figure", expected="Figure", got=figure)
    return figure


def artists(figure):
    """Return everything that is drawn in the axes of the figure."""
    axes = figure.read("axes")
    expect(type(axes) is list and len(axes) > 0, "the figure should have axes", expected="axes", got=axes)
    return [a for ax in axes for a in as_handle(ax, "an axes").method("get_children")() if isinstance(a, Handle)]


def dots(figure):
    """Return each dot of ``scatter``, or of ``plot`` without lines: its two coordinates and its colour, as text."""
    found = []
    for artist in artists(figure):
        if artist.type_name == "PathCollection":
            artist.method("update_scalarmappable")()  # turns numbers into colours
            places = as_array(artist.method("get_offsets")())
            colours = [as_array(artist.method(f"get_{part}colors")()).round(6) for part in ("face", "edge")]
            for i, (a, b) in enumerate(places):
                found.append((a, b, repr([c[i % len(c)].tolist() for c in colours if len(c)])))
        elif artist.type_name == "Line2D" and artist.method("get_linestyle")() in ("None", "none", "", " "):
            places = zip(*(as_list(artist.method(f"get_{axis}data")()) for axis in "xy"), strict=True)
            colour = repr([artist.method(f"get_marker{part}color")() for part in ("face", "edge")])
            found += [(a, b, colour) for a, b in places]
    return sorted(found)


def test_plot_boundary_returns_a_figure(student):
    """The result is a Figure with axes.

    返回带坐标系的 Figure。
    """
    artists(picture(student))


def test_plot_boundary_draws_a_new_figure(student):
    """Each call returns a new Figure, in which each of its points is drawn once.

    每次调用返回新的 Figure，其中每个点各画一次。
    """
    picture(student)
    drawn = dots(picture(student, POINTS[1:], LABELS[1:]))
    expect(len(drawn) == 3, "a second figure with three points should have three dots", expected=3, got=drawn)
    places = np.array([[a, b] for a, b, _ in drawn])
    assert_close(places, np.array([[-1.0, 2.0], [-0.5, -0.5], [1.5, 0.0]]), what="the places of the dots")


def test_plot_boundary_colours_the_classes(student):
    """The dots of one class have one colour, those of the other another.

    同一类的点颜色相同，两类的颜色不同。
    """
    # from left to right the four points have the labels 1, 0, 0 and 1
    colours = [colour for _, _, colour in dots(picture(student))]
    expect(len(colours) == 4, "four points should have four dots", expected=4, got=colours)
    right = colours[0] == colours[3] != colours[1] == colours[2]
    expect(right, "the colours do not tell the classes", expected="two colours", got=colours)


def contours(student):
    """Return the contours that have 0.5 as their only level between 0 and 1."""
    sets = [a for a in artists(picture(student)) if a.type_name in ("QuadContourSet", "TriContourSet")]
    levels = [[level for level in as_list(a.read("levels")) if 0 < level < 1] for a in sets]
    half = [a for a, inner in zip(sets, levels, strict=True) if len(inner) == 1 and abs(inner[0] - 0.5) < 1e-6]
    expect(len(half) > 0, "no contour has 0.5 as its only level between 0 and 1", expected="[0.5]", got=levels)
    return half


def test_plot_boundary_has_a_contour_at_one_half(student):
    """There is a contour of probs at 0.5, and at no other level between 0 and 1.

    有一条 probs 为 0.5 的等高线，0 与 1 之间没有别的等高线。
    """
    contours(student)


def test_plot_boundary_draws_the_contour_in_its_place(student):
    """The contour lies where probs is 0.5: here on the straight line where xx is 0.3.

    等高线就在 probs 为 0.5 的位置：这里是 xx 为 0.3 的直线。
    """
    heights = []
    for contour in contours(student):
        for path in contour.method("get_paths")():
            corners = as_array(as_handle(path, "a line").read("vertices"), what="a line").reshape(-1, 2)
            heights += [b for a, b in corners if abs(a - 0.3) < 1e-6]
    # from the lowest row of the grid to the highest
    whole = len(heights) > 0 and min(heights) < -0.99 and max(heights) > 2.74
    expect(whole, "the contour does not lie where probs is 0.5", expected="from -1 to 2.75", got=heights)
