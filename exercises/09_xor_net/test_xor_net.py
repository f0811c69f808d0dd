"""Public tests: the worked numbers of the statement, and one small test for each of its conventions.

The hidden activation is yours: where a number depends on it, the numbers of all three stand here. Eight nets are
trained, at the end. The hidden suite asks for more than these.
"""

import numpy as np

from grader.suite import (
    as_array,
    as_handle,
    as_scalar,
    assert_close,
    assert_equal,
    assert_shape,
    assert_unchanged,
    expect,
)

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
T = np.array([[0], [1], [1], [0]])

WORKED = {
    "W1": np.array([[2.0, -1.0], [-1.0, 1.0]]),
    "b1": np.array([0.5, -0.25]),
    "W2": np.array([[1.0], [-2.0]]),
    "b2": np.array([0.5]),
}
X2, T2 = np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([[1.0], [0.0]])

# by hidden activation: predictions, loss and gradient of the worked net
NUMBERS = {
    "sigmoid": {
        "y": [[0.726858], [0.608718]],
        "loss": 0.628675,
        "W1": [[0.035820, -0.102544], [0.045394, -0.149826]],
        "b1": [0.035820, -0.102544],
        "W2": [[0.122625], [0.102841]],
        "b2": [0.167788],
    },
    "tanh": {
        "y": [[0.960196], [0.869323]],
        "loss": 1.037822,
        "W1": [[0.078017, -0.806015], [0.078546, -0.817176]],
        "b1": [0.078017, -0.806015],
        "W2": [[0.373798], [-0.089574]],
        "b2": [0.414760],
    },
    "relu": {
        "y": [[0.952574], [0.880797]],
        "loss": 1.087758,
        "W1": [[0.416686, 0.0], [0.440399, 0.0]],
        "b1": [0.416686, 0.0],
        "W2": [[0.601315], [0.0]],
        "b2": [0.416686],
    },
}


# --- the first weights ------------------------------------------------------------------------------------------------


def first_weights(student, seed):
    """W1 of a new net with five hidden units."""
    return as_array(student.new("XORNet", 5, seed).read("params", ["W1"]), (2, 5), "W1")


def test_parameters_have_their_shapes(student):
    """Four parameters, in shapes that follow the hidden size.

    四个参数，形状由隐藏层大小决定。
    """
    net = student.new("XORNet", 5, 1)
    for key, shape in {"W1": (2, 5), "b1": (5,), "W2": (5, 1), "b2": (1,)}.items():
        assert_shape(net.read("params", [key]), shape, what=key)


def test_the_same_seed_gives_the_same_first_weights(student):
    """The same seed gives the same first weights.

    种子相同，初始权重就相同。
    """
    assert_equal(first_weights(student, 4), first_weights(student, 4), what="W1 after the same seed")


def test_zero_is_a_seed_like_any_other(student):
    """0 is a seed like any other: it gives the same first weights again.

    0 也是种子：再用一次，初始权重相同。
    """
    assert_equal(first_weights(student, 0), first_weights(student, 0), what="W1 after the seed 0")


def test_another_seed_gives_other_first_weights(student):
    """Another seed gives other first weights.

    换一个种子，初始权重就不同。
    """
    one, other = first_weights(student, 4), first_weights(student, 5)
    expect(not np.array_equal(one, other), "two seeds gave the same first weights", got=other)


def test_hidden_units_start_out_different(student):
    """No two hidden units start out alike, since they would stay alike.

    任意两个隐藏单元的初始权重都不同，否则它们会一直相同。
    """
    w1 = first_weights(student, 4)
    expect(len(np.unique(w1, axis=1).T) == 5, "some hidden units start out exactly alike", got=w1)


# --- predictions and loss ---------------------------------------------------------------------------------------------


def worked_net(student):
    """The net of the statement, in the student's class, and the numbers of its hidden activation."""
    net = student.new("XORNet", 2, 0)
    for key, value in WORKED.items():
        net.write("params", [key], to=value)
    y = as_array(net.method("predict")(X2), (2, 1), "the prediction")
    for numbers in NUMBERS.values():
        if np.allclose(y, numbers["y"], atol=1e-5):
            return net, numbers
    wanted = {activation: numbers["y"] for activation, numbers in NUMBERS.items()}
    expect(False, "the predictions fit none of the three activations", expected=str(wanted), got=y)


def test_prediction_and_loss_of_the_worked_net(student):
    """The worked net predicts and loses what the table of the statement says for one of the activations.

    题目中的网络，预测值和损失与表中某一种激活函数的数字相符。
    """
    net, numbers = worked_net(student)
    assert_close(net.method("loss")(X2, T2), numbers["loss"], atol=1e-5, what="the loss")


def test_loss_of_a_net_that_is_certain(student):
    """A net that is completely certain has a finite loss: about 0 when it is right, large when it is wrong.

    网络完全确信时损失仍有限：判断正确时约为 0，判断错误时很大。
    """
    net = student.new("XORNet", 2, 0)
    net.write("params", ["W2"], to=np.zeros((2, 1)))
    net.write("params", ["b2"], to=np.array([40.0]))  # sigmoid(40) is exactly 1
    assert_close(net.method("loss")(X2, np.ones((2, 1))), 0.0, atol=1e-4, what="the loss when it is right")
    wrong = as_scalar(net.method("loss")(X2, np.zeros((2, 1))), "the loss when it is wrong")
    # small values from 1e-5 (11.5) to 1e-15 (34.5) are in use; computed from the logit, the loss is 40
    expect(11 < wrong < 41, "so certain an error should cost much, and a finite amount", expected="16", got=wrong)


# --- the gradient -----------------------------------------------------------------------------------------------------


def gradient(net, x, t):
    """The gradient, insisting on a dict with the keys of the parameters."""
    grads = net.method("gradient")(x, t)
    expect(type(grads) is dict and set(WORKED) <= set(grads), "gradient should return a dict like params", got=grads)
    return grads


def test_gradient_of_the_worked_net(student):
    """The gradient has the keys and shapes of the parameters, and that of b2 is the number of the table.

    梯度的键和形状与参数相同，其中 b2 的梯度就是表中的数字。
    """
    net, numbers = worked_net(student)
    before = X2.copy()
    grads = gradient(net, X2, T2)
    for key, value in WORKED.items():
        assert_shape(grads[key], value.shape, what=f"the gradient of {key}")
    assert_close(grads["b2"], np.array(numbers["b2"]), atol=1e-5, what="the gradient of b2")
    assert_unchanged(X2, before)


def test_gradient_of_the_output_weights(student):
    """The gradient of W2 in the worked net.

    题目中的网络，W2 的梯度。
    """
    net, numbers = worked_net(student)
    assert_close(gradient(net, X2, T2)["W2"], np.array(numbers["W2"]), atol=1e-5, what="the gradient of W2")


def test_gradient_of_the_hidden_layer(student):
    """The gradients of W1 and b1 in the worked net: they go through the slope of your own activation.

    题目中的网络，W1 和 b1 的梯度：要乘以你所选激活函数自己的导数。
    """
    net, numbers = worked_net(student)
    grads = gradient(net, X2, T2)
    assert_close(grads["W1"], np.array(numbers["W1"]), atol=1e-5, what="the gradient of W1")
    assert_close(grads["b1"], np.array(numbers["b1"]), atol=1e-5, what="the gradient of b1")


def test_gradient_belongs_to_the_mean(student):
    """The gradient does not grow when the same rows come twice: it belongs to the mean of the losses.

    同样的行出现两次，梯度不会变大：它是平均损失的梯度。
    """
    net, _ = worked_net(student)
    once = gradient(net, X2, T2)
    twice = gradient(net, np.vstack([X2, X2]), np.vstack([T2, T2]))
    for key in WORKED:
        assert_close(twice[key], as_array(once[key]), atol=1e-5, what=f"the gradient of {key}")


def test_gradient_after_the_prediction_of_another_batch(student):
    """The gradient is that of the rows it is given, whatever was predicted before.

    梯度属于传入的那些行，与之前预测过什么无关。
    """
    net, numbers = worked_net(student)
    net.method("predict")(np.array([[-1.0, 2.0], [3.0, -2.0]]))
    assert_close(gradient(net, X2, T2)["W2"], np.array(numbers["W2"]), atol=1e-5, what="the gradient of W2")


def test_gradient_leaves_the_parameters_alone(student):
    """gradient changes no parameter: only training does.

    gradient 不修改任何参数：只有训练才修改。
    """
    net, _ = worked_net(student)
    gradient(net, X2, T2)
    for key, value in WORKED.items():
        assert_close(net.read("params", [key]), value, what=f"{key} after gradient")


def test_gradient_is_the_slope_of_the_loss(student):
    """Nudging a weight of three hidden units up and down moves the loss as the gradient says.

    有三个隐藏单元时，把一个权重上下微调，损失的变化与梯度一致。
    """
    net = student.new("XORNet", 3, 0)
    w1 = np.array([[0.5, -1.0, 0.8], [1.2, 0.7, -0.6]])
    net.write("params", ["W1"], to=w1)
    net.write("params", ["b1"], to=np.array([0.2, 0.3, -0.4]))
    net.write("params", ["W2"], to=np.array([[0.9], [-1.1], [0.7]]))
    net.write("params", ["b2"], to=np.array([0.1]))
    x, t = np.array([[1.0, 2.0], [-2.0, 1.0], [0.5, -1.0], [1.5, 0.5]]), np.array([[1], [0], [1], [0]])
    slope = as_array(gradient(net, x, t)["W1"], (2, 3), "the gradient of W1")
    for place in ((0, 0), (0, 1), (1, 2)):
        losses = []
        for step in (0.01, -0.01):
            nudged = w1.copy()
            nudged[place] += step
            net.write("params", ["W1"], to=nudged)
            losses.append(as_scalar(net.method("loss")(x, t), "the loss"))
        # the step itself costs about 2e-5, and float32 another 1e-5
        assert_close(slope[place], (losses[0] - losses[1]) / 0.02, rtol=1e-2, atol=2e-4, what="the gradient of W1")


# --- training ---------------------------------------------------------------------------------------------------------


def trained(student, seed):
    """A net trained from a seed: its answers to the four rows of XOR, their loss, and its W1."""
    net = as_handle(student.train_xor(seed), "the trained net")
    y = as_array(net.method("predict")(X), (4, 1), "the prediction")
    return y, as_scalar(net.method("loss")(X, T), "the loss"), as_array(net.read("params", ["W1"]), what="W1")


def five_nets(student):
    """Nets trained from the seeds 1 to 5. The first test that asks trains them, and the others look at the same."""
    return student.once("five nets", lambda rng: [trained(student, seed) for seed in range(1, 6)])


def test_training_solves_xor_for_one_seed(student):
    """A net trained from seed 1 gets all four answers right, with a loss below 0.1.

    种子 1 训练出的网络四个答案全对，损失低于 0.1。
    """
    y, loss, _ = trained(student, 1)
    expect(bool(np.all((y > 0.5) == (T == 1))), "not all four answers are right", expected=T, got=y)
    expect(0 <= loss < 0.1, "the loss of the trained net is not below 0.1", expected="below 0.1", got=loss)


def test_training_solves_nearly_every_seed(student):
    """Nearly every seed is solved: at least four of the seeds 1 to 5.

    几乎每个种子都能解出：种子 1 到 5 至少解出四个。
    """
    nets = five_nets(student)
    solved = sum(bool(np.all((y > 0.5) == (T == 1))) and 0 <= loss < 0.1 for y, loss, _ in nets)
    # eight units miss a seed at most once in 3,000 times, so two of five at most once in 900,000; four sigmoid units,
    # which solve .995, miss two of five once in 4,000 times
    expect(solved >= 4, "training solves too few of the seeds 1 to 5", expected="4 or 5", got=solved)


def test_the_same_seed_trains_the_same_net(student):
    """The same seed trains the same net.

    种子相同，训练出的网络就相同。
    """
    (*_, first), (*_, second) = trained(student, 2), trained(student, 2)
    assert_close(second, first, what="W1 after the same seed")


def test_another_seed_trains_another_net(student):
    """Another seed trains another net.

    换一个种子，训练出的网络就不同。
    """
    (*_, one), (*_, other), *_ = five_nets(student)
    alike = one.shape == other.shape and np.allclose(one, other, rtol=1e-6)
    expect(not alike, "two different seeds trained the same net", got=other)
