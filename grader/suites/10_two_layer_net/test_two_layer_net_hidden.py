"""Hidden suite of 10_two_layer_net.

Mathematics first: with weights written into the net, its predictions, losses and gradients are known exactly. The
hidden layer may be sigmoid or relu; which one it is, the predictions tell. Expected gradients are central differences,
in float64, of this file's own forward pass. Accuracy after training is worth 5 points only: a net without its sigmoid
derivative, or whose biases never move, learns the digits just as well (.968 and .961; right code .961).
"""

from functools import cache

import numpy as np

from grader.errors import StudentFault
from grader.suite import (
    as_array,
    as_list,
    as_scalar,
    assert_close,
    assert_shape,
    assert_unchanged,
    award,
    expect,
    points,
)

D, H, C = 4, 6, 3
LABELS = np.array([2, 0, 1, 1, 2])
KEYS = ("W1", "b1", "W2", "b2")
HISTORY = ("train_loss_list", "train_acc_list", "test_acc_list")

HIDDEN = {"sigmoid": lambda a: np.exp(-np.logaddexp(0, -a)), "relu": lambda a: np.maximum(a, 0)}
"""The hidden layers that the statement allows."""

CLOSE = {"rtol": 1e-4, "atol": 1e-6}
"""float32 weights (24 bits, 6e-8) give gradients well within this; the nearest wrong belief is off by a tenth."""

LOSS = {"rtol": 1e-3, "atol": 1e-5}
"""A small number in the logarithm, from 1e-5 down, moves the loss of a probability above 0.05 by at most 2e-4 / 3."""

NUMERICAL = {"rtol": 1e-3, "atol": 1e-5}
"""Central differences with h from 1e-3 (off by h**2 / 6 of a third derivative near 1) to 1e-8 (off by 2e-16 / 1e-8), of
a loss whose small number is up to 1e-5 (which changes a gradient by up to 2e-4 of itself)."""


TIERS = ((0.50, 0.2), (0.80, 0.6), (0.90, 1.0))
"""Accuracy on digits never seen, and the share of the points for it. Right code, 200 seeds each: sigmoid mean .961,
deviation .006, minimum .945; relu .975, .008, .940. Mean less four deviations is .939 and .943; .90 leaves room for the
tails (docs/calibration/10_two_layer_net.md). Guessing gives .10, one class alone .11."""


# --- the network, calculated here -------------------------------------------------------------------------------------


def scores(p, x, kind):
    return HIDDEN[kind](x @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]


def softmax(s):
    return np.exp(s - np.logaddexp.reduce(s, axis=1, keepdims=True))


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


def stepped(p, grads, lr):
    return {key: p[key] - lr * grads[key] for key in KEYS}


def case(rng, n=5):
    """Return a batch of n rows, and weights with which everything shows.

    No pre-activation is nearer to relu's kink than a difference reaches, no probability is below 0.05, and sigmoid and
    relu differ on every row.
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
        smooth = np.min(np.abs(x @ p["W1"] + p["b1"]), axis=1) > 0.01
        good = x[apart & likely & smooth]
        if len(good) >= n:
            return good[:n], p


def as_one_hot(labels, classes=C):
    return np.eye(classes)[labels]


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


def kinds_of(net, p, x, labels=LABELS):
    """Return the hidden layers that the net may have: the one that its predictions, else its loss, give away, or both.

    Scores instead of probabilities, or probabilities with a wrong loss, are no reason to call its gradients wrong.
    """
    for ask, expected in (
        (lambda: net.method("predict")(x), lambda k: softmax(scores(p, x, k))),
        (lambda: net.method("predict")(x), lambda k: scores(p, x, k)),
        (lambda: net.method("loss")(x, labels), lambda k: loss_of(p, x, labels, k)),
    ):
        try:
            got = ask()
        except StudentFault:
            continue
        if found := [kind for kind in HIDDEN if same(got, expected(kind), LOSS)]:
            return found
    return list(HIDDEN)


def accepts(net, method, x, t):
    """Whether a method of the net answers to these labels at all."""
    try:
        net.method(method)(x, t)
    except StudentFault:
        return False
    return True


def form_for(net, x, labels, classes=C, methods=("loss", "gradient", "accuracy")):
    """Return the labels as integers; one-hot where the net's methods rather do with those.

    Both forms are asked for, in tests of their own; a net that knows only one has not failed at everything else. The
    usual textbook's takes integers in its loss and nothing but one-hot in its gradient and its accuracy, so each method
    that a test needs is tried: on two rows, where (N, C) - (N,) is an error whatever the number of classes.
    """
    x, two = np.resize(x, (2, x.shape[1])), np.resize(labels, 2)
    forms = {"integers": (two, labels), "one-hot": (as_one_hot(two, classes), as_one_hot(labels, classes))}
    taken = {name: sum(accepts(net, m, x, few) for m in methods) for name, (few, _) in forms.items()}
    return forms["one-hot" if taken["one-hot"] > taken["integers"] else "integers"][1]


def assert_one_of(got, candidates, tolerance, what):
    """Require `got` to be close to one of several right answers."""
    if not any(same(got, c, tolerance) for c in candidates):
        assert_close(got, candidates[0], **tolerance, what=what)


def part(grads, key):
    """Return one entry of a dict that a submission returned."""
    expect(isinstance(grads, dict), "the result should be a dict", expected="a dict", got=grads)
    expect(key in grads, f"the dict has no entry {key!r}", expected=f"keys {', '.join(KEYS)}")
    return grads[key]


# --- initial weights --------------------------------------------------------------------------------------------------


@points(4)
def test_shapes_of_the_parameters(student):
    """params holds W1, b1, W2 and b2 in the right shapes.

    params 含有形状正确的 W1、b1、W2 和 b2。
    """
    net = student.new("TwoLayerNet", 7, 5, 3)
    for key, shape in (("W1", (7, 5)), ("b1", (5,)), ("W2", (5, 3)), ("b2", (3,))):
        assert_shape(net.read("params", [key]), shape, what=key)


@points(4)
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


@points(3)
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


@points(3)
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


@points(3)
def test_predictions_are_probabilities(student, rng):
    """predict returns one row a sample; each row is positive and adds up to 1.

    predict 每个样本返回一行；每行都为正，且和为 1。
    """
    x, p = case(rng)
    for batch in (x, x[:1]):
        y = as_array(net_with(student, p).method("predict")(batch), (len(batch), C), "the prediction")
        expect(bool(np.all(y > 0)), "a probability is not positive", expected="all positive", got=y)
        assert_close(y.sum(axis=1), np.ones(len(batch)), **CLOSE, what="the sum of a row")


@points(5)
def test_predictions_with_given_weights(student, rng):
    """With given weights, the probabilities are those of a sigmoid or a relu hidden layer.

    权重给定时，概率与 sigmoid 或 relu 隐藏层的结果一致。
    """
    x, p = case(rng)
    net = net_with(student, p)
    kinds = kinds_of(net, p, x)
    for batch in (x, x[:1]):
        expected = [softmax(scores(p, batch, kind)) for kind in kinds]
        assert_one_of(net.method("predict")(batch), expected, CLOSE, "the prediction")


@points(3)
def test_predictions_at_extreme_scores(student, rng):
    """Scores of 1000 make probabilities of 0 and 1, and no nan.

    得分为 1000 时概率是 0 和 1，没有 nan。
    """
    x, p = case(rng)
    p = {**p, "W1": 0 * p["W1"], "b1": np.ones(H), "W2": 0 * p["W2"], "b2": np.array([1000.0, 0.0, -1000.0])}
    expected = np.tile([1.0, 0.0, 0.0], (len(x), 1))
    assert_close(net_with(student, p).method("predict")(x), expected, **CLOSE, what="the prediction")
    p["b2"] = np.array([-1000.0, 1000.0, 1000.0])
    expected = np.tile([0.0, 0.5, 0.5], (len(x), 1))
    assert_close(net_with(student, p).method("predict")(x), expected, **CLOSE, what="the prediction")


def check_loss(student, rng, form):
    """Require the loss for three batch sizes, one of them the number of classes."""
    for labels in (LABELS, np.array([1, 2, 0]), np.array([2])):
        x, p = case(rng, len(labels))
        net = net_with(student, p)
        expected = [loss_of(p, x, labels, kind) for kind in kinds_of(net, p, x, labels)]
        assert_one_of(net.method("loss")(x, form(labels)), expected, LOSS, "the loss")


@points(4)
def test_loss_with_one_hot_labels(student, rng):
    """The loss is the cross-entropy, averaged over the batch; one-hot labels.

    损失是对批次取平均的交叉熵；one-hot 标签。
    """
    check_loss(student, rng, as_one_hot)


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
    loss = as_scalar(net.method("loss")(x, form_for(net, x, labels, methods=("loss",))), "the loss")
    # small numbers from 1e-5 (11.5) to 1e-15 (34.5) are in use, 1e-7 gives 16.1; straight from the scores it is 1000
    expect(11.0 < loss < 1000.5, "the loss is not that of a tiny probability", expected="about 16", got=loss)


def check_accuracy(student, rng, form):
    """Require accuracies of 12 of 30, of all and of none, with labels made from the net's true predictions."""
    while True:
        x, p = case(rng, 30)
        by_kind = {kind: scores(p, x, kind).argmax(axis=1) for kind in HIDDEN}
        if all(np.min(np.bincount(best, minlength=C)) >= 3 for best in by_kind.values()):
            break  # each class is predicted for some rows
    net = net_with(student, p)
    right = by_kind[kinds_of(net, p, x, np.arange(30) % C)[0]]
    for wrong in (18, 0, 30):
        labels = np.where(np.arange(30) < wrong, (right + 1) % C, right)
        assert_close(net.method("accuracy")(x, form(labels)), (30 - wrong) / 30, what="the accuracy")


@points(3)
def test_accuracy_with_one_hot_labels(student, rng):
    """The accuracy is the share of samples whose most probable class is the true one; one-hot labels.

    准确率是最可能的类别恰为正确类别的样本所占的比例；one-hot 标签。
    """
    check_accuracy(student, rng, as_one_hot)


@points(3)
def test_accuracy_with_integer_labels(student, rng):
    """The same with integer labels.

    同上，但用整数标签。
    """
    check_accuracy(student, rng, np.array)


# --- gradients --------------------------------------------------------------------------------------------------------


def check_gradient(student, rng, keys, labels=LABELS, form=None, method="gradient", tolerance=CLOSE):
    """Require some entries of the gradient."""
    x, p = case(rng, len(labels))
    net = net_with(student, p)
    kinds = kinds_of(net, p, x, labels)
    t = form(labels) if form else form_for(net, x, labels, methods=("gradient" if method == "gradient" else "loss",))
    grads = net.method(method)(x, t)
    expected = [gradient_of(p, x, labels, kind) for kind in kinds]
    for key in keys:
        assert_one_of(part(grads, key), [e[key] for e in expected], tolerance, f"the gradient of {key}")


@points(5)
def test_gradient_of_the_output_weights(student, rng):
    """gradient: W2.

    gradient：W2。
    """
    check_gradient(student, rng, ["W2"])


@points(3)
def test_gradient_of_the_output_biases(student, rng):
    """gradient: b2.

    gradient：b2。
    """
    check_gradient(student, rng, ["b2"])


@points(7)
def test_gradient_of_the_hidden_weights(student, rng):
    """gradient: W1, through the hidden layer.

    gradient：W1，要穿过隐藏层。
    """
    check_gradient(student, rng, ["W1"])


@points(3)
def test_gradient_of_the_hidden_biases(student, rng):
    """gradient: b1.

    gradient：b1。
    """
    check_gradient(student, rng, ["b1"])


@points(3)
def test_gradient_with_both_forms_of_label(student, rng):
    """gradient with integer and with one-hot labels, for several batch sizes.

    整数标签和 one-hot 标签的 gradient，取几种批次大小。
    """
    for labels in (LABELS, np.array([1, 2, 0]), np.array([2])):
        for form in (np.array, as_one_hot):
            check_gradient(student, rng, KEYS, labels, form)


@points(2)
def test_gradient_changes_nothing(student, rng):
    """gradient leaves the parameters and its arguments as they were.

    gradient 不改变网络的参数，也不改变传入的数组。
    """
    x, p = case(rng)
    net = net_with(student, p)
    expected = [gradient_of(p, x, LABELS, kind)["b2"] for kind in kinds_of(net, p, x)]
    t = form_for(net, x, LABELS, methods=("gradient",))
    before, given = read_params(net), (x.copy(), t.copy())
    assert_one_of(part(net.method("gradient")(x, t), "b2"), expected, CLOSE, "the gradient of b2")
    for key, value in read_params(net).items():
        assert_unchanged(value, before[key], what=key)
    for now, then in zip((x, t), given, strict=True):
        assert_unchanged(now, then)


@points(5)
def test_numerical_gradient(student, rng):
    """numerical_gradient: central differences of the loss, for all four parameters.

    numerical_gradient：对全部四个参数做损失的中心差分。
    """
    check_gradient(student, rng, KEYS, method="numerical_gradient", tolerance=NUMERICAL)
    check_gradient(student, rng, KEYS, LABELS[:2], method="numerical_gradient", tolerance=NUMERICAL)


@points(2)
def test_numerical_gradient_restores_the_parameters(student, rng):
    """numerical_gradient leaves the parameters as they were.

    numerical_gradient 之后，参数与原来一样。
    """
    x, p = case(rng)
    net = net_with(student, p)
    kinds = kinds_of(net, p, x)
    before = read_params(net)
    grads = net.method("numerical_gradient")(x, form_for(net, x, LABELS, methods=("loss",)))
    assert_one_of(part(grads, "b2"), [gradient_of(p, x, LABELS, k)["b2"] for k in kinds], NUMERICAL, "b2's gradient")
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


def still(student, net, x, t, iters, batch_size, seed, test=None):
    """Train at a learning rate of 0: the net stays as it is, and every number in the history is known."""
    x_test, t_test = test or (x[:2], t[:2])
    return student.train(net, x, t, x_test, t_test, iters, batch_size, 0.0, generator(student, seed))


@points(2)
def test_lengths_of_the_history(student, rng, seed):
    """One loss an iteration; accuracies at iterations 0, iter_per_epoch, 2 * iter_per_epoch, and so on.

    每次迭代一个损失；准确率在第 0、iter_per_epoch、2 * iter_per_epoch……次迭代记录。
    """
    x, p = case(rng, 8)
    t = np.arange(8) % C
    # 8 samples by 2: an epoch has 4 iterations; by 8: it has 1
    for iters, batch_size, accuracies in ((11, 2, 3), (8, 2, 2), (3, 8, 3)):
        net = net_with(student, p)
        result = still(student, net, x, form_for(net, x, t), iters, batch_size, seed)
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
    result = still(student, net, x, form_for(net, x, t), 7, 3, seed)
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


def check_step(student, rng, seed, keys):
    """Require one iteration to move parameters against the gradient: the exact one, or the net's own."""
    x, t, p = one_row(rng)
    net = net_with(student, p)
    candidates = [stepped(p, gradient_of(p, x, t, kind), 0.5) for kind in kinds_of(net, p, x, t)]
    t = form_for(net, x, t)
    try:  # a wrong gradient is not the fault of a right step; it has lost its points above
        own = net.method("gradient")(x[:4], t[:4])
        candidates.append({k: p[k] - 0.5 * as_array(part(own, k), p[k].shape) for k in KEYS})
    except StudentFault:
        pass
    student.train(net, x, t, x[:1], t[:1], 1, 4, 0.5, generator(student, seed))
    for key in keys:
        now = as_array(net.read("params", [key]), p[key].shape, key)
        # the largest part of each exact step is above 0.5 * 0.01
        expect(float(np.max(np.abs(now - p[key]))) > 1e-4, f"{key} has not moved", expected=candidates[0][key], got=now)
        assert_one_of(now, [c[key] for c in candidates], CLOSE, key)


@points(4)
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


@points(3)
def test_several_iterations(student, rng, seed):
    """train: after three iterations the parameters, the predictions and the losses are the exact ones.

    train：三次迭代之后，参数、预测和损失都与精确值一致。
    """
    x, t, p = one_row(rng)
    net = net_with(student, p)
    kinds = kinds_of(net, p, x, t)
    ways = []
    for kind in kinds:
        path = [p]
        for _ in range(3):
            path.append(stepped(path[-1], gradient_of(path[-1], x, t, kind), 0.3))
        ways.append((kind, path))
    given = form_for(net, x, t)
    result = student.train(net, x, given, x[:1], given[:1], 3, 2, 0.3, generator(student, seed))
    for key in KEYS:
        assert_one_of(net.read("params", [key]), [path[-1][key] for _, path in ways], CLOSE, key)
    outs = [scores(path[-1], x, kind) for kind, path in ways]
    assert_one_of(net.method("predict")(x), [*map(softmax, outs), *outs], CLOSE, "the prediction after training")
    losses = [[loss_of(q, x, t, kind) for q in path] for kind, path in ways]
    got = np.array(history(result, "train_loss_list", 3))
    # measured after each update, or before it
    assert_one_of(got, [np.array(w) for loss in losses for w in (loss[1:], loss[:-1])], LOSS, "train_loss_list")


@points(3)
def test_batches_have_batch_size_rows(student, rng, seed):
    """train: each iteration takes batch_size rows, and not always the same ones.

    train：每次迭代取 batch_size 行，而且不总是同样的行。
    """
    while True:
        pair, p = case(rng, 2)
        gaps = [loss_of(p, pair[:1], [1], kind) - loss_of(p, pair[1:], [1], kind) for kind in HIDDEN]
        if np.min(np.abs(gaps)) > 0.1:
            break
    x, t = pair[[0] * 7 + [1] * 5], np.ones(12, dtype=int)
    net = net_with(student, p)
    t = form_for(net, x, t)
    of_a, of_b = (as_scalar(net.method("loss")(x[rows], t[rows]), "the loss") for rows in ([0] * 3, [7] * 3))
    expect(abs(of_a - of_b) > 0.01, "the loss does not depend on x", expected="two losses", got=of_a)
    losses = np.array(history(still(student, net, x, t, 20, 3, seed), "train_loss_list", 20))
    # of three rows 0, 1, 2 or 3 are of the first kind; all twelve together would be 7/12 of the way
    share = 3 * (losses - of_b) / (of_a - of_b)
    whole = np.round(share)
    fits = np.all(np.abs(share - whole) < 0.01) and np.all((whole >= 0) & (whole <= 3))
    expect(bool(fits), "a loss is not that of a batch of batch_size rows", expected="thirds", got=share / 3)
    # right code gets none of them mixed, or all alike, less than once in 10**8: a batch is mixed with probability 0.7
    mixed = (whole == 1) | (whole == 2)
    expect(bool(np.any(mixed)), "no batch has rows of both kinds", expected="batch_size rows", got=share / 3)
    expect(len(set(whole.tolist())) > 1, "all batches are alike", expected="a new batch each iteration", got=share / 3)


@points(3)
def test_rows_keep_their_labels(student, rng, seed):
    """train: each row of a batch comes with its own label.

    train：批次中的每一行都配着自己的标签。
    """
    t = np.array([0, 2, 1, 0, 1, 2])
    x, p = case(rng, 6)
    net = net_with(student, p)
    t = form_for(net, x, t)
    pairs = [as_scalar(net.method("loss")(x[i : i + 1], t[i : i + 1]), "the loss") for i in range(6)]
    losses = history(still(student, net, x, t, 30, 1, seed), "train_loss_list", 30)
    found = [[i for i, pair in enumerate(pairs) if abs(pair - loss) < 1e-5 * max(1.0, abs(pair))] for loss in losses]
    expect(all(found), "a loss is not that of any row with its own label", expected=pairs, got=losses)
    # of six rows drawn thirty times, right code meets fewer than three once in 10**13
    met = {i for some in found for i in some}
    expect(len(met) >= 3, "hardly any row is ever used", expected="rows drawn at random", got=sorted(met))


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
    x, p = case(rng, 9)
    net = net_with(student, p)
    right = scores(p, x, kinds_of(net, p, x, np.arange(9) % C)[0]).argmax(axis=1)
    t = np.where(np.arange(9) < 4, (right + 1) % C, right)
    t = form_for(net, x, t)
    x_train, t_train, x_test, t_test = x[2:], t[2:], x[:5], t[:5]
    before = [a.copy() for a in (x_train, t_train, x_test, t_test)]
    # batches of one: seven rows are two epochs of seven iterations, for those too who count epochs in another way
    result = still(student, net, x_train, t_train, 14, 1, seed, (x_test, t_test))
    # two of seven are wrong in the training set, four of five in the test set
    assert_close(np.array(history(result, "train_acc_list", 2)), np.full(2, 5 / 7), what="train_acc_list")
    assert_close(np.array(history(result, "test_acc_list", 2)), np.full(2, 1 / 5), what="test_acc_list")
    for now, then in zip((x_train, t_train, x_test, t_test), before, strict=True):
        assert_unchanged(now, then)


@cache
def digits():
    """The 8x8 digits: 1200 for training, 200 for testing, and 397 that the submission never sees."""
    from sklearn.datasets import load_digits  # seconds to import, and of no use to the other tests

    x, t = load_digits(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(x))
    return x[order] / 16, t[order]


@points(5)
def test_training_on_digits(student, seed):
    """A trained 64-50-10 net recognises digits that it has never seen.

    训练好的 64-50-10 网络能认出从未见过的数字。
    """
    x, labels = digits()
    net = student.new("TwoLayerNet", 64, 50, 10, weight_init_std=0.1)
    t = form_for(net, x, labels, 10)
    gen = generator(student, seed)
    student.train(net, x[:1200], t[:1200], x[1200:1400], t[1200:1400], 400, 50, 0.5, gen)
    y = as_array(net.method("predict")(x[1400:]), (397, 10), "the prediction")
    accuracy = float(np.mean(y.argmax(axis=1) == labels[1400:]))
    expect(accuracy >= TIERS[0][0], "it recognises fewer than half of the digits", expected=">= 0.5", got=accuracy)
    for least, fraction in TIERS:
        if accuracy >= least:
            award(fraction, f"it recognises {least:.0%} of the digits, but not 90%")
