"""Public tests: the worked numbers of the statement. The hidden suite asks for more than these."""

import numpy as np

from grader.suite import as_array, as_handle, as_list, assert_close, expect

SHAPES = {"W1": (2, 11), "b1": (11,), "W2": (11, 1), "b2": (1,)}
VALUES = {"W1": 0.1, "b1": 0.0, "W2": 0.2, "b2": -0.5}
PARAMS = {k: np.full(SHAPES[k], v, np.float32) for k, v in VALUES.items()}
X = np.array([[1, 2], [-3, 1]], np.float32)
T = np.array([[1], [0]], np.float32)


def assert_params(params, what):
    """Require a dict of the four arrays."""
    expect(type(params) is dict, f"{what} should be a dict of four arrays", expected="a dict", got=params)
    for name, shape in SHAPES.items():
        expect(name in params, f"{what} has no {name}", expected=name, got=sorted(map(str, params)))
        as_array(params[name], shape, f"{name} of {what}")


def test_init_params_has_four_arrays(student):
    """W1, b1, W2 and b2 with the shapes of a 2-11-1 network.

    W1、b1、W2、b2，形状符合 2-11-1 网络。
    """
    assert_params(student.init_params(0), "the initial parameters")


def test_forward_and_loss_of_the_worked_example(student):
    """The worked example has outputs 0.16 and -0.5 and the loss 0.4811.

    题目中的例子输出 0.16 和 -0.5，损失 0.4811。
    """
    assert_close(student.forward(X, PARAMS), np.array([[0.16], [-0.5]]), atol=1e-5)  # float32
    assert_close(student.loss(X, T, PARAMS, 0.0), 0.4778, atol=1e-5)
    assert_close(student.loss(X, T, PARAMS, 0.01), 0.4811, atol=1e-5)


def test_train_returns_three_things(student):
    """After four steps there are parameters, their averages and four losses.

    训练四步之后，得到参数、参数的滑动平均和四个损失。
    """
    x = np.random.default_rng(0).normal(size=(60, 2)).astype(np.float32)
    t = (np.sum(x**2, axis=1, keepdims=True) < 2).astype(np.float32)
    result = student.train(x, t, 0, steps=4)
    expect(type(result) is dict, "train should return a dict", expected="a dict", got=result)
    for key in ("params", "ema_params", "losses"):
        expect(key in result, f"the result of train has no {key}", expected=key, got=sorted(map(str, result)))
    assert_params(result["params"], "params")
    assert_params(result["ema_params"], "ema_params")
    as_list(result["losses"], 4, "losses")


def test_circle_data_labels_the_inside(student):
    """300 points, labelled 1 where x0**2 + x1**2 < 2.

    300 个点，x0**2 + x1**2 < 2 处标签为 1。
    """
    pair = student.circle_data(0)
    expect(type(pair) in (tuple, list) and len(pair) == 2, "circle_data should return x and t", got=pair)
    x, t = as_array(pair[0], (300, 2), "x").astype(np.float64), as_array(pair[1], what="t")
    expect(t.shape in ((300, 1), (300,)), "t has the wrong shape", expected="(300, 1)", got=t.shape)
    squares = np.sum(x**2, axis=1)
    clear = np.abs(squares - 2) > 1e-4  # float32 cannot tell where the others lie
    assert_close(t.ravel()[clear], (squares[clear] < 2).astype(float), what="t")


def predict(points):
    """The function of the worked example."""
    if not isinstance(points, np.ndarray) or points.ndim != 2 or points.shape[1] != 2:
        raise ValueError("predict takes an array of shape (M, 2)")
    return points[:, 0] - 2 * points[:, 1]


def test_decision_grid_of_the_worked_example(student):
    """From -1 to 1 in steps of 0.5 there are 4 times 4 points, each with its prediction.

    从 -1 到 1、步长 0.5，共 4 乘 4 个点，各有预测值。
    """
    result = student.decision_grid(predict, -1.0, 1.0, 0.5)
    three = type(result) in (tuple, list) and len(result) == 3
    expect(three, "decision_grid should return xx, yy and probs", expected="three arrays", got=result)
    xx, yy, probs = (as_array(a, (4, 4)) for a in result)
    assert_close(probs, xx - 2 * yy)
    expect(len(np.unique(xx)) == 4 and len(np.unique(yy)) == 4, "xx and yy should hold 4 numbers each")


def test_plot_boundary_returns_a_figure(student):
    """The result is a Figure with axes.

    返回带坐标系的 Figure。
    """
    xx, yy = np.mgrid[-1:1:0.5, -1:1:0.5]
    figure = as_handle(student.plot_boundary(X / 4, T, xx, yy, xx - 2 * yy), "the figure")
    expect(figure.type_name == "Figure", "plot_boundary should return a Figure", expected="Figure", got=figure)
    axes = figure.read("axes")
    expect(type(axes) is list and len(axes) > 0, "the figure should have axes", expected="axes", got=axes)
