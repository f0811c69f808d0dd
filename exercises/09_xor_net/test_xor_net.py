"""Public tests: the worked numbers of the statement. The hidden suite asks for more than these."""

import numpy as np

from grader.suite import as_array, as_handle, as_scalar, assert_close, assert_shape, assert_unchanged, expect

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
T = np.array([[0], [1], [1], [0]])

WORKED = {
    "W1": np.array([[2.0, -1.0], [-1.0, 1.0]]),
    "b1": np.array([0.5, -0.25]),
    "W2": np.array([[1.0], [-2.0]]),
    "b2": np.array([0.5]),
}
X2, T2 = np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([[1.0], [0.0]])

# hidden activation: predictions, loss, gradient of b2
NUMBERS = {
    "sigmoid": ([[0.726858], [0.608718]], 0.628675, 0.167788),
    "tanh": ([[0.960196], [0.869323]], 1.037822, 0.414760),
    "relu": ([[0.952574], [0.880797]], 1.087758, 0.416686),
}


def worked_net(student):
    """The net of the statement, in the student's class, and the row of the statement's table that it belongs to."""
    net = student.new("XORNet", 2, 0)
    for key, value in WORKED.items():
        net.write("params", [key], to=value)
    y = as_array(net.method("predict")(X2), (2, 1), "the prediction")
    for numbers in NUMBERS.values():
        if np.allclose(y, numbers[0], atol=1e-5):
            return net, numbers
    expect(False, "the predictions fit none of the three activations", expected=str(NUMBERS), got=y)


def test_parameters_have_their_shapes(student):
    """Four parameters, in shapes that follow the hidden size.

    四个参数，形状由隐藏层大小决定。
    """
    net = student.new("XORNet", 5, 1)
    for key, shape in {"W1": (2, 5), "b1": (5,), "W2": (5, 1), "b2": (1,)}.items():
        assert_shape(net.read("params", [key]), shape, what=key)


def test_prediction_and_loss_of_the_worked_net(student):
    """The worked net predicts and loses what the table of the statement says for one of the activations.

    题目中的网络，预测值和损失与表中某一种激活函数的数字相符。
    """
    net, (_, loss, _) = worked_net(student)
    assert_close(net.method("loss")(X2, T2), loss, atol=1e-5, what="the loss")


def test_gradient_of_the_worked_net(student):
    """The gradient has the keys and shapes of the parameters, and that of b2 is the number of the table.

    梯度的键和形状与参数相同，其中 b2 的梯度就是表中的数字。
    """
    net, (_, _, slope) = worked_net(student)
    before = X2.copy()
    grads = net.method("gradient")(X2, T2)
    expect(type(grads) is dict and set(WORKED) <= set(grads), "gradient should return a dict like params", got=grads)
    for key, value in WORKED.items():
        assert_shape(grads[key], value.shape, what=f"the gradient of {key}")
    assert_close(grads["b2"], np.array([slope]), atol=1e-5, what="the gradient of b2")
    assert_unchanged(X2, before)


def test_training_solves_xor_for_one_seed(student):
    """A net trained from seed 1 gets all four answers right, with a loss below 0.1.

    种子 1 训练出的网络四个答案全对，损失低于 0.1。
    """
    net = as_handle(student.train_xor(1), "the trained net")
    y = as_array(net.method("predict")(X), (4, 1), "the prediction")
    expect(bool(np.all((y > 0.5) == (T == 1))), "not all four answers are right", expected=T, got=y)
    loss = as_scalar(net.method("loss")(X, T), "the loss")
    expect(0 <= loss < 0.1, "the loss of the trained net is not below 0.1", expected="below 0.1", got=loss)
