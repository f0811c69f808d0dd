"""Public tests: the worked numbers of the statement. The hidden suite asks for more than these."""

import numpy as np

from grader.errors import Mismatch
from grader.suite import as_array, as_list, as_scalar, assert_close, assert_shape, expect

PARAMS = {
    "W1": np.array([[1.0, -1.0], [0.5, 2.0]]),
    "b1": np.array([0.0, 0.5]),
    "W2": np.array([[1.0, 0.0, -1.0], [0.5, 1.0, 0.0]]),
    "b2": np.array([0.0, 0.1, -0.1]),
}
X, T = np.array([[1.0, 2.0], [2.0, -1.0]]), np.array([1, 0])


def worked_net(student):
    """Make a net and write the worked parameters into it."""
    net = student.new("TwoLayerNet", 2, 2, 3)
    for key, value in PARAMS.items():
        net.write("params", [key], to=value)
    return net


def assert_either(got, sigmoid, relu, rtol, what):
    """Require the worked number of a sigmoid or of a relu hidden layer."""
    try:
        assert_close(got, relu, rtol=rtol, what=what)
    except Mismatch:
        assert_close(got, sigmoid, rtol=rtol, what=what)


def test_initial_parameters(student):
    """params has the right keys and shapes; the weights are small and random, the biases 0.

    params 的键和形状正确；权重小而随机，偏置为 0。
    """
    net = student.new("TwoLayerNet", 784, 50, 10)
    for key, shape in (("W1", (784, 50)), ("b1", (50,)), ("W2", (50, 10)), ("b2", (10,))):
        assert_shape(net.read("params", [key]), shape, what=key)
    # 39200 draws: the deviation of a sample is within 3 % of the true one, many times over
    assert_close(np.std(as_array(net.read("params", ["W1"]))), 0.01, rtol=0.03, what="the deviation of W1")
    assert_close(net.read("params", ["b1"]), np.zeros(50), what="b1")


def test_predictions_of_the_worked_example(student):
    """The worked probabilities, with a sigmoid or with relu.

    题目中的概率，用 sigmoid 或 relu 均可。
    """
    sigmoid = np.array([[0.543520835, 0.404485078, 0.051994087], [0.599180553, 0.296677181, 0.104142266]])
    relu = np.array([[0.536599327, 0.461855321, 0.001545352], [0.774205836, 0.190916809, 0.034877355]])
    assert_either(worked_net(student).method("predict")(X), sigmoid, relu, 1e-5, "the prediction")


def test_loss_and_accuracy_of_the_worked_example(student):
    """The worked loss and accuracy, with either form of label.

    题目中的损失和准确率，两种标签形式都一样。
    """
    net = worked_net(student)
    for t in (T, np.eye(3)[T]):
        # 1e-4: a small number within the logarithm, up to 1e-5, moves these losses by less
        assert_either(net.method("loss")(X, t), 0.708666367, 0.514210549, 1e-4, "the loss")
        assert_close(net.method("accuracy")(X, t), 0.5, what="the accuracy")


def test_gradients_of_the_worked_example(student):
    """Both gradients of b2, and that the two agree on all four parameters.

    两种方法求得的 b2 梯度，并且两者在四个参数上一致。
    """
    net = worked_net(student)
    fast, slow = net.method("gradient")(X, T), net.method("numerical_gradient")(X, T)
    for grads in (fast, slow):
        expect(isinstance(grads, dict) and set(grads) >= set(PARAMS), "a gradient is a dict with the keys of params")
    sigmoid, relu = [0.071350694, -0.149418870, 0.078068177], [0.155402582, -0.173613935, 0.018211354]
    assert_either(fast["b2"], np.array(sigmoid), np.array(relu), 1e-4, "the gradient of b2")
    for key, value in PARAMS.items():
        exact = as_array(fast[key], value.shape, f"gradient's {key}")
        assert_close(slow[key], exact, rtol=1e-3, atol=1e-5, what=f"numerical_gradient's {key}")


def test_training_for_a_few_iterations(student):
    """8 rows, batch_size 2, 11 iterations: lists of 11, 3 and 3 entries, and a loss that has fallen.

    8 行、batch_size 为 2、迭代 11 次：列表长度为 11、3、3，而且损失下降了。
    """
    net = worked_net(student)
    x, t = np.repeat(X, 4, axis=0), np.repeat(T, 4)
    before = as_scalar(net.method("loss")(X, T), "the loss")
    rng = student.new("numpy.random.default_rng", 0)
    history = student.train(net, x, t, X, T, 11, 2, 0.1, rng)
    expect(isinstance(history, dict), "train returns a dict", got=history)
    for key, length in (("train_loss_list", 11), ("train_acc_list", 3), ("test_acc_list", 3)):
        as_list(history.get(key), length, key)
    after = as_scalar(net.method("loss")(X, T), "the loss")
    expect(after < before, "the loss has not fallen", expected=f"less than {before}", got=after)
