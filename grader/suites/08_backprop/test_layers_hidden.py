"""Hidden suite of 08_backprop.

A layer is checked as a function is: for a fixed `dout`, backward must be the slope of sum(dout * forward(x)), measured
by central differences in float64 of this file's own forward passes. No two of N, D and M are equal, `dout` has both
signs and labels differ, so that a wrong axis, a wrong divisor or a mask of the wrong variable shows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from grader.suite import as_array, as_scalar, assert_close, assert_unchanged, by_columns, expect, leaves_alone, points

N, D, M, C = 5, 3, 2, 4
LABELS = np.array([2, 0, 3, 3, 1])
ONE_HOT = np.eye(C)[LABELS]

CLOSE = {"rtol": 1e-4, "atol": 1e-6}
"""float32 (24 bits, 6e-8) stays well within this after a sum of five products. So does a loss with a small number up to
1e-5 in its logarithm: the probabilities used are between 0.07 and 0.6, so it moves by at most 5e-5. The nearest wrong
belief is off by a fifth: a divisor of 4 for 5."""

SHARP = {"rtol": 1e-7, "atol": 1e-9}
"""Full float64. Central differences with h = 3e-5 are off by h**2 / 6 of a third derivative (at most 1/8, times a dout
of 4) and by the rounding of sums of some twenty units, 2e-16 * 20 / 3e-5: both are near 1e-10. Those of an Affine layer
are exact. float32 is off by 6e-8 of each value, and by more where values cancel."""


def softplus(x):
    return np.logaddexp(0, x)


def sigmoid(x):
    return np.exp(-softplus(-x))


def relu(x):
    return np.maximum(x, 0)


def cross_entropy(x, labels):
    """Mean over the rows of log-sum-exp minus the true score."""
    return np.mean(np.logaddexp.reduce(x, axis=1) - x[range(len(x)), labels])


def slope(f, x, h=3e-5):
    """Return the gradient of the scalar `f` at `x` by central differences."""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


def affine_case(rng, n=N, d=D, m=M):
    """Inputs of an Affine layer and the four answers that belong to them."""
    x, W, b, dout = rng.normal(size=(n, d)), rng.normal(size=(d, m)), rng.normal(size=m), rng.normal(size=(n, m))
    dx = slope(lambda v: np.sum(dout * (v @ W + b)), x, h=0.5)  # a linear function's differences are exact for any h
    dW = slope(lambda v: np.sum(dout * (x @ v + b)), W, h=0.5)
    db = slope(lambda v: np.sum(dout * (x @ W + v)), b, h=0.5)
    return x, W, b, dout, dx, dW, db


def away_from_zero(rng, n=N, d=D):
    """Numbers of both signs between 0.2 and 2 in size: no kink of Relu within reach of a difference."""
    signs = np.where(np.arange(n * d).reshape(n, d) % 2 == 0, -1.0, 1.0)
    return signs * rng.uniform(0.2, 2.0, size=(n, d))


def after_forward(student, name, *args, made_of=()):
    """Make a layer, run it forward once, and return it."""
    layer = student.new(name, *made_of)
    layer.method("forward")(*args)
    return layer


def each_layer(student, *checks):
    """Run a check for each kind of layer; each that holds is worth its share, and the first fault is the test's."""
    student.each(*checks, partly="some of the layers do it, others do not")


# --- Affine -----------------------------------------------------------------------------------------------------------


@points(5)
def test_affine_forward(student, rng):
    """Affine forward: x @ W + b.

    Affine 前向：x @ W + b。
    """
    x, W, b, *_ = affine_case(rng)
    assert_close(student.new("Affine", W, b).method("forward")(x), x @ W + b, **CLOSE)


@points(6)
def test_affine_gradient_of_the_input(student, rng):
    """Affine backward returns the gradient with respect to x.

    Affine 的 backward 返回对 x 的梯度。
    """
    x, W, b, dout, dx, _, _ = affine_case(rng)
    layer = after_forward(student, "Affine", x, made_of=(W, b))
    assert_close(layer.method("backward")(dout), dx, **CLOSE)


@points(7)
def test_affine_gradient_of_the_weights(student, rng):
    """Affine backward keeps the gradient with respect to W as dW.

    Affine 的 backward 把对 W 的梯度存为 dW。
    """
    x, W, b, dout, _, dW, _ = affine_case(rng)
    layer = after_forward(student, "Affine", x, made_of=(W, b))
    layer.method("backward")(dout)
    assert_close(layer.read("dW"), dW, **CLOSE, what="dW")


@points(5)
def test_affine_gradient_of_the_bias(student, rng):
    """Affine backward keeps the gradient with respect to b as db, of the shape of b.

    Affine 的 backward 把对 b 的梯度存为 db，形状与 b 相同。
    """
    x, W, b, dout, _, dW, db = affine_case(rng)
    layer = after_forward(student, "Affine", x, made_of=(W, b))
    layer.method("backward")(dout)
    got = layer.read("db")
    if divided_by_n(got, db) and divided_by_n(layer.read("dW"), dW):
        return  # one mistake, which costs the points of the test above
    assert_close(got, db, **CLOSE, what="db")


def divided_by_n(got, gradient):
    """Whether a gradient is right but for a division by the number of rows."""
    return isinstance(got, np.ndarray) and got.shape == gradient.shape and np.allclose(got, gradient / N, **CLOSE)


@points(3)
def test_affine_with_a_batch_of_one(student, rng):
    """Affine with one sample: all four results keep their shapes.

    只有一个样本时，Affine 的四个结果形状不变。
    """
    x, W, b, dout, dx, dW, db = affine_case(rng, n=1)
    layer = student.new("Affine", W, b)
    assert_close(layer.method("forward")(x), x @ W + b, **CLOSE)
    assert_close(layer.method("backward")(dout), dx, **CLOSE)
    assert_close(layer.read("dW"), dW, **CLOSE, what="dW")
    assert_close(layer.read("db"), db, **CLOSE, what="db")


# --- Relu and Sigmoid -------------------------------------------------------------------------------------------------


@points(3)
def test_relu_forward(student, rng):
    """Relu forward: what is negative becomes 0, the rest stays; 0 stays 0.

    Relu 前向：负数变为 0，其余不变；0 仍是 0。
    """
    x = away_from_zero(rng)
    x[1, 1] = 0.0
    for given in (x, x[:1]):  # and a batch of one
        assert_close(student.new("Relu").method("forward")(given), relu(given), **CLOSE)


@points(6)
def test_relu_backward(student, rng):
    """Relu backward lets dout through where x was positive, whatever the sign of dout.

    Relu 的 backward 在 x 为正处放行 dout，与 dout 的正负无关。
    """
    x, dout = away_from_zero(rng), rng.uniform(0.2, 2.0, size=(N, D))
    dout[np.arange(N * D).reshape(N, D) % 4 < 2] *= -1  # with the signs of x: all four pairs occur
    expected = slope(lambda v: np.sum(dout * relu(v)), x)
    for n in (N, 1):
        layer = after_forward(student, "Relu", x[:n])
        assert_close(layer.method("backward")(dout[:n]), expected[:n], **CLOSE)


@points(4)
def test_sigmoid_forward(student, rng):
    """Sigmoid forward: 1 / (1 + exp(-x)).

    Sigmoid 前向：1 / (1 + exp(-x))。
    """
    x = rng.normal(scale=2, size=(N, D))
    assert_close(student.new("Sigmoid").method("forward")(x), sigmoid(x), **CLOSE)


@points(7)
def test_sigmoid_backward(student, rng):
    """Sigmoid backward: dout times the slope of the sigmoid at x.

    Sigmoid 的 backward：dout 乘以 sigmoid 在 x 处的斜率。
    """
    x, dout = rng.normal(scale=2, size=(N, D)), rng.normal(size=(N, D))
    expected = slope(lambda v: np.sum(dout * sigmoid(v)), x)
    layer = after_forward(student, "Sigmoid", x)
    assert_close(layer.method("backward")(dout), expected, **CLOSE)


@points(3)
def test_sigmoid_at_extremes(student):
    """Sigmoid at 1000 and -1000: values 1 and 0, gradient 0, nothing infinite.

    Sigmoid 在 1000 和 -1000 处：值为 1 和 0，梯度为 0，没有无穷大。
    """
    x = np.array([[1000.0, -1000.0, 0.0]])
    layer = student.new("Sigmoid")
    assert_close(layer.method("forward")(x), np.array([[1.0, 0.0, 0.5]]), **CLOSE)
    assert_close(layer.method("backward")(np.full((1, 3), 2.0)), np.array([[0.0, 0.0, 0.5]]), **CLOSE)


# --- SoftmaxWithLoss --------------------------------------------------------------------------------------------------


def scores(rng, n=N, c=C):
    """Scores that differ by at most 1.4 within a row, so that the probabilities stay between 0.07 and 0.6."""
    return rng.uniform(-0.7, 0.7, size=(n, c)) + rng.normal(size=(n, 1))


@points(4)
def test_loss_with_one_hot_labels(student, rng):
    """The loss is averaged over the batch; one-hot labels.

    损失对批次取平均；one-hot 标签。
    """
    x = scores(rng)
    loss = student.new("SoftmaxWithLoss").method("forward")(x, ONE_HOT)
    assert_close(loss, cross_entropy(x, LABELS), **CLOSE, what="the loss")


@points(3)
def test_loss_with_integer_labels(student, rng):
    """The loss with integer labels, also where there are as many samples as classes.

    整数标签的损失；样本数等于类别数时也要正确。
    """
    # labels that are all 0 or 1 look like a one-hot row to whoever tells the two forms apart by their values
    binary = (3, np.array([1, 0, 1])), (2, np.array([0, 1]))
    for n, labels in ((N, LABELS), (C, np.array([1, 3, 0, 3])), (1, np.array([2])), *binary):
        x = scores(rng, n)
        loss = student.new("SoftmaxWithLoss").method("forward")(x, labels)
        assert_close(loss, cross_entropy(x, labels), **CLOSE, what="the loss")


@points(5)
def test_loss_gradient_with_one_hot_labels(student, rng):
    """The gradient of the averaged loss with respect to the scores; one-hot labels.

    平均损失对得分的梯度；one-hot 标签。
    """
    x = scores(rng)
    layer = after_forward(student, "SoftmaxWithLoss", x, ONE_HOT)
    assert_close(layer.method("backward")(), slope(lambda v: cross_entropy(v, LABELS), x), **CLOSE)


@points(5)
def test_loss_gradient_with_integer_labels(student, rng):
    """The same with integer labels, for several batch sizes.

    同上，但用整数标签，并取几种批次大小。
    """
    for n, labels in ((N, LABELS), (C, np.array([1, 3, 0, 3])), (1, np.array([2]))):
        x = scores(rng, n)
        expected = slope(lambda v, k=labels: cross_entropy(v, k), x)
        layer = after_forward(student, "SoftmaxWithLoss", x, labels)
        assert_close(layer.method("backward")(), expected, **CLOSE)


@points(4)
def test_loss_at_extreme_scores(student):
    """Scores of 1000 and -1000: a finite loss, and the right gradient.

    得分为 1000 和 -1000：损失有限，梯度正确。
    """
    x = np.array([[1000.0, 0.0, -1000.0], [-1000.0, -1000.0, -1001.0], [0.0, 1000.0, 1000.0]])
    labels = np.array([0, 1, 2])
    layer = student.new("SoftmaxWithLoss")
    # one-hot here, integers in the tests below: code that knows one form only loses about as much, whichever it is
    loss = layer.method("forward")(x, np.eye(3)[labels])
    assert_close(loss, cross_entropy(x, labels), **CLOSE, what="the loss")
    y = np.array([[1.0, 0.0, 0.0], [1 / (2 + np.exp(-1)), 1 / (2 + np.exp(-1)), 1 / (1 + 2 * np.e)], [0.0, 0.5, 0.5]])
    assert_close(layer.method("backward")(), (y - np.eye(3)[labels]) / 3, **CLOSE)
    wrong = student.new("SoftmaxWithLoss")
    loss = as_scalar(wrong.method("forward")(x[:1], np.eye(3)[[1]]), "the loss")
    # exactly 1000; a small number from 1e-5 (11.5) to 1e-15 (34.5) within the logarithm is accepted
    expect(11.0 < loss < 1000.5, "a score of 1000 for the wrong class must cost much, and a finite amount", got=loss)
    assert_close(wrong.method("backward")(), np.array([[1.0, -1.0, 0.0]]), **CLOSE)


@points(3)
def test_loss_gradient_is_scaled_by_dout(student, rng):
    """backward(dout) is dout times backward().

    backward(dout) 等于 dout 乘以 backward()。
    """
    x = scores(rng)
    expected = slope(lambda v: cross_entropy(v, LABELS), x)
    for dout in (3.0, -0.5):
        layer = after_forward(student, "SoftmaxWithLoss", x, LABELS)
        assert_close(layer.method("backward")(dout), dout * expected, **CLOSE)


# --- all layers -------------------------------------------------------------------------------------------------------


def elementwise():
    """The names of the layers that work element by element, with this file's own forward passes."""
    return ("Relu", relu), ("Sigmoid", sigmoid)


def check_backward(layer, f, x, dout, tolerance=CLOSE):
    """Require the backward pass of a Relu or Sigmoid layer to be the slope of `f` at `x`."""
    expected = slope(lambda v: np.sum(dout * f(v)), x)
    assert_close(layer.method("backward")(dout), expected, **tolerance)


def check_affine_backward(layer, case, tolerance=CLOSE):
    """Require all three gradients of an Affine layer."""
    *_, dout, dx, dW, db = case
    assert_close(layer.method("backward")(dout), dx, **tolerance)
    assert_close(layer.read("dW"), dW, **tolerance, what="dW")
    assert_close(layer.read("db"), db, **tolerance, what="db")


def check_loss_backward(layer, x, labels, tolerance=CLOSE):
    """Require the gradient of the loss layer."""
    assert_close(layer.method("backward")(), slope(lambda v: cross_entropy(v, labels), x), **tolerance)


@dataclass(frozen=True)
class Kind:
    """One kind of layer, run for what it does with itself: its values are asked for above.

    Attributes:
        make: makes a layer.
        inputs: returns arguments of forward for a batch of so many rows, and a dout.
        kept: attributes that backward sets.
        read: what forward must return.
    """

    make: Callable
    inputs: Callable
    kept: tuple[str, ...] = ()
    read: Callable = as_array

    def forward(self, layer, args):
        answer = np.asarray(self.read(layer.method("forward")(*args), what="the result of forward"))
        does_something(answer, args[0])
        return answer

    def backward(self, layer, dout):
        """Return the gradients of a backward pass: its result, and what it keeps."""
        dx = as_array(layer.method("backward")(dout), what="the result of backward")
        return [dx, *(as_array(layer.read(name), what=name) for name in self.kept)]

    def run(self, layer, args, dout):
        """Return everything that a forward and a backward pass give."""
        return [self.forward(layer, args), *self.backward(layer, dout)]


def does_something(answer, x):
    """Require the answer of a forward pass to be another than what went in, so that knowing nothing earns nothing."""
    same = isinstance(x, np.ndarray) and answer.shape == x.shape and np.allclose(answer, x)
    expect(not same, "forward gives back what it is given")


def kinds(student, rng):
    """Return the four kinds of layers."""
    W, b = rng.normal(size=(D, M)), rng.normal(size=M)

    def affine(n):
        return (rng.normal(size=(n, D)),), rng.normal(size=(n, M))

    def elementwise(n):
        return (away_from_zero(rng, n) * rng.choice([-1.0, 1.0]),), rng.normal(size=(n, D))

    def loss(n):
        return (scores(rng, n), rng.permutation(np.resize(LABELS, n))), float(rng.uniform(0.5, 2.0))

    return (
        Kind(lambda: student.new("Affine", W, b), affine, ("dW", "db")),
        Kind(lambda: student.new("Relu"), elementwise),
        Kind(lambda: student.new("Sigmoid"), elementwise),
        Kind(lambda: student.new("SoftmaxWithLoss"), loss, read=as_scalar),
    )


def same(got, expected):
    """Require what a layer gives to be what it gave elsewhere."""
    for one, other in zip(got, expected, strict=True):
        assert_close(one, other, **CLOSE)


def differ(one, other):
    """Require what a layer gives to depend on what it is given: a layer that knows nothing earns nothing."""
    alike = all(a.shape == b.shape and np.allclose(a, b, equal_nan=True) for a, b in zip(one, other, strict=True))
    expect(not alike, "a layer gives the same, whatever it is given")


def of_each_kind(student, rng, check):
    """Run a check for each kind of layer; each that holds is worth its share."""
    each_layer(student, *(partial(check, kind) for kind in kinds(student, rng)))


@points(4)
def test_the_last_forward_counts(student, rng):
    """A second forward, with another batch size, replaces what backward refers to.

    再做一次 forward（批次大小不同），backward 就以它为准。
    """

    def check(kind):
        first, (args, dout) = kind.inputs(N), kind.inputs(2)
        alone = kind.run(kind.make(), args, dout)
        layer = kind.make()
        differ(kind.run(layer, *first), alone)
        same(kind.run(layer, args, dout), alone)

    of_each_kind(student, rng, check)


@points(3)
def test_backward_twice_gives_the_same(student, rng):
    """A second backward gives the same again: nothing is added up, nothing used up.

    再做一次 backward，结果相同：不累加，也不消耗。
    """

    def check(kind):
        args, dout = kind.inputs(N)
        layer = kind.make()
        kind.forward(layer, args)
        once = kind.backward(layer, dout)
        same(kind.backward(layer, dout), once)
        differ(kind.backward(layer, 3 * dout), once)

    of_each_kind(student, rng, check)


@points(4)
def test_objects_keep_apart(student, rng):
    """Two objects of one class in one network do not disturb each other.

    同一个网络里同类的两个对象互不干扰。
    """

    def check(kind):
        cases = kind.inputs(N), kind.inputs(N)
        alone = [kind.run(kind.make(), *case) for case in cases]
        differ(*alone)
        layers = [kind.make() for _ in cases]
        outputs = [kind.forward(layer, args) for layer, (args, _) in zip(layers, cases, strict=True)]
        for i in (1, 0):
            same([outputs[i], *kind.backward(layers[i], cases[i][1])], alone[i])
        for name, values in zip(kind.kept, alone[1][2:], strict=True):  # what the one keeps, the other has not replaced
            assert_close(layers[1].read(name), values, **CLOSE, what=name)

    of_each_kind(student, rng, check)


def stack_case(rng):
    """A network Affine, Relu, Affine, Sigmoid, Affine, SoftmaxWithLoss; no pre-activation of Relu near its kink."""
    sizes = (D, 6, 5, C)
    while True:
        x = rng.normal(size=(N, D))
        params = [(rng.normal(size=(i, o)), rng.normal(scale=0.5, size=o)) for i, o in pairwise(sizes)]
        if np.min(np.abs(x @ params[0][0] + params[0][1])) > 0.01:  # hundreds of times the h of the differences
            return x, params


def stack_loss(x, params):
    (W1, b1), (W2, b2), (W3, b3) = params
    return cross_entropy(sigmoid(relu(x @ W1 + b1) @ W2 + b2) @ W3 + b3, LABELS)


def run_stack(student, x, params, t):
    """Run the network forward and backward through the submission; return loss, dx and the Affine layers."""
    affines = [student.new("Affine", W, b) for W, b in params]
    layers = [affines[0], student.new("Relu"), affines[1], student.new("Sigmoid"), affines[2]]
    out = x
    for layer in layers:
        out = as_array(layer.method("forward")(out), what="the result of forward")
    last = student.new("SoftmaxWithLoss")
    loss = last.method("forward")(out, t)
    dout = as_array(last.method("backward")(), what="the result of backward")
    for layer in reversed(layers):
        dout = as_array(layer.method("backward")(dout), what="the result of backward")
    return loss, dout, affines


@points(4)
def test_a_stack_of_layers(student, rng):
    """A network of six layers: the loss, and its gradient for the input and for every weight.

    六层的网络：损失，以及它对输入和每个权重的梯度。
    """
    x, params = stack_case(rng)
    loss, dx, affines = run_stack(student, x, params, ONE_HOT)

    def check_loss():
        # 1e-3: probabilities of random weights may be 0.005, where a small number of 1e-5 moves the mean by some 2e-4
        assert_close(loss, stack_loss(x, params), rtol=1e-3, what="the loss")

    def check_input():
        assert_close(dx, slope(lambda v: stack_loss(v, params), x), **CLOSE, what="the gradient of the input")

    def slopes_of_layers():
        """Yield each Affine layer with the slopes of the loss by its weights and by its bias."""
        for i, (layer, (W, b)) in enumerate(zip(affines, params, strict=True)):

            def with_layer(W, b, i=i):
                return stack_loss(x, [*params[:i], (W, b), *params[i + 1 :]])

            yield layer, slope(lambda v, b=b: with_layer(v, b), W), slope(lambda v, W=W: with_layer(W, v), b)

    def check_weights():
        for layer, dW, _ in slopes_of_layers():
            assert_close(layer.read("dW"), dW, **CLOSE, what="dW")

    def check_biases():
        for layer, _, db in slopes_of_layers():
            assert_close(layer.read("db"), db, **CLOSE, what="db")

    checks = check_loss, check_input, check_weights, check_biases
    student.each(*checks, partly="some of its results are right, others are not")


@points(2)
def test_full_precision(student, rng):
    """With float64 input, gradients agree with central differences to 1e-7.

    输入为 float64 时，梯度与中心差分的相对误差不超过 1e-7。
    """

    def affine():
        case = affine_case(rng, n=20, d=15, m=10)
        check_affine_backward(after_forward(student, "Affine", case[0], made_of=case[1:3]), case, SHARP)

    def activation(name, f):
        x, dout = 2 * away_from_zero(rng, 20), rng.normal(size=(20, D))
        check_backward(after_forward(student, name, x), f, x, dout, SHARP)

    def loss():
        x, labels = rng.normal(scale=2, size=(20, C)), np.arange(20) % C
        check_loss_backward(after_forward(student, "SoftmaxWithLoss", x, labels), x, labels, SHARP)

    each_layer(student, affine, *(lambda n=n, f=f: activation(n, f) for n, f in elementwise()), loss)


@points(2)
def test_whole_numbers_and_float32_are_welcome(student, rng):
    """Whole numbers, float32 and transposed arrays as x give the same as float64.

    x 为整数、float32 或转置过的数组时，结果与 float64 相同。
    """
    whole = np.array([[2, -1, 1], [-3, 1, 4]]), np.array([[-1, 3, -2], [1, 2, -4]])

    def check(kind):
        (_, *labels), dout = kind.inputs(2)
        exact = [kind.run(kind.make(), (x.astype(float), *labels), dout) for x in whole]
        differ(*exact)
        for x, expected in zip(whole, exact, strict=True):
            for given in (x, x.astype(np.float32), by_columns(student, x)):
                same(kind.run(kind.make(), (given, *labels), dout), expected)
        if isinstance(dout, np.ndarray):
            same(kind.run(kind.make(), (x, *labels), by_columns(student, dout)), expected)

    of_each_kind(student, rng, check)


@points(4)
def test_inputs_are_left_alone(student, rng):
    """No layer changes W, b, x or t.

    任何层都不修改 W、b、x 和 t。
    """

    def affine():
        W, b = rng.normal(size=(D, M)), rng.normal(size=M)
        x, dout = away_from_zero(rng), rng.normal(size=(N, M))
        given = [a.copy() for a in (W, b, x)]
        layer = student.new("Affine", *given[:2])
        outputs = [as_array(layer.method("forward")(a), what="the result of forward") for a in (2 * x, given[2])]
        does_something(outputs[1], x)
        differ(outputs[:1], outputs[1:])
        layer.method("backward")(dout)
        for now, then in zip(given, (W, b, x), strict=True):
            assert_unchanged(now, then)

    def activation(name):
        x, forward = away_from_zero(rng), student.new(name).method("forward")
        does_something(as_array(forward(x.copy()), what="the result of forward"), x)
        leaves_alone(forward, (x,), (-x,))

    def loss():
        x = scores(rng)
        forward = student.new("SoftmaxWithLoss").method("forward")
        leaves_alone(forward, (x, ONE_HOT), (x, LABELS), (3 * x, LABELS), read=as_scalar)

    each_layer(student, affine, lambda: activation("Relu"), lambda: activation("Sigmoid"), loss)


def keeps_dout(kind):
    """Require that backward does not write into dout, for inputs of which it lets some through and some not."""
    args, dout = kind.inputs(N)
    layer = kind.make()
    kind.forward(layer, args)
    leaves_alone(layer.method("backward"), (dout,), (2 * dout,))


@points(3)
def test_relu_leaves_dout_alone(student, rng):
    """Relu's backward does not write into dout.

    Relu 的 backward 不往 dout 里写。
    """
    keeps_dout(kinds(student, rng)[1])


@points(1)
def test_the_other_layers_leave_dout_alone(student, rng):
    """backward of Affine and Sigmoid does not write into dout.

    Affine 和 Sigmoid 的 backward 不往 dout 里写。
    """
    affine, _, sigmoid_layer, _ = kinds(student, rng)
    each_layer(student, lambda: keeps_dout(affine), lambda: keeps_dout(sigmoid_layer))
