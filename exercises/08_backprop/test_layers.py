"""Public tests: the worked numbers of the statement, and one small test for each of its conventions.

The hidden suite asks for more than these.
"""

import numpy as np

from grader.suite import as_scalar, assert_close, assert_unchanged, expect

# --- Affine -----------------------------------------------------------------------------------------------------------

X = np.array([[1.0, 2.0], [3.0, -1.0]])
W = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]])
B = np.array([0.5, 0.0, -0.5])
DOUT = np.array([[1.0, 2.0, 3.0], [0.0, 1.0, -1.0]])
DW = np.array([[1.0, 5.0, 0.0], [2.0, 3.0, 7.0]])


def test_affine_of_the_worked_example(student):
    """The worked Affine layer: forward, backward, dW and db.

    题目中的 Affine 层：forward、backward、dW 和 db。
    """
    layer = student.new("Affine", W, B)
    assert_close(layer.method("forward")(X), np.array([[5.5, 2.0, -1.5], [1.5, -1.0, -3.5]]))
    dx = layer.method("backward")(DOUT)
    assert_close(dx, np.array([[-2.0, 4.0], [1.0, 1.0]]), what="the gradient with respect to x")
    assert_close(layer.read("dW"), DW, what="dW")
    assert_close(layer.read("db"), np.array([1.0, 3.0, 2.0]), what="db")


def test_affine_replaces_its_gradients(student):
    """A second backward replaces dW and db: nothing is added up.

    再做一次 backward，dW 和 db 被替换：不累加。
    """
    layer = student.new("Affine", W, B)
    layer.method("forward")(X)
    layer.method("backward")(DOUT)
    layer.method("backward")(DOUT)
    assert_close(layer.read("dW"), DW, what="dW")
    assert_close(layer.read("db"), np.array([1.0, 3.0, 2.0]), what="db")


def test_affine_backward_belongs_to_the_last_forward(student):
    """backward belongs to the last forward of the layer, whatever the batch before it.

    backward 对应该层最近一次 forward，与之前的批次无关。
    """
    layer = student.new("Affine", W, B)
    layer.method("forward")(np.array([[7.0, 8.0], [-9.0, 6.0]]))
    layer.method("forward")(X)
    layer.method("backward")(DOUT)
    assert_close(layer.read("dW"), DW, what="dW")


def test_affine_layers_keep_apart(student):
    """Each Affine keeps its own memory: the forward of another layer disturbs nothing.

    每个 Affine 各存各的：另一个层的 forward 不影响它。
    """
    layer, other = student.new("Affine", W, B), student.new("Affine", W, B)
    layer.method("forward")(X)
    other.method("forward")(np.array([[7.0, 8.0], [-9.0, 6.0]]))
    layer.method("backward")(DOUT)
    assert_close(layer.read("dW"), DW, what="dW")


def test_affine_with_a_batch_of_one(student):
    """With one sample, db has the shape of b, (M,), and dW the shape of W, (D, M).

    只有一个样本时，db 的形状仍与 b 相同，为 (M,)；dW 的形状仍与 W 相同，为 (D, M)。
    """
    layer = student.new("Affine", W, B)
    layer.method("forward")(np.array([[4.0, -3.0]]))
    layer.method("backward")(np.array([[2.0, 0.5, -1.0]]))
    assert_close(layer.read("dW"), np.array([[8.0, 2.0, -4.0], [-6.0, -1.5, 3.0]]), what="dW")
    assert_close(layer.read("db"), np.array([2.0, 0.5, -1.0]), what="db")


def test_affine_calculates_in_float64(student):
    """float64 in, float64 out: no digits are lost.

    输入 float64，输出也是 float64：不损失有效数字。
    """
    layer = student.new("Affine", np.array([[1.0, 2.0]]), np.array([0.0, 0.0]))
    # float32 has 0.1 wrong by one part in 10**8, float64 by one in 10**17
    assert_close(layer.method("forward")(np.array([[0.1]])), np.array([[0.1, 0.2]]), rtol=1e-10, atol=0)


# --- Relu -------------------------------------------------------------------------------------------------------------


def test_relu_of_the_worked_example(student):
    """The worked Relu layer: forward and backward.

    题目中的 Relu 层：forward 和 backward。
    """
    layer = student.new("Relu")
    assert_close(layer.method("forward")(np.array([[1.0, -2.0], [0.5, 3.0]])), np.array([[1.0, 0.0], [0.5, 3.0]]))
    dx = layer.method("backward")(np.array([[10.0, 20.0], [30.0, 40.0]]))
    assert_close(dx, np.array([[10.0, 0.0], [30.0, 40.0]]))


def test_relu_passes_a_dout_of_either_sign(student):
    """What Relu lets through is a matter of the sign of x, not of the sign of dout.

    Relu 放行与否只看 x 的正负，与 dout 的正负无关。
    """
    layer = student.new("Relu")
    layer.method("forward")(np.array([[2.0, -1.0, 4.0], [-3.0, 5.0, -6.0]]))
    dx = layer.method("backward")(np.array([[7.0, -8.0, -9.0], [10.0, 11.0, -12.0]]))
    assert_close(dx, np.array([[7.0, 0.0, -9.0], [0.0, 11.0, 0.0]]))


def test_relu_leaves_dout_alone(student):
    """Relu's backward does not write into dout.

    Relu 的 backward 不往 dout 里写。
    """
    layer = student.new("Relu")
    layer.method("forward")(np.array([[1.0, -2.0, 3.0]]))
    dout = np.array([[4.0, 5.0, 6.0]])
    layer.method("backward")(dout)
    assert_unchanged(dout, np.array([[4.0, 5.0, 6.0]]), what="dout")


def test_relu_leaves_x_alone(student):
    """Relu's forward does not write into x.

    Relu 的 forward 不往 x 里写。
    """
    x = np.array([[1.0, -2.0, 3.0]])
    student.new("Relu").method("forward")(x)
    assert_unchanged(x, np.array([[1.0, -2.0, 3.0]]), what="x")


def test_relu_layers_keep_apart(student):
    """Each Relu keeps its own memory: the forward of another layer disturbs nothing.

    每个 Relu 各存各的：另一个层的 forward 不影响它。
    """
    layer, other = student.new("Relu"), student.new("Relu")
    layer.method("forward")(np.array([[1.0, -2.0]]))
    other.method("forward")(np.array([[-3.0, 4.0]]))
    assert_close(layer.method("backward")(np.array([[5.0, 6.0]])), np.array([[5.0, 0.0]]))


# --- Sigmoid ----------------------------------------------------------------------------------------------------------


def test_sigmoid_of_the_worked_example(student):
    """The worked Sigmoid layer: forward and backward.

    题目中的 Sigmoid 层：forward 和 backward。
    """
    layer = student.new("Sigmoid")
    assert_close(layer.method("forward")(np.array([[0.0, 2.0]])), np.array([[0.5, 0.880797078]]))
    assert_close(layer.method("backward")(np.array([[4.0, 1.0]])), np.array([[1.0, 0.104993585]]))


def test_sigmoid_of_large_numbers(student):
    """At 1000 and -1000 the sigmoid is 1 and 0, and its gradient is 0: no nan.

    在 1000 和 -1000 处，sigmoid 为 1 和 0，梯度为 0：不出现 nan。
    """
    layer = student.new("Sigmoid")
    assert_close(layer.method("forward")(np.array([[1000.0], [-1000.0]])), np.array([[1.0], [0.0]]))
    assert_close(layer.method("backward")(np.array([[3.0], [3.0]])), np.array([[0.0], [0.0]]))


# --- SoftmaxWithLoss --------------------------------------------------------------------------------------------------

# The softmax of these scores is known: each row of it sums to 1.
Y = np.array([[0.2, 0.3, 0.5], [0.6, 0.3, 0.1], [0.1, 0.7, 0.2]])
SCORES = np.log(Y)


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


def test_loss_of_as_many_integer_labels_as_classes(student):
    """Integer labels (N,) stay labels where there are as many samples as classes.

    样本数等于类别数时，整数标签 (N,) 仍是标签。
    """
    loss = student.new("SoftmaxWithLoss").method("forward")(SCORES, np.array([2, 2, 1]))
    assert_close(loss, -(np.log(0.5) + np.log(0.1) + np.log(0.7)) / 3, rtol=1e-4)


def test_loss_of_integer_labels_0_and_1(student):
    """Integer labels (N,) stay labels where all of them are 0 or 1.

    即使整数标签 (N,) 全是 0 和 1，它们仍是标签。
    """
    loss = student.new("SoftmaxWithLoss").method("forward")(SCORES, np.array([1, 0, 1]))
    assert_close(loss, -(np.log(0.3) + np.log(0.6) + np.log(0.7)) / 3, rtol=1e-4)


def test_loss_of_one_hot_labels(student):
    """One-hot labels (N, C) hold one sample a row.

    one-hot 标签 (N, C) 每行是一个样本。
    """
    t = np.array([[0, 0, 1], [0, 0, 1], [0, 1, 0]])
    loss = student.new("SoftmaxWithLoss").method("forward")(SCORES, t)
    assert_close(loss, -(np.log(0.5) + np.log(0.1) + np.log(0.7)) / 3, rtol=1e-4)


def test_loss_gradient_is_scaled_by_dout(student):
    """The argument dout scales the gradient: backward(6) is six times backward().

    参数 dout 缩放梯度：backward(6) 是 backward() 的六倍。
    """
    layer = student.new("SoftmaxWithLoss")
    layer.method("forward")(SCORES, np.array([2, 2, 1]))
    gradient = np.array([[0.4, 0.6, -1.0], [1.2, 0.6, -1.8], [0.2, -0.6, 0.4]])
    assert_close(layer.method("backward")(6.0), gradient)


def test_loss_gradient_twice(student):
    """A second backward gives the same gradient again.

    再做一次 backward，梯度相同。
    """
    layer = student.new("SoftmaxWithLoss")
    layer.method("forward")(SCORES, np.array([2, 2, 1]))
    layer.method("backward")()
    gradient = np.array([[0.2, 0.3, -0.5], [0.6, 0.3, -0.9], [0.1, -0.3, 0.2]]) / 3
    assert_close(layer.method("backward")(), gradient)


def test_loss_of_large_scores(student):
    """Scores of 1000 and -1000 work: the loss is finite, and so is the gradient.

    得分为 1000 和 -1000 时也能计算：损失有限，梯度也有限。
    """
    layer = student.new("SoftmaxWithLoss")
    loss = as_scalar(layer.method("forward")(np.array([[-1000.0, 1000.0]]), np.array([0])), "the loss")
    # 2000 by the pure formula; a small number within the logarithm, from 1e-5 (11.5) to 1e-15 (34.5), is accepted
    expect(11 < loss < 2001, "so wrong a score should cost much, and a finite amount", expected="2000", got=loss)
    assert_close(layer.method("backward")(), np.array([[-1.0, 1.0]]))
