"""Hidden suite of 10_two_layer_net.

Mathematics first: with weights written into the net, its predictions, losses and gradients are known exactly. The
hidden layer may be sigmoid or relu; which one it is, the predictions tell. Expected gradients are central differences,
in float64, of this file's own forward pass.

One mistake is charged once. Where predict is wrong, the loss and the gradient may be those of the net's own
probabilities; where the loss is wrong, numerical_gradient may be its slope; and train may follow the net's own
gradient. ``seen`` reads off what the net does.

Accuracy after training is worth 5 points only: a net without its sigmoid derivative, or whose biases never move, learns
the digits just as well.
"""

from contextlib import suppress
from functools import cache

import numpy as np

from grader.errors import StudentFault
from grader.suite import (
    as_array,
    as_list,
    as_scalar,
    assert_close,
    assert_differ,
    assert_shape,
    assert_unchanged,
    award,
    by_columns,
    expect,
    leaves_alone,
    points,
    requires,
    same_for_integers,
)
from grader.suite.images import moved

D, H, C = 4, 6, 3
LABELS = np.array([2, 0, 1, 1, 2])
KEYS = ("W1", "b1", "W2", "b2")
HISTORY = ("train_loss_list", "train_acc_list", "test_acc_list")

BINARY = (np.array([1, 0, 1]), np.array([0, 1]))
"""Labels of 0 and 1 alone, with as many rows as classes and with fewer: they look like a one-hot row to whoever tells
the two forms apart by their values."""


def sigmoid(a):
    return np.exp(-np.logaddexp(0, -a))


def relu(a):
    return np.maximum(a, 0)


HIDDEN = {
    "sigmoid": (sigmoid, lambda z: z * (1 - z), 1.0),
    "relu": (relu, lambda z: (z > 0).astype(float), 1.0),
}
"""The hidden layers that the statement allows: the function, its slope by its own value, and the share of b1 in it."""

MISTAKEN = {
    "none": (lambda a: a, np.ones_like, 1.0),
    **{f"{kind} without b1": (f, slope, 0.0) for kind, (f, slope, _) in HIDDEN.items()},
}
"""Wrong hidden layers, which cost the points of predict and no others."""

LAYERS = HIDDEN | MISTAKEN

CLOSE = {"rtol": 1e-4, "atol": 1e-6}
"""float32 weights (24 bits, 6e-8) give gradients well within this; the nearest wrong belief is off by a tenth."""

LOSS = {"rtol": 1e-3, "atol": 1e-5}
"""A small number in the logarithm, from 1e-5 down, moves the loss of a probability above 0.05 by at most 2e-4 / 3."""

NUMERICAL = {"rtol": 1e-3, "atol": 1e-5}
"""Central differences with h from 1e-3 (off by h**2 / 6 of a third derivative near 1) to 1e-8 (off by 2e-16 / 1e-8), of
a loss whose small number is up to 1e-5 (which changes a gradient by up to 2e-4 of itself)."""

TIERS = ((0.50, 0.2), (0.70, 0.6), (0.80, 1.0))
"""Accuracy on images never seen, and the share of the points for it. Right code reaches .887 with a sigmoid, deviation
.014; .80 is 6.3 deviations below (docs/calibration/10_two_layer_net.md). Guessing gives .10."""

RATE = 0.7
"""The learning rate of that training. At 1.0 one right relu net of sixty stopped at .74; at 0.7 the worst of 200
reached .86."""

FALL = 0.75
"""The share of the first loss that training on the digits has to get below. Right code gets below 0.2. A net whose
outputs are sigmoids learns, too, and begins with a smaller loss: it gets to 0.5 to 0.7."""


# --- the network, calculated here -------------------------------------------------------------------------------------


def hidden(p, x, kind):
    f, _, share = LAYERS[kind]
    return f(x @ p["W1"] + share * p["b1"])


def scores(p, x, kind):
    return hidden(p, x, kind) @ p["W2"] + p["b2"]


def softmax(s, axis=1):
    return np.exp(s - np.logaddexp.reduce(s, axis=axis, keepdims=True))


OUTPUTS = {
    "softmax": softmax,
    "scores": lambda s: s,
    "softmax over everything": lambda s: softmax(s, axis=None),
    "softmax by columns": lambda s: softmax(s, axis=0),
    "softmax twice": lambda s: softmax(softmax(s)),
    "sigmoid": sigmoid,
}
"""What nets make of their scores. The first is right; by the others, too, the hidden layer shows."""


def loss_of(p, x, labels, kind):
    s = scores(p, x, kind)
    return np.mean(np.logaddexp.reduce(s, axis=1) - s[range(len(s)), labels])


def gradient_of(p, x, labels, kind, h=3e-5):
    """Return the gradient of the loss by central differences: off by some 1e-10."""
    grads = {}
    for key, param in p.items():
        grads[key] = np.zeros(param.shape)
        for i in np.ndindex(param.shape):
            step = np.zeros(param.shape)
            step[i] = h
            high, low = ({**p, key: param + s} for s in (step, -step))
            grads[key][i] = (loss_of(high, x, labels, kind) - loss_of(low, x, labels, kind)) / (2 * h)
    return grads


def backward(p, x, labels, kind, y):
    """Return the gradient by backpropagation of y - t, for probabilities ``y`` of the net's own making."""
    z, dy = hidden(p, x, kind), (y - as_one_hot(labels)) / len(x)
    da = dy @ p["W2"].T * LAYERS[kind][1](z)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": z.T @ dy, "b2": dy.sum(axis=0)}


def stepped(p, grads, lr):
    return {key: p[key] - lr * grads[key] for key in KEYS}


def case(rng, n=5):
    """Return a batch of n rows, and weights with which everything shows.

    No pre-activation is nearer to relu's kink than a difference reaches, no probability is below 0.05, and sigmoid and
    relu differ on every row. Each row finds some relu unit awake: all others have the same predictions.
    """
    while True:
        p = {
            "W1": rng.normal(size=(D, H)),
            "b1": rng.normal(scale=0.5, size=H),
            "W2": rng.normal(scale=0.4, size=(H, C)),
            "b2": rng.uniform(-0.5, 0.5, size=C),
        }
        x = rng.uniform(-1, 1, size=(20 * n, D))
        y, other = (softmax(scores(p, x, kind)) for kind in HIDDEN)
        apart = np.max(np.abs(y - other), axis=1) > 0.02
        likely = np.minimum(y, other).min(axis=1) > 0.05
        inputs = x @ p["W1"] + p["b1"]
        smooth = np.min(np.abs(inputs), axis=1) > 0.01
        alive = np.any(inputs > 0, axis=1)
        good = x[apart & likely & smooth & alive]
        if len(good) >= n:
            return good[:n], p


def as_one_hot(labels, classes=C):
    return np.eye(classes)[labels]


def as_whole_one_hot(labels):
    return np.eye(C, dtype=int)[labels]


# --- the submission's network -----------------------------------------------------------------------------------------


def net_with(student, p):
    """Make a net and write weights into it."""
    net = student.new("TwoLayerNet", p["W1"].shape[0], p["W1"].shape[1], p["W2"].shape[1])
    for key in KEYS:
        net.write("params", [key], to=p[key])
    return net


def read_params(net):
    return {key: as_array(net.read("params", [key]), what=key) for key in KEYS}


def same(got, expected, tolerance):
    """Whether `got` is an array or number close to `expected`."""
    try:
        assert_close(got, expected, **tolerance)
    except StudentFault:
        return False
    return True


def numbers(value):
    """Return lists as an array. That an array is asked for is said once for predict and once for gradient."""
    if isinstance(value, list):
        try:
            return np.asarray(value, dtype=np.float64)
        except (TypeError, ValueError, OverflowError):
            pass
    return value


def probabilities(net, x):
    """Return the net's own probabilities, or ``None`` if they are nothing to go by: alike for all rows, say."""
    try:
        y = as_array(numbers(net.method("predict")(x)), (len(x), C), "the prediction").astype(np.float64)
    except StudentFault:
        return None
    return y if np.isfinite(y).all() and (len(y) == 1 or np.ptp(y, axis=0).max() > 1e-6) else None


def seen(net, p, x, labels=LABELS):
    """Return the hidden layers that the net may have, and its own probabilities where those are wrong.

    The predictions give the hidden layer away, else the loss; else it may be any that the statement allows.
    """
    y = probabilities(net, x)
    if y is not None:
        for name, output in OUTPUTS.items():
            for layers in (HIDDEN, MISTAKEN):
                if found := [kind for kind in layers if same(y, output(scores(p, x, kind)), LOSS)]:
                    return found, (None if layers is HIDDEN and name == "softmax" else y)
    for t in (labels, as_one_hot(labels)):
        try:
            loss = net.method("loss")(x, t)
        except StudentFault:
            continue
        if found := [kind for kind in HIDDEN if same(loss, loss_of(p, x, labels, kind), LOSS)]:
            return found, y
    return list(HIDDEN), y


def losses_of(net, p, x, labels):
    """Return the losses that are right for the net."""
    kinds, y = seen(net, p, x, labels)
    losses = [loss_of(p, x, labels, kind) for kind in kinds]
    if y is not None and (y > 0).all():
        losses.append(-np.mean(np.log(y[range(len(y)), labels])))
    return losses


def gradients_of(net, p, x, labels):
    """Return the gradients that are right for the net."""
    kinds, y = seen(net, p, x, labels)
    grads = [gradient_of(p, x, labels, kind) for kind in kinds]
    return grads if y is None else grads + [backward(p, x, labels, kind, y) for kind in kinds]


def slopes_of(net, p, x, t, h=1e-4):
    """Return the slopes of the net's own loss by central differences: off by some 1e-8 where it is smooth."""
    slopes = {}
    for key in KEYS:
        slopes[key] = np.zeros(p[key].shape)
        for i in np.ndindex(p[key].shape):
            found = []
            for step in (h, -h):
                q = p[key].copy()
                q[i] += step
                net.write("params", [key], to=q)
                found.append(as_scalar(net.method("loss")(x, t), "the loss"))
            slopes[key][i] = (found[0] - found[1]) / (2 * h)
        net.write("params", [key], to=p[key])
    expect(max(np.max(np.abs(s)) for s in slopes.values()) > 1e-3, "the loss does not depend on the parameters")
    return slopes


def own_gradient(net, p, x, t):
    """Return the net's own gradient; one of zeros would make standing still right."""
    grads = net.method("gradient")(x, t)
    own = {}
    for key in KEYS:
        own[key] = as_array(numbers(part(grads, key)), p[key].shape, f"the gradient of {key}").astype(np.float64)
    expect(any(np.any(np.abs(grad) > 1e-4) for grad in own.values()), "the gradient is zero")
    return own


def answer_of(net, method, x, t):
    """Return what a method of the net answers to these labels, as an array; ``None`` if that is a fault."""
    try:
        value = net.method(method)(x, t)
        return as_vector(value) if method == "gradient" else np.array([as_scalar(value)])
    except StudentFault:
        return None


def form_for(net, x, labels, classes=C, methods=("loss", "gradient", "accuracy")):
    """Return the labels as integers; one-hot where the net's methods rather do with those.

    Both forms are asked for, in tests of their own; a net that knows only one has not failed at everything else. The
    usual textbook's takes integers in its loss and nothing but one-hot in its gradient and its accuracy, so each method
    that a test needs is tried: on two rows, where (N, C) - (N,) is an error whatever the number of classes, and which
    have labels of 0 and 1, which some take for a one-hot row.
    """
    x, two = np.resize(x, (2, x.shape[1])), np.array([0, 1])
    integers, one_hot = 0, 0
    for method in methods:
        of_integers, of_one_hot = (answer_of(net, method, x, t) for t in (two, as_one_hot(two, classes)))
        alike = of_integers is not None and of_one_hot is not None and same(of_integers, of_one_hot, CLOSE)
        integers += alike or (of_integers is not None and of_one_hot is None)
        one_hot += of_one_hot is not None
    return as_one_hot(labels, classes) if one_hot > integers else labels


def assert_one_of(got, candidates, tolerance, what):
    """Require `got` to be close to one of several right answers."""
    if not any(same(got, c, tolerance) for c in candidates):
        assert_close(got, candidates[0], **tolerance, what=what)


def in_parts(student, *checks):
    """Run independent checks; each that holds is worth its share, and the first fault is the test's."""
    student.each(*checks, partly="some of it is right, some is not")


def part(grads, key):
    """Return one entry of a dict that a submission returned."""
    expect(isinstance(grads, dict), "the result should be a dict", expected="a dict", got=grads)
    expect(key in grads, f"the dict has no entry {key!r}", expected=f"keys {', '.join(KEYS)}")
    return grads[key]


def as_vector(grads):
    """Return all entries of a gradient in one array."""
    return np.concatenate([as_array(numbers(part(grads, key)), what=f"the gradient of {key}").ravel() for key in KEYS])


# --- initial weights --------------------------------------------------------------------------------------------------


@points(3)
def test_shapes_of_the_parameters(student):
    """params holds W1, b1, W2 and b2 in the right shapes.

    params 含有形状正确的 W1、b1、W2 和 b2。
    """
    net = student.new("TwoLayerNet", 7, 5, 3)
    for key, shape in (("W1", (7, 5)), ("b1", (5,)), ("W2", (5, 3)), ("b2", (3,))):
        assert_shape(net.read("params", [key]), shape, what=key)


@points(3)
def test_scale_of_the_initial_weights(student):
    """The weights' standard deviation is weight_init_std, 0.01 where it is not given.

    权重的标准差是 weight_init_std，不给时为 0.01。
    """
    for given, std in (({}, 0.01), ({"weight_init_std": 0.5}, 0.5)):
        net = student.new("TwoLayerNet", 200, 100, 60, **given)
        for key, shape in (("W1", (200, 100)), ("W2", (100, 60))):
            w = as_array(net.read("params", [key]), shape, key)
            # a sample of n has a relative deviation of 1 / sqrt(2n): six of them, so that one in 10**8 fails
            assert_close(np.sqrt(np.mean(w**2)), std, rtol=6 / np.sqrt(2 * w.size), what=f"the deviation of {key}")


@points(2)
def test_initial_weights_are_normally_distributed(student):
    """The weights are drawn from a normal distribution about 0.

    权重取自以 0 为中心的正态分布。
    """
    net = student.new("TwoLayerNet", 200, 100, 60)
    for key, shape in (("W1", (200, 100)), ("W2", (100, 60))):
        w = as_array(net.read("params", [key]), shape, key).astype(np.float64)
        scale = np.sqrt(np.mean(w**2))
        expect(np.isfinite(scale) and scale > 0, f"{key} is not drawn at random", expected="random", got=w)
        # six deviations of a mean of n, and of the share of .0455 beyond two standard deviations (uniform: none)
        mean, share = np.mean(w) / scale, np.mean(np.abs(w) > 2 * scale)
        expect(abs(mean) < 6 / np.sqrt(w.size), f"the mean of {key} is not 0", expected=0.0, got=mean)
        expect(
            abs(share - 0.0455) < 6 * np.sqrt(0.0455 * 0.9545 / w.size),
            f"{key} is not normally distributed",
            expected="4.55 % of it beyond two standard deviations",
            got=share,
        )


@points(2)
def test_initial_biases_are_zero(student):
    """The biases start at 0, and the weights do not.

    偏置从 0 开始，权重则不是。
    """
    net = student.new("TwoLayerNet", 7, 5, 3)
    assert_close(net.read("params", ["b1"]), np.zeros(5), what="b1")
    assert_close(net.read("params", ["b2"]), np.zeros(3), what="b2")
    expect(bool(np.any(as_array(net.read("params", ["W1"])) != 0)), "W1 is zero as well", got="zeros")


@points(2)
def test_hidden_units_start_different(student):
    """No two hidden units start alike: they would stay alike for ever.

    任何两个隐藏单元的初值都不相同：否则它们会永远相同。
    """
    net = student.new("TwoLayerNet", 7, 5, 3)
    into = as_array(net.read("params", ["W1"]), (7, 5), "W1").T
    out_of = as_array(net.read("params", ["W2"]), (5, 3), "W2")
    for key, units in (("W1", into), ("W2", out_of)):
        alike = any(np.allclose(a, b, rtol=1e-3, atol=0) for i, a in enumerate(units) for b in units[:i])
        expect(np.isfinite(units).all(), f"{key} is not finite", got=units)
        expect(not alike, f"two hidden units have the same weights in {key}", expected="different weights", got=units)


# --- predictions, loss and accuracy -----------------------------------------------------------------------------------


@points(2)
def test_predictions_are_probabilities(student, rng):
    """predict returns an array with one row a sample; each row is positive and adds up to 1.

    predict 返回数组，每个样本一行；每行都为正，且和为 1。
    """
    x, p = case(rng)
    for batch in (x, x[:1]):
        y = as_array(net_with(student, p).method("predict")(batch), (len(batch), C), "the prediction")
        expect(bool(np.all(y > 0)), "a probability is not positive", expected="all positive", got=y)
        assert_close(y.sum(axis=1), np.ones(len(batch)), **CLOSE, what="the sum of a row")
        alike = len(y) > 1 and bool(np.all(np.ptp(y, axis=0) < 1e-6))
        expect(not alike, "all samples have the same probabilities", expected="probabilities that depend on x", got=y)


@points(5)
def test_predictions_with_given_weights(student, rng):
    """With given weights, the probabilities are those of a sigmoid or a relu hidden layer.

    权重给定时，概率与 sigmoid 或 relu 隐藏层的结果一致。
    """
    x, p = case(rng)
    net = net_with(student, p)
    kinds = [kind for kind in seen(net, p, x)[0] if kind in HIDDEN] or list(HIDDEN)
    for batch in (x, x[:1]):
        expected = [softmax(scores(p, batch, kind)) for kind in kinds]
        assert_one_of(numbers(net.method("predict")(batch)), expected, CLOSE, "the prediction")


@points(3)
def test_predictions_at_extreme_scores(student, rng):
    """Scores of 1000 make probabilities of 0 and 1, and no nan.

    得分为 1000 时概率是 0 和 1，没有 nan。
    """
    x, p = case(rng)
    p = {**p, "W1": 0 * p["W1"], "b1": np.ones(H), "W2": 0 * p["W2"], "b2": np.array([1000.0, 0.0, -1000.0])}
    expected = np.tile([1.0, 0.0, 0.0], (len(x), 1))
    assert_close(numbers(net_with(student, p).method("predict")(x)), expected, **CLOSE, what="the prediction")
    p["b2"] = np.array([-1000.0, 1000.0, 1000.0])
    expected = np.tile([0.0, 0.5, 0.5], (len(x), 1))
    assert_close(numbers(net_with(student, p).method("predict")(x)), expected, **CLOSE, what="the prediction")
    # hidden units are on for the first row and off for the second, whatever the activation: the scores of a row are
    # equal, and those of the two rows far apart
    p = {
        "W1": 100 * np.ones_like(p["W1"]),
        "b1": 0 * p["b1"],
        "W2": 2000 * np.ones_like(p["W2"]),
        "b2": np.full(3, -1e3),
    }
    x = np.outer([1.0, -1.0], np.ones(x.shape[1]))
    predicted = numbers(net_with(student, p).method("predict")(x))
    assert_close(predicted, np.full((2, 3), 1 / 3), **CLOSE, what="the prediction")


def balanced(student, rng):
    """Return thirty rows, and a net for which they are not all of one class: its hidden values lie around a middle."""
    x, p = case(rng, 30)
    middle = np.mean([HIDDEN[kind][0](x @ p["W1"] + p["b1"]).mean(axis=0) for kind in HIDDEN], axis=0)
    return x, net_with(student, p | {"b2": -middle @ p["W2"]})


def labelled(net, x, wrong):
    """Return as labels the classes that the net finds most probable, but for the first ``wrong`` rows."""
    best = np.argmax(as_array(numbers(net.method("predict")(x)), (len(x), C), "the prediction"), axis=1)
    labels = np.where(np.arange(len(x)) < wrong, (best + 1) % C, best)
    return form_for(net, x, labels, methods=("accuracy",))


@points(1)
def test_whole_numbers_and_transposed_arrays_as_inputs(student, rng, seed):
    """x may hold whole numbers, and may be a transposed array.

    x 可以是整数，也可以是转置得到的数组。
    """
    x, p = case(rng)
    whole = np.round(3 * x)
    net = net_with(student, p)

    def read(value):
        return as_array(numbers(value))

    def whole_numbers():
        same_for_integers(net.method("predict"), (whole,), (whole[::-1],), read=read, **CLOSE)

    def whole_numbers_in_gradient():
        t = form_for(net, whole, LABELS, methods=("gradient",))
        same_for_integers(net.method("gradient"), (whole, t), (whole[::-1], t), read=as_vector, **CLOSE)

    def whole_numbers_in_loss():
        t = form_for(net, whole, LABELS, methods=("loss",))
        # in reverse alone would not do: a relu net may have the same scores for two rows, whose labels are exchanged
        cases = [(rows, t) for rows in (whole, whole[::-1], np.roll(whole, 1, axis=0))]
        same_for_integers(net.method("loss"), *cases, read=as_scalar, **LOSS)

    def whole_numbers_in_accuracy():
        many, other = balanced(student, rng)
        many = np.round(3 * many)
        cases = [(many, labelled(other, many, wrong)) for wrong in (10, 20)]
        same_for_integers(other.method("accuracy"), *cases, read=as_scalar)

    def transposed():
        plain = as_array(numbers(net.method("predict")(x)), (len(x), C), "the prediction")
        expect(bool(np.ptp(plain, axis=0).max() > 1e-6), "all samples have the same probabilities", got=plain)
        view = by_columns(student, x)
        assert_close(numbers(net.method("predict")(view)), plain, **CLOSE, what="the prediction for a transposed array")

    def transposed_in(name, read, near):
        t = form_for(net, x, LABELS, methods=("gradient",) if name == "gradient" else ("loss",))
        plain, other = (read(net.method(name)(rows, t)) for rows in (x, x[::-1]))
        assert_differ(plain, other)
        got = read(net.method(name)(by_columns(student, x), t))
        assert_close(got, plain, **near, what="the result for a transposed array")

    def transposed_in_accuracy():
        many, other = balanced(student, rng)
        t = labelled(other, many, 0)
        accuracy = as_scalar(other.method("accuracy")(many, t))
        assert_close(other.method("accuracy")(by_columns(student, many), t), accuracy, what="the accuracy")

    def transposed_in_train():
        rows, labels, q = one_row(rng)
        after = []
        for given in (rows, by_columns(student, rows)):
            trained = net_with(student, q)
            t = form_for(trained, rows, labels)
            student.train(trained, given, t, rows[:1], t[:1], 1, 4, 0.5, generator(student, seed))
            after.append(read_params(trained))
        moved = max(float(np.max(np.abs(after[0][key] - q[key]))) for key in KEYS)
        expect(moved > 1e-4, "nothing has moved", got=moved)  # the largest part of each exact step is above 0.5 * 0.01
        for key in KEYS:
            assert_close(after[1][key], after[0][key], **CLOSE, what=key)

    in_parts(
        student,
        whole_numbers,
        whole_numbers_in_gradient,
        whole_numbers_in_loss,
        whole_numbers_in_accuracy,
        transposed,
        lambda: transposed_in("loss", as_scalar, LOSS),
        lambda: transposed_in("gradient", as_vector, CLOSE),
        lambda: transposed_in("numerical_gradient", as_vector, NUMERICAL),
        transposed_in_accuracy,
        transposed_in_train,
    )


def check_loss(student, rng, *forms):
    """Require the loss for several batch sizes, one of them the number of classes."""
    for labels in (LABELS, np.array([1, 2, 0]), np.array([2]), *BINARY):
        x, p = case(rng, len(labels))
        net = net_with(student, p)
        expected = losses_of(net, p, x, labels)
        for form in forms:
            assert_one_of(net.method("loss")(x, form(labels)), expected, LOSS, "the loss")


@points(4)
def test_loss_with_one_hot_labels(student, rng):
    """The loss is the cross-entropy, averaged over the batch; one-hot labels.

    损失是对批次取平均的交叉熵；one-hot 标签。
    """
    check_loss(student, rng, as_one_hot, as_whole_one_hot)


@points(4)
def test_loss_with_integer_labels(student, rng):
    """The same with integer labels.

    同上，但用整数标签。
    """
    check_loss(student, rng, np.array)


@points(2)
def test_loss_at_a_probability_of_zero(student, rng):
    """A true class of probability 0 costs a lot, but a finite amount.

    正确类别的概率为 0 时，损失很大，但必须有限。
    """
    x, p = case(rng)
    p = {**p, "W2": 0 * p["W2"], "b2": np.array([1000.0, 0.0, 0.0])}
    net, labels = net_with(student, p), np.ones(len(x), dtype=int)
    likely, unlikely = (form_for(net, x, t, methods=("loss",)) for t in (0 * labels, labels))
    assert_close(net.method("loss")(x, likely), 0.0, atol=1e-4, what="the loss of a probability of 1")
    loss = as_scalar(net.method("loss")(x, unlikely), "the loss")
    # small numbers from 1e-5 (11.5) to 1e-15 (34.5) are in use, 1e-7 gives 16.1; straight from the scores it is 1000
    expect(11.0 < loss < 1000.5, "the loss is not that of a tiny probability", expected="about 16", got=loss)


def check_accuracy(student, rng, *forms):
    """Require accuracies of 12 of 30, of all and of none, of one row, and where all labels are 0 or 1.

    The most probable classes are those of the net's own predictions, or of its scores: the hidden layer's kind, and
    whether predict is right, are no business of this test.
    """
    while True:
        x, p = case(rng, 30)
        by_kind = {kind: scores(p, x, kind).argmax(axis=1) for kind in HIDDEN}
        if all(np.min(np.bincount(best, minlength=C)) >= 3 for best in by_kind.values()):
            break  # each class is predicted for some rows
    net = net_with(student, p)
    kinds, _ = seen(net, p, x, np.arange(30) % C)
    ways = [(best, best[:1]) for best in (scores(p, x, kind).argmax(axis=1) for kind in kinds)]
    # a wrong predict may say something else of the first row alone
    own, alone = (probabilities(net, rows) for rows in (x, x[:1]))
    if own is not None and alone is not None:
        ways.insert(0, (own.argmax(axis=1), alone.argmax(axis=1)))
    faults = []
    for best, of_one in ways:
        try:
            check_accuracies(net, x, best, of_one, forms)
        except StudentFault as fault:
            faults.append(fault)
        else:
            return
    raise faults[0]


def check_accuracies(net, x, best, of_one, forms):
    """Require the net's accuracies, its most probable classes being ``best``, and ``of_one`` of the first row alone."""
    batches = [np.where(np.arange(30) < wrong, (best + 1) % C, best) for wrong in (18, 0, 30)]
    for labels in (*batches, np.arange(30) % 2):
        for form in forms:
            assert_close(net.method("accuracy")(x, form(labels)), np.mean(labels == best), what="the accuracy")
    for form in forms:
        assert_close(net.method("accuracy")(x[:1], form(of_one)), 1.0, what="the accuracy")


@points(3)
def test_accuracy_with_one_hot_labels(student, rng):
    """The accuracy is the share of samples whose most probable class is the true one; one-hot labels.

    准确率是最可能的类别恰为正确类别的样本所占的比例；one-hot 标签。
    """
    check_accuracy(student, rng, as_one_hot, as_whole_one_hot)


@points(3)
def test_accuracy_with_integer_labels(student, rng):
    """The same with integer labels.

    同上，但用整数标签。
    """
    check_accuracy(student, rng, np.array)


# --- gradients --------------------------------------------------------------------------------------------------------


def check_gradient(student, rng, key):
    """Require one entry of the gradient, for a batch and for a single row."""
    for labels in (LABELS, LABELS[:1]):
        x, p = case(rng, len(labels))
        net = net_with(student, p)
        expected = gradients_of(net, p, x, labels)
        grads = net.method("gradient")(x, form_for(net, x, labels, methods=("gradient",)))
        assert_one_of(numbers(part(grads, key)), [e[key] for e in expected], CLOSE, f"the gradient of {key}")


@points(5)
def test_gradient_of_the_output_weights(student, rng):
    """gradient: W2.

    gradient：W2。
    """
    check_gradient(student, rng, "W2")


@points(3)
def test_gradient_of_the_output_biases(student, rng):
    """gradient: b2.

    gradient：b2。
    """
    check_gradient(student, rng, "b2")


@points(7)
def test_gradient_of_the_hidden_weights(student, rng):
    """gradient: W1, through the hidden layer.

    gradient：W1，要穿过隐藏层。
    """
    check_gradient(student, rng, "W1")


@points(3)
def test_gradient_of_the_hidden_biases(student, rng):
    """gradient: b1.

    gradient：b1。
    """
    check_gradient(student, rng, "b1")


@points(3)
def test_gradient_with_both_forms_of_label(student, rng):
    """gradient returns a dict of arrays, the same ones for integer and for one-hot labels, in batches of several sizes.

    gradient 返回由数组组成的字典；整数标签和 one-hot 标签的结果相同，批次大小取几种。
    """
    # compared with each other: whether they are right is asked for above
    for labels in (LABELS, np.array([1, 2, 0]), np.array([2]), *BINARY):
        x, p = case(rng, len(labels))
        net = net_with(student, p)
        grads, *others = (net.method("gradient")(x, f(labels)) for f in (np.array, as_one_hot, as_whole_one_hot))
        for key in KEYS:
            first = as_array(part(grads, key), p[key].shape, f"the gradient of {key}")
            for other in others:
                assert_close(part(other, key), first, **CLOSE, what=f"the gradient of {key}")
        another = as_vector(net.method("gradient")(x, (labels + 1) % C))
        expect(not same(another, as_vector(grads), CLOSE), "other labels give the same gradient", got=another)


@points(2)
def test_nets_and_calls_keep_apart(student, rng):
    """Two nets have parameters of their own, and gradient needs no other call before it.

    两个网络各有自己的参数；gradient 不依赖之前的其他调用。
    """
    (x, p), (other_x, q) = case(rng), case(rng)

    def two_nets():
        net = net_with(student, p)
        alone = as_array(numbers(net.method("predict")(x)))
        other = as_array(numbers(net_with(student, q).method("predict")(x)))
        expect(not same(other, alone, CLOSE), "nets with different parameters have the same predictions")
        assert_close(numbers(net.method("predict")(x)), alone, **CLOSE, what="the prediction of the first net")

    def another_batch_before():
        net = net_with(student, p)
        t = form_for(net, x, LABELS, methods=("gradient",))
        net.method("predict")(x)
        expected = as_vector(net.method("gradient")(x, t))
        net.method("predict")(other_x)
        got = as_vector(net.method("gradient")(x, t))
        assert_close(got, expected, **CLOSE, what="the gradient after a prediction for another batch")
        expect(
            not same(as_vector(net.method("gradient")(other_x, t)), got, CLOSE), "all batches have the same gradient"
        )

    in_parts(student, two_nets, another_batch_before)


@points(2)
def test_only_train_changes_anything(student, rng):
    """predict, loss, accuracy and both gradients change neither the parameters nor what they are given.

    predict、loss、accuracy 和两种梯度都既不改变参数，也不改变传入的数组。
    """
    # whatever they make of it: their values are asked for above
    x, p = case(rng)
    other_x, _ = case(rng)

    def stays(name, read):
        net = net_with(student, p)
        before = read_params(net)
        cases = [(x,), (other_x,)]
        if name != "predict":
            forms = [f for f in (np.array, as_one_hot) if answer_of(net, name, x, f(LABELS)) is not None] or [np.array]
            # all of one class: the three shares of five rows cannot be the same, nor can accuracies
            cases = [(x, form(np.full(len(x), k))) for form in forms for k in range(C)]
        leaves_alone(net.method(name), *cases, read=read)
        for key, value in read_params(net).items():
            assert_unchanged(value, before[key], what=key)

    def numerical_gradient_stays():
        # what it leaves of the parameters is asked for below
        net = net_with(student, p)
        t = form_for(net, x, LABELS, methods=("loss",))
        leaves_alone(net.method("numerical_gradient"), (x, t), (other_x, t), read=as_vector)

    in_parts(
        student,
        lambda: stays("predict", lambda y: as_array(numbers(y))),
        lambda: stays("loss", as_scalar),
        lambda: stays("accuracy", as_scalar),
        lambda: stays("gradient", as_vector),
        numerical_gradient_stays,
    )


@points(5)
def test_numerical_gradient(student, rng):
    """numerical_gradient: central differences of the loss, for all four parameters.

    numerical_gradient：对全部四个参数做损失的中心差分。
    """
    for labels in (LABELS, LABELS[:2]):
        x, p = case(rng, len(labels))
        net = net_with(student, p)
        t = form_for(net, x, labels, methods=("loss",))
        grads = net.method("numerical_gradient")(x, t)
        expected = gradients_of(net, p, x, labels)
        entries = {key: numbers(part(grads, key)) for key in KEYS}
        if not all(any(same(entries[key], e[key], NUMERICAL) for e in expected) for key in KEYS):
            expected.append(slopes_of(net, p, x, t))  # a wrong loss has lost its points above
        for key in KEYS:
            assert_one_of(entries[key], [e[key] for e in expected], NUMERICAL, f"the gradient of {key}")


@points(2)
def test_numerical_gradient_restores_the_parameters(student, rng):
    """numerical_gradient leaves the parameters as they were.

    numerical_gradient 之后，参数与原来一样。
    """
    x, p = case(rng)
    net = net_with(student, p)
    before = read_params(net)
    one, other = (
        as_vector(net.method("numerical_gradient")(x, form_for(net, x, t, methods=("loss",))))
        for t in (LABELS, (LABELS + 1) % C)
    )
    expect(not same(other, one, CLOSE), "other labels give the same gradient", expected="two gradients", got=one)
    for key, value in read_params(net).items():
        # +h, -2h and +h again restore a float64 up to its last bits
        assert_close(value, before[key], rtol=1e-9, atol=1e-9, what=key)


# --- training ---------------------------------------------------------------------------------------------------------


def generator(student, seed):
    return student.new("numpy.random.default_rng", seed)


def history(result, key, length=None):
    """Return one of the lists that train returned."""
    expect(isinstance(result, dict), "train should return a dict", expected="a dict", got=result)
    expect(key in result, f"the dict has no {key}", expected=", ".join(HISTORY))
    return as_list(result[key], length, key)


def expect_a_loss(net, x, t):
    """Require that the net's loss depends on x: lists of made-up numbers have the right lengths, too."""
    few = [as_scalar(net.method("loss")(x[i : i + 1], t[i : i + 1]), "the loss") for i in range(3)]
    expect(len(set(few)) > 1, "the loss does not depend on x", expected="several losses", got=few)


def still(student, net, x, t, iters, batch_size, seed, test=None):
    """Train at a learning rate of 0: the net stays as it is, and every number in the history is known."""
    x_test, t_test = test or (x[:2], t[:2])
    return student.train(net, x, t, x_test, t_test, iters, batch_size, 0.0, generator(student, seed))


@points(1)
def test_lengths_of_the_history(student, rng, seed):
    """One loss an iteration; accuracies at iterations 0, iter_per_epoch, 2 * iter_per_epoch, and so on.

    每次迭代一个损失；准确率在第 0、iter_per_epoch、2 * iter_per_epoch……次迭代记录。
    """
    x, p = case(rng, 8)
    t = np.arange(8) % C
    # 8 samples by 2: an epoch has 4 iterations; by 8: it has 1
    for iters, batch_size, accuracies in ((11, 2, 3), (8, 2, 2), (3, 8, 3)):
        net = net_with(student, p)
        given = form_for(net, x, t)
        expect_a_loss(net, x, given)
        result = still(student, net, x, given, iters, batch_size, seed)
        for key, length in zip(HISTORY, (iters, accuracies, accuracies), strict=True):
            history(result, key, length)


@points(1)
def test_lengths_where_the_batch_size_does_not_divide(student, rng, seed):
    """8 samples in batches of 3: iter_per_epoch is 2, as // says.

    8 个样本、每批 3 个：按 // 计算，iter_per_epoch 为 2。
    """
    x, p = case(rng, 8)
    t = np.arange(8) % C
    net = net_with(student, p)
    given = form_for(net, x, t)
    expect_a_loss(net, x, given)
    result = still(student, net, x, given, 7, 3, seed)
    for key, length in zip(HISTORY, (7, 4, 4), strict=True):
        history(result, key, length)


def one_row(rng, n=6):
    """A training set of one sample n times, so that it does not matter which rows a batch takes.

    Each parameter has a gradient worth noticing: no sample that finds every relu asleep.
    """
    while True:
        x, p = case(rng, 1)
        grads = [gradient_of(p, x, np.array([1]), kind) for kind in HIDDEN]
        if min(np.max(np.abs(grad[key])) for grad in grads for key in KEYS) > 0.01:
            return np.repeat(x, n, axis=0), np.full(n, 1), p


def reordered(student, net):
    """Put the entries of params into another order, the arrays being the same objects as before."""
    params = student.new("builtins.getattr", net, "params")
    for key in ("b2", "W1", "b1", "W2"):
        array = student.new("operator.getitem", params, key)
        student.new("operator.delitem", params, key)
        student.new("operator.setitem", params, key, array)


def check_step(student, rng, seed, keys, *, reorder=False):
    """Require one iteration to move parameters against the gradient: the exact one, or the net's own."""
    x, t, p = one_row(rng)
    net = net_with(student, p)
    candidates = [stepped(p, grads, 0.5) for grads in gradients_of(net, p, x, t)]
    t = form_for(net, x, t)
    if reorder:
        reordered(student, net)
    with suppress(StudentFault):  # a wrong gradient is not the fault of a right step; it has lost its points above
        candidates.append(stepped(p, own_gradient(net, p, x[:4], t[:4]), 0.5))
    student.train(net, x, t, x[:1], t[:1], 1, 4, 0.5, generator(student, seed))
    for key in keys:
        now = as_array(net.read("params", [key]), p[key].shape, key)
        # the largest part of each exact step is above 0.5 * 0.01
        expect(float(np.max(np.abs(now - p[key]))) > 1e-4, f"{key} has not moved", expected=candidates[0][key], got=now)
        assert_one_of(now, [c[key] for c in candidates], CLOSE, key)


@points(3)
def test_one_iteration_moves_the_weights(student, rng, seed):
    """train: one iteration moves W1 and W2 by learning_rate against the gradient, in the network that was given.

    train：一次迭代使 W1 和 W2 逆着梯度移动，步长由 learning_rate 决定，改的就是传入的网络。
    """
    check_step(student, rng, seed, ["W1", "W2"])


@points(2)
def test_one_iteration_moves_the_biases(student, rng, seed):
    """train: one iteration moves b1 and b2 as well.

    train：一次迭代也移动 b1 和 b2。
    """
    check_step(student, rng, seed, ["b1", "b2"])


@points(1)
@requires("test_one_iteration_moves_the_weights")
def test_parameters_and_gradients_belong_together_by_key(student, rng, seed):
    """train: params and the gradient belong together by their keys, whatever order the dicts have.

    train：params 与梯度按键对应，与字典中的先后顺序无关。
    """
    check_step(student, rng, seed, ["W1", "W2"], reorder=True)


@points(2)
def test_several_iterations(student, rng, seed):
    """train: after three iterations the parameters and the losses are what three steps make of them.

    train：三次迭代之后，参数和损失正是走三步应有的结果。
    """
    x, t, p = one_row(rng)
    net = net_with(student, p)
    given = form_for(net, x, t)
    # a path is four sets of parameters, and their losses
    paths = []
    for kind in seen(net, p, x, t)[0]:
        path = [p]
        for _ in range(3):
            path.append(stepped(path[-1], gradient_of(path[-1], x, t, kind), 0.3))
        paths.append((path, [loss_of(q, x, t, kind) for q in path]))
    with suppress(StudentFault):  # or the net's own gradient and loss, whatever they are
        path, losses = [p], []
        for _ in range(3):
            losses.append(as_scalar(net.method("loss")(x[:2], given[:2]), "the loss"))
            path.append(stepped(path[-1], own_gradient(net, p, x[:2], given[:2]), 0.3))
            for key in KEYS:
                net.write("params", [key], to=path[-1][key])
        losses.append(as_scalar(net.method("loss")(x[:2], given[:2]), "the loss"))
        paths.append((path, losses))
    net = net_with(student, p)
    result = student.train(net, x, given, x[:1], given[:1], 3, 2, 0.3, generator(student, seed))

    def check_parameters():
        for key in KEYS:
            assert_one_of(net.read("params", [key]), [path[-1][key] for path, _ in paths], CLOSE, key)

    def check_losses():
        got = np.array(history(result, "train_loss_list", 3))
        # measured after each update, or before it
        wanted = [np.array(w) for _, losses in paths for w in (losses[1:], losses[:-1])]
        assert_one_of(got, wanted, LOSS, "train_loss_list")

    in_parts(student, check_parameters, check_losses)


def two_kinds(rng):
    """Return eight samples of two kinds, whose losses differ whichever the hidden layer is, and weights."""
    while True:
        pair, p = case(rng, 2)
        gaps = [loss_of(p, pair[:1], [1], kind) - loss_of(p, pair[1:], [1], kind) for kind in HIDDEN]
        if np.min(np.abs(gaps)) > 0.1:
            return pair[[0] * 5 + [1] * 3], np.ones(8, dtype=int), p


@points(4)
def test_batches_have_batch_size_rows(student, rng, seed):
    """train: each iteration takes batch_size rows, and not always the same ones.

    train：每次迭代取 batch_size 行，而且不总是同样的行。
    """
    x, t, p = two_kinds(rng)
    net = net_with(student, p)
    t = form_for(net, x, t)
    # the losses of three rows of which 3, 2, 1 or 0 are of the first kind, as the net itself has them
    known = [
        as_scalar(net.method("loss")(x[rows], t[rows]), "the loss") for rows in ([0] * 3, [0, 0, 5], [0, 5, 5], [5] * 3)
    ]
    near = min(abs(a - b) for i, a in enumerate(known) for b in known[:i])
    expect(near > 0.003, "the loss does not depend on x", expected="four losses", got=known)
    losses = np.array(history(still(student, net, x, t, 60, 3, seed), "train_loss_list", 60))
    off = np.abs(losses[:, None] - known)
    # Eight rows do not divide into threes. A short batch of two has a loss in between with probability 15/28: whoever
    # goes on with it at the end of each epoch shows twenty of them. All eight together lie in between as well.
    fits = bool(np.all(off.min(axis=1) < 0.01 * near))
    expect(fits, "a loss is not that of a batch of batch_size rows", expected=known, got=losses)
    # right code gets none of them mixed, or all alike, less than once in 10**9: a batch is mixed with probability 0.7
    kinds = off.argmin(axis=1)
    mixed = (kinds == 1) | (kinds == 2)
    expect(bool(np.any(mixed)), "no batch has rows of both kinds", expected="batch_size rows", got=losses)
    expect(len(set(kinds.tolist())) > 1, "all batches are alike", expected="a new batch each iteration", got=losses)


@points(6)
def test_rows_keep_their_labels(student, rng, seed):
    """train: each row of a batch comes with its own label, in batches of one and of two.

    train：批次中的每一行都配着自己的标签，每批一行或两行都如此。
    """
    t = np.array([0, 2, 1, 0, 1, 2])
    x, p = case(rng, 6)
    net = net_with(student, p)
    t = form_for(net, x, t)
    pairs = [[i, j] for i in range(6) for j in range(i + 1)]
    for size, batches, iters in ((1, [[i] for i in range(6)], 300), (2, pairs, 30)):
        known = np.array([as_scalar(net.method("loss")(x[rows], t[rows]), "the loss") for rows in batches])
        losses = np.array(history(still(student, net, x, t, iters, size, seed), "train_loss_list", iters))
        near = np.abs(losses[:, None] - known) < 1e-5 * np.maximum(1, np.abs(known))
        expect(
            bool(near.any(axis=1).all()), "a loss is not that of any row with its own label", expected=known, got=losses
        )
        if size == 1:
            # each row is due 50 times, with a deviation of 6.5: right code misses these bounds once in 10**8
            met = np.bincount(near.argmax(axis=1), minlength=6)
            even = bool(np.all((met > 11) & (met < 89)))
            expect(even, "some rows are drawn much more often than others", expected="some 50 each", got=met)


@points(2)
def test_batches_come_from_the_generator(student, rng, seed):
    """train: batches are drawn with the generator that is given; the same seed gives the same training.

    train：批次用传入的生成器抽取；种子相同，训练就相同。
    """
    t = np.array([0, 2, 1, 0, 1, 2])
    x, p = case(rng, 6)
    net = net_with(student, p)
    t = form_for(net, x, t)
    first, again, other = (
        history(still(student, net, x, t, 20, 2, s), "train_loss_list", 20) for s in (seed, seed, seed + 1)
    )
    expect(first == again, "the same generator does not give the same batches", expected=first, got=again)
    expect(first != other, "another generator gives the same batches", expected="other losses", got=other)


@points(2)
def test_accuracies_of_both_sets(student, rng, seed):
    """train: accuracies are those of the whole training set and the whole test set; the data stay as they are.

    train：准确率分别针对整个训练集和整个测试集；数据保持不变。
    """
    for _ in range(10):  # a wrong accuracy, which has lost its points above, may be the same for both sets by chance
        x, p = case(rng, 9)
        net = net_with(student, p)
        own = probabilities(net, x)
        right = scores(p, x, "sigmoid").argmax(axis=1) if own is None else own.argmax(axis=1)
        t = form_for(net, x, np.where(np.arange(9) < 4, (right + 1) % C, right))
        x_train, t_train, x_test, t_test = x[2:], t[2:], x[:5], t[:5]
        # two of seven are wrong in the training set, four of five in the test set; the net may count in its own way
        of_train, of_test = (
            as_scalar(net.method("accuracy")(*data), "the accuracy") for data in ((x_train, t_train), (x_test, t_test))
        )
        if abs(of_train - of_test) > 0.1:
            break
    expect(abs(of_train - of_test) > 0.1, "the accuracy does not depend on the data", got=(of_train, of_test))
    before = [a.copy() for a in (x_train, t_train, x_test, t_test)]
    # batches of one: seven rows are two epochs of seven iterations, for those too who count epochs in another way
    result = still(student, net, x_train, t_train, 14, 1, seed, (x_test, t_test))

    def check(key, accuracy):
        assert_close(np.array(history(result, key, 2)), np.full(2, accuracy), what=key)

    def check_data():
        history(result, "train_loss_list", 14)
        for now, then in zip((x_train, t_train, x_test, t_test), before, strict=True):
            assert_unchanged(now, then)

    in_parts(student, lambda: check("train_acc_list", of_train), lambda: check("test_acc_list", of_test), check_data)


@cache
def digits():
    """The 8x8 digits, with values from 0 to 16."""
    from sklearn.datasets import load_digits  # seconds to import, and of no use to the other tests

    images, labels = load_digits(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(images))
    return images[order].reshape(-1, 8, 8), labels[order]


TRAINED, UNSEEN = 1000, 400


def new_digits(rng):
    """Return images as no file holds them, each turned, moved, dimmed and with noise, and the digits under new numbers.

    The public image nearest to such a one is its own original for four in ten only; and whoever knows that it is a
    seven does not know seven's new number.
    """
    images, labels = digits()
    n = TRAINED + UNSEEN
    turns, shifts = np.deg2rad(rng.uniform(-12, 12, n)), rng.uniform(-0.4, 0.4, (n, 2))
    x = rng.uniform(0.8, 1, (n, 1, 1)) * moved(images[:n], turns, shifts) / 16
    x = np.clip(x + rng.normal(scale=0.05, size=x.shape), 0, 1).reshape(n, 64)
    return x, rng.permutation(10)[labels[:n]]


@points(5)
@requires("test_gradient_of_the_hidden_weights")  # with a wrong one it is luck how much the net learns
def test_training_on_digits(student, rng, seed):
    """A trained 64-50-10 net recognises digits that it has never seen, and its loss has fallen.

    训练好的 64-50-10 网络能认出从未见过的数字，而且损失降了下来。
    """
    x, labels = new_digits(rng)
    net = student.new("TwoLayerNet", 64, 50, 10, weight_init_std=0.1)
    t = form_for(net, x, labels, 10)
    some, questions = (x[:200], t[:200]), x[TRAINED:]
    before = as_scalar(net.method("loss")(*some), "the loss")
    student.train(net, x[:TRAINED], t[:TRAINED], x[:200], t[:200], 500, 50, RATE, generator(student, seed))
    after = as_scalar(net.method("loss")(*some), "the loss")
    expect(after < FALL * before, "the loss has not fallen as it should", expected=FALL * before, got=after)
    y = as_array(numbers(net.method("predict")(questions)), (UNSEEN, 10), "the prediction")
    accuracy = float(np.mean(y.argmax(axis=1) == labels[TRAINED:]))
    # what is exchanged behind the hidden layer has to be exchanged in the answers: they come from the parameters
    for key in ("W2", "b2"):
        net.write("params", [key], to=np.roll(as_array(net.read("params", [key])), 1, axis=-1))
    rolled = as_array(numbers(net.method("predict")(questions)), (UNSEEN, 10), "the prediction")
    follows = np.allclose(rolled, np.roll(y, 1, axis=1), rtol=1e-3, atol=1e-4)
    expect(follows, "the predictions do not depend on the parameters", expected="the columns exchanged", got=rolled)
    expect(accuracy >= TIERS[0][0], "it recognises fewer than half of the digits", expected=">= 0.5", got=accuracy)
    for least, fraction in TIERS:
        if accuracy >= least:
            award(fraction, f"it recognises {least:.0%} of the digits, but not {TIERS[-1][0]:.0%}")
