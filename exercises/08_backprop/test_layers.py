"""Public tests: the worked numbers of the statement. The hidden suite asks for more than these."""

import numpy as np

from grader.suite import assert_close, assert_unchanged

X = np.array([[1.0, 2.0], [3.0, -1.0]])
W = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]])
B = np.array([0.5, 0.0, -0.5])


def test_affine_of_the_worked_example(student):
    """The worked Affine layer: forward, backward, dW and db.

    题目中的 Affine 层：forward、backward、dW 和 db。
    """
    layer = student.new("Affine", W, B)
    assert_close(layer.method("forward")(X), np.array([[5.5, 2.0, -1.5], [1.5, -1.0, -3.5]]))
    dx = layer.method("backward")(np.array([[1.0, 2.0, 3.0], [0.0, 1.0, -1.0]]))
    assert_close(dx, np.array([[-2.0, 4.0], [1.0, 1.0]]), what="the gradient with respect to x")
    assert_close(layer.read("dW"), np.array([[1.0, 5.0, 0.0], [2.0, 3.0, 7.0]]), what="dW")
    assert_close(layer.read("db"), np.array([1.0, 3.0, 2.0]), what="db")


def test_relu_of_the_worked_example(student):
    """The worked Relu layer: forward, backward, and dout left alone.

    题目中的 Relu 层：forward、backward，且不修改 dout。
    """
    layer = student.new("Relu")
    assert_close(layer.method("forward")(np.array([[1.0, -2.0], [0.5, 3.0]])), np.array([[1.0, 0.0], [0.5, 3.0]]))
    dout = np.array([[10.0, 20.0], [30.0, 40.0]])
    before = dout.copy()
    assert_close(layer.method("backward")(dout), np.array([[10.0, 0.0], [30.0, 40.0]]))
    assert_unchanged(dout, before, what="dout")


def test_sigmoid_of_the_worked_example(student):
    """The worked Sigmoid layer: forward and backward.

    题目中的 Sigmoid 层：forward 和 backward。
    """
    layer = student.new("Sigmoid")
    assert_close(layer.method("forward")(np.array([[0.0, 2.0]])), np.array([[0.5, 0.880797078]]))
    assert_close(layer.method("backward")(np.array([[4.0, 1.0]])), np.array([[1.0, 0.104993585]]))


def test_softmax_with_loss_of_the_worked_example(student):
    """The worked loss is 0.753109127 with either form of label; its gradient as in the statement.

    题目中的损失是 0.753109127，两种标签形式都一样；梯度如题。
    """
    x = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]])
    gradient = np.array([[0.045015287, 0.122364236, -0.167379522], [-0.333333333, 0.166666667, 0.166666667]])
    for t in (np.array([2, 0]), np.array([[0, 0, 1], [1, 0, 0]])):
        layer = student.new("SoftmaxWithLoss")
        # 1e-4: a small number within the logarithm, up to 1e-5, moves this loss by less
        assert_close(layer.method("forward")(x, t), 0.753109127, rtol=1e-4)
        assert_close(layer.method("backward")(), gradient)
