"""Hidden suite of 09_xor_net.

The hidden activation is the student's choice, so a net is first asked for its predictions with weights that the suite
wrote into it: they fit sigmoid, tanh or relu, and from then on everything is held to that one. Expected values are
written out here in NumPy, independent of the reference. Training, which is slow, comes last.

Five mistakes cost more than half of the points, because the rest is made of what they break:

- Predictions in the wrong shape, without the sigmoid or rounded: loss and gradient are made of them, and training is.
- A linear hidden layer: its gradient is that of another function, and no linear net learns XOR.
- An error that leaves out the targets 0: it is both a wrong loss and a wrong gradient, and nothing is learned.

A table of answers instead of a net knows nothing, and keeps what the first weights and the shapes are worth.
"""

from dataclasses import dataclass
from functools import partial
from itertools import combinations

import numpy as np

from grader.suite import (
    as_array,
    as_handle,
    as_scalar,
    assert_close,
    award,
    by_columns,
    expect,
    leaves_alone,
    points,
    requires,
    same_for_integers,
)

KEYS = ("W1", "b1", "W2", "b2")
X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
T = np.array([[0.0], [1.0], [1.0], [0.0]])

# Predictions and gradients: probabilities lie in [0.1, 0.9] (see `draw`), where even an epsilon of 1e-5 inside a
# logarithm moves a loss or a gradient by at most 1e-4 of itself; float32 moves them by 1e-6.
RTOL, ATOL = 3e-4, 1e-5


def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -700, 700)))


ACTIVATIONS = {
    "sigmoid": (sigmoid, lambda h: h * (1 - h)),
    "tanh": (np.tanh, lambda h: 1 - h**2),
    "relu": (lambda z: np.maximum(z, 0), lambda h: (h > 0) * 1.0),
}


def forward(kind, p, x):
    """Hidden values (N, H) and probabilities (N, 1)."""
    with np.errstate(all="ignore"):  # parameters read out of a student's net may be infinite
        h = ACTIVATIONS[kind][0](x @ p["W1"] + p["b1"])
        return h, sigmoid(h @ p["W2"] + p["b2"])


def cross_entropy(y, t):
    y = np.clip(np.asarray(y, dtype=np.float64), 1e-12, 1 - 1e-12)
    return -np.mean(t * np.log(y) + (1 - t) * np.log(1 - y))


def exact_gradient(kind, p, x, t):
    h, y = forward(kind, p, x)
    dy = (y - t) / len(x)
    dz = dy @ p["W2"].T * ACTIVATIONS[kind][1](h)
    return {"W1": x.T @ dz, "b1": dz.sum(axis=0), "W2": h.T @ dy, "b2": dy.sum(axis=0)}


@dataclass
class Given:
    """Weights, a batch with its targets, and another batch, of another size, to find out the activation with."""

    params: dict
    x: np.ndarray
    t: np.ndarray
    probe: np.ndarray


ALIVE = 1e-3
"""The least that each parameter's largest slope must be: 1e-6 would still be told from rounding."""


def draw(rng, n=7, hidden=3, *, whole=False):
    """Draw a ``Given`` that is well-behaved whichever of the activations a net has."""
    while True:
        params = {"W1": rng.normal(size=(2, hidden)), "b1": rng.normal(size=hidden)}
        params |= {"W2": rng.normal(size=(hidden, 1)), "b2": 0.5 * rng.normal(size=1)}
        x = rng.choice([-2.0, -1.0, 1.0, 2.0], size=(n, 2)) if whole else rng.normal(size=(n, 2))
        probe = rng.normal(size=(5, 2))
        t = rng.permutation((np.arange(n) + 1) % 2).reshape(n, 1).astype(float)
        given = Given(params, x, t, probe)
        if well_behaved(given):
            return given


def well_behaved(given):
    """Whether no activation has trouble with these numbers, and none can be mixed up with another."""
    params, n = given.params, len(given.x)
    both = np.vstack([given.x, given.probe])
    sums = both @ params["W1"] + params["b1"]
    # no step of 1e-2 across the kink of relu, and each relu unit is on for some row and off for another
    if np.min(np.abs(sums)) < 0.05 or not both_ways(sums[:n] > 0):
        return False
    outputs = [forward(kind, params, both)[1] for kind in ACTIVATIONS]
    # no logarithm near 0, and three activations that cannot be mixed up
    ordinary = all(np.all((y > 0.1) & (y < 0.9)) for y in outputs)
    distinct = all(np.max(np.abs(a[n:] - b[n:])) > 0.01 for a, b in combinations(outputs, 2))
    return bool(ordinary and distinct) and reacts(given)


def both_ways(on):
    """Whether each unit is on for some row and off for another."""
    return bool(np.all(on.any(axis=0)) and not np.any(on.all(axis=0)))


def reacts(given):
    """Whether the loss reacts to each parameter, whatever the activation."""
    slopes = [exact_gradient(kind, given.params, given.x, given.t) for kind in ACTIVATIONS]
    return all(np.max(np.abs(g)) > ALIVE for grads in slopes for g in grads.values())


def net_with(student, params, seed):
    """A net of the student's with these weights."""
    net = student.new("XORNet", params["W1"].shape[1], seed)
    for key in KEYS:
        net.write("params", [key], to=params[key])
    return net


def resized(value, shape, what):
    """``value`` in ``shape``: a shape that is wrong loses the test that is about shapes, and no other."""
    array = as_array(value, what=what)
    expect(array.size == np.prod(shape), f"{what} has the wrong number of elements", expected=shape, got=array.shape)
    return array.reshape(shape)


def predictions(net, x):
    return resized(net.method("predict")(x), (len(x), 1), "the prediction")


def probabilities(net, x):
    y = predictions(net, x)
    inside = bool(np.all((y >= 0) & (y <= 1)))
    expect(inside, "predictions should be probabilities, between 0 and 1", expected="0 to 1", got=y)
    return y


def kind_of(net, params, x):
    """Which hidden activation the net has, from its predictions with these weights."""
    return kind_from(predictions(net, x), params, x)


def kind_from(y, params, x):
    """Which hidden activation answers ``y`` with these weights."""
    wanted = {kind: forward(kind, params, x)[1] for kind in ACTIVATIONS}
    for kind, expected in wanted.items():
        if np.allclose(y, expected, rtol=RTOL, atol=ATOL):
            return kind
    text = "; ".join(f"{kind}: {np.round(v.ravel(), 6).tolist()}" for kind, v in wanted.items())
    expect(False, "the predictions fit none of the three hidden activations", expected=text, got=y)


def gradients(net, x, t):
    grads = net.method("gradient")(x, t)
    complete = type(grads) is dict and all(key in grads for key in KEYS)
    expect(complete, "gradient should return a dict with the keys of params", expected=str(KEYS), got=grads)
    return grads


def assert_gradient(student, given, keys, seed):
    """Hold the gradient by ``keys`` to the exact one, in a net that has last predicted another batch."""
    net = net_with(student, given.params, seed)
    kind = kind_of(net, given.params, given.probe)
    grads = gradients(net, given.x, given.t)
    exact = exact_gradient(kind, given.params, given.x, given.t)
    for key in keys:
        what = f"the gradient of {key}"
        assert_close(resized(grads[key], exact[key].shape, what), exact[key], rtol=RTOL, atol=ATOL, what=what)


@dataclass
class Trained:
    """What a trained net was asked for. A net itself ends with the test that trained it."""

    seed: int
    params: dict
    x: np.ndarray
    answers: object
    muted: object


def trained(student, number, rng):
    """For ``student.once``: train the net with this number. Tests share their nets."""
    seed = 0 if number == 1 else int(rng.integers(2**31))  # 0 is a seed like any other, though it counts as False
    x = np.vstack([X, rng.normal(size=(6, 2))])
    net = as_handle(student.train_xor(seed), "the trained net")
    params = {key: net.read("params", [key]) for key in KEYS}
    answers = net.method("predict")(x)
    net.write("params", ["W2"], to=np.zeros_like(as_array(params["W2"], what="W2")))
    return Trained(seed, params, x, answers, net.method("predict")(X))


def shaped(params):
    """The parameters of a net whose size is not known, in the shapes that they should have."""
    w1 = as_array(params["W1"], what="W1")
    expect(w1.ndim == 2 and w1.shape[0] == 2, "W1 has the wrong shape", expected="(2, H)", got=str(w1.shape))
    hidden = w1.shape[1]
    shapes = {"b1": (hidden,), "W2": (hidden, 1), "b2": (1,)}
    return {"W1": w1} | {k: resized(params[k], s, k) for k, s in shapes.items()}


def has_learned(net):
    """Whether a ``Trained`` net solves XOR: four probabilities, all on the right side, and a loss below 0.1.

    Answers that stay different from one another when the output weights are 0 do not come from the parameters. Whatever
    else is wrong in a net, its four outputs are then the same.
    """
    y = resized(net.answers, (len(net.x), 1), "the prediction")[: len(X)]
    right = bool(np.all((y >= 0) & (y <= 1) & ((y > 0.5) == (T == 1)))) and bool(cross_entropy(y, T) < 0.1)
    if right:
        muted = resized(net.muted, T.shape, "the prediction")
        same = np.allclose(muted, muted[0], rtol=0, atol=1e-6)
        expect(same, "the answers of the trained net do not come from its parameters", got=muted)
    return right


# --- the net ----------------------------------------------------------------------------------------------------------


@points(4)
def test_parameters_have_their_shapes(student, seed):
    """W1 is (2, H), b1 (H,), W2 (H, 1) and b2 (1,), for any hidden size H.

    无论隐藏层大小 H 是多少，W1 为 (2, H)，b1 为 (H,)，W2 为 (H, 1)，b2 为 (1,)。
    """
    for hidden in (3, 7):
        net = student.new("XORNet", hidden, seed)
        shapes = {"W1": (2, hidden), "b1": (hidden,), "W2": (hidden, 1), "b2": (1,)}
        for key, shape in shapes.items():
            value = as_array(net.read("params", [key]), shape, key)
            expect(bool(np.all(np.isfinite(value))), f"{key} has values that are not finite numbers", got=value)


@points(6)
def test_first_weights_come_from_the_seed(student, seed):
    """The seed decides the first weights: the same for the same seed, others for another, no two hidden units alike.

    初始权重由种子决定：种子相同则权重相同，种子不同则权重不同，任意两个隐藏单元都不一样。
    """
    # 0 is a seed like any other, though it counts as False; all nets are made before one is looked at
    seeds = (seed, seed + 1, seed, 0, 0)
    nets = [student.new("XORNet", 5, s) for s in seeds]
    w1s = [as_array(net.read("params", ["W1"]), (2, 5), "W1") for net in nets]
    w2s = [as_array(net.read("params", ["W2"]), what="W2") for net in nets]
    for i, j in ((0, 2), (3, 4)):
        for w in (w1s, w2s):
            expect(np.array_equal(w[i], w[j]), "the same seed gave other first weights", expected=w[i], got=w[j])
    alike = any(np.array_equal(w1s[0][:, i], w1s[0][:, j]) for i, j in combinations(range(5), 2))
    expect(not alike, "some hidden units start out exactly alike, so they can only learn the same", got=w1s[0])
    expect(not np.array_equal(w1s[0], w1s[1]), "two different seeds gave the same first weights", got=w1s[1])


@points(8)
def test_forward_pass_of_a_2_2_1_net(student, rng, seed):
    """Two hidden units with given weights: the predictions are those of sigmoid, tanh or relu, and then a sigmoid.

    给定权重的 2-2-1 网络：隐藏层用 sigmoid、tanh 或 relu，输出再经 sigmoid，预测值必须相符。
    """
    given = draw(rng, hidden=2)
    net = net_with(student, given.params, seed)
    kind = kind_of(net, given.params, given.x)
    assert_close(predictions(net, X), forward(kind, given.params, X)[1], rtol=RTOL, atol=ATOL)


@points(5)
@requires("test_forward_pass_of_a_2_2_1_net")
def test_predictions_of_any_batch(student, rng, seed):
    """Predictions have shape (N, 1) for a batch of any size, for a batch of one, and for whole numbers.

    任意大小的批次，预测值的形状都是 (N, 1)；只有一个样本的批次和整数输入也一样。
    """
    given = draw(rng, hidden=4)
    net = net_with(student, given.params, seed)
    kind = kind_of(net, given.params, given.probe)
    for x in (given.x, given.x[:1], X.astype(np.int64)):
        expected = forward(kind, given.params, x)[1]
        assert_close(net.method("predict")(x), expected, rtol=RTOL, atol=ATOL, what="the prediction")


@points(8)
def test_loss_is_the_mean_binary_cross_entropy(student, rng, seed):
    """The loss is the binary cross-entropy of the net's own predictions, averaged over the batch.

    损失是网络自己预测值的二元交叉熵，并对批次取平均。
    """
    given = draw(rng)
    net = net_with(student, given.params, seed)
    for n in (7, 4, 1):
        x, t = given.x[:n], given.t[:n]
        y = probabilities(net, x)
        assert_close(net.method("loss")(x, t), cross_entropy(y, t), rtol=RTOL, atol=ATOL, what="the loss")
        assert_close(net.method("loss")(x, 1 - t), cross_entropy(y, 1 - t), rtol=RTOL, atol=ATOL, what="the loss")


@points(4)
@requires("test_loss_is_the_mean_binary_cross_entropy")
def test_loss_of_a_net_that_is_certain(student, seed):
    """A net that is completely certain has a finite loss: next to nothing when it is right, large when it is wrong.

    网络完全确信时，损失仍然有限：判断正确时几乎为 0，判断错误时很大。
    """
    # whatever the activation, the last bias alone decides; sigmoid(50) is exactly 1 in float64 and float32. Nothing is
    # exactly 0 before exp(710) overflows, where math.exp raises an error.
    params = {"W1": np.ones((2, 2)), "b1": np.ones(2), "W2": np.zeros((2, 1))}
    x, one, zero = X[1:3], np.ones((2, 1)), np.zeros((2, 1))
    for logit, right_t, wrong_t in ((50.0, one, zero), (-50.0, zero, one)):
        net = net_with(student, params | {"b2": np.array([logit])}, seed)
        right = as_scalar(net.method("loss")(x, right_t), "the loss")
        wrong = as_scalar(net.method("loss")(x, wrong_t), "the loss")
        # epsilons from 1e-5 (11.5) to 1e-15 (34.5) are in use, and a loss computed from the logit is as large as that
        expect(abs(right) < 1e-4, "certain and right should cost next to nothing", expected="about 1e-7", got=right)
        much = 11.0 < wrong < abs(logit) + 1
        expect(much, "certain and wrong should cost much, and a finite amount", expected="16", got=wrong)


# --- the gradient -----------------------------------------------------------------------------------------------------


@points(4)
def test_gradient_has_the_shapes_of_the_parameters(student, rng, seed):
    """The gradient is a dict with the keys of `params`, each entry of its parameter's shape and not all zeros.

    梯度是一个字典，键与 params 相同，每一项与对应参数形状相同，且不全为零。
    """
    given = draw(rng, hidden=4)
    net = net_with(student, given.params, seed)
    grads = gradients(net, given.x, given.t)
    for key in KEYS:
        value = as_array(grads[key], given.params[key].shape, f"the gradient of {key}")
        alive = bool(np.all(np.isfinite(value)) and np.any(value != 0))
        expect(alive, f"the gradient of {key} is zero everywhere or not finite", got=value)
    other = gradients(net, given.x, 1 - given.t)
    same = all(np.array_equal(grads[key], other[key]) for key in KEYS)
    expect(not same, "the gradient does not depend on the targets", got=grads)


@points(6)
@requires("test_forward_pass_of_a_2_2_1_net")
def test_gradient_of_the_output_weights(student, rng, seed):
    """The gradient of W2: the hidden values times the error of the output, averaged over the batch.

    W2 的梯度：隐藏层的值乘以输出误差，并对批次取平均。
    """
    assert_gradient(student, draw(rng), ["W2"], seed)


@points(4)
@requires("test_forward_pass_of_a_2_2_1_net")
def test_gradient_of_the_output_bias(student, rng, seed):
    """The gradient of b2: the error of the output, averaged over the batch.

    b2 的梯度：输出误差对批次取平均。
    """
    assert_gradient(student, draw(rng), ["b2"], seed)


@points(8)
@requires("test_forward_pass_of_a_2_2_1_net")
def test_gradient_of_the_hidden_weights(student, rng, seed):
    """The gradient of W1: the error goes back through W2 and the slope of the hidden activation.

    W1 的梯度：误差经 W2 和隐藏层激活函数的导数传回来。
    """
    assert_gradient(student, draw(rng), ["W1"], seed)


@points(4)
@requires("test_forward_pass_of_a_2_2_1_net")
def test_gradient_of_the_hidden_biases(student, rng, seed):
    """The gradient of b1: the error that comes back to each hidden unit, summed over the batch.

    b1 的梯度：传回每个隐藏单元的误差，对批次求和。
    """
    assert_gradient(student, draw(rng), ["b1"], seed)


@points(6)
def test_gradient_agrees_with_central_differences(student, rng, seed):
    """Nudging each weight up and down moves the net's own loss as its gradient says.

    把每个权重上下微调，网络自己的损失变化应与它的梯度一致。
    """
    given = draw(rng, n=6, hidden=2)
    net = net_with(student, given.params, seed)
    grads = gradients(net, given.x, given.t)
    for key, value in given.params.items():  # a gradient that changes them is found out elsewhere
        net.write("params", [key], to=value)
    # h = 1e-2 lets float32 nets pass: their losses are known to 1e-7, so differences to 1e-5. Losses are smooth here
    # (see `draw`), with third derivatives of order 1, so that the step itself costs some h**2 / 6 = 2e-5.
    h = 1e-2
    for key, value in given.params.items():
        numeric = np.zeros_like(value)
        for place in np.ndindex(value.shape):
            sides = []
            for step in (h, -h):
                moved = value.copy()
                moved[place] += step
                net.write("params", [key], to=moved)
                sides.append(as_scalar(net.method("loss")(given.x, given.t), "the loss"))
            numeric[place] = (sides[0] - sides[1]) / (2 * h)
        net.write("params", [key], to=value)
        # a gradient of weights that matter; 1e-6 is far below those of `draw` and above rounding
        expect(bool(np.max(np.abs(numeric)) > 1e-6), f"the loss does not react when {key} changes")
        what = f"the gradient of {key}"
        assert_close(resized(grads[key], value.shape, what), numeric, rtol=1e-2, atol=2e-4, what=what)


def flat(grads):
    """All entries of a gradient in one array."""
    complete = type(grads) is dict and all(key in grads for key in KEYS)
    expect(complete, "gradient should return a dict with the keys of params", expected=str(KEYS), got=grads)
    return np.concatenate([as_array(grads[key], what=f"the gradient of {key}").ravel() for key in KEYS])


def after_predict(net):
    """The gradient as a function of a batch, asked for after the predictions of the same batch.

    A net whose gradient relies on the last ``predict`` loses its points where that is asked for.
    """

    def gradient(x, t):
        net.method("predict")(x.copy())
        return net.method("gradient")(x, t)

    return gradient


def with_params(net):
    """The predictions as a function of a batch and of the parameters."""

    def predict(x, params):
        for key in KEYS:
            net.write("params", [key], to=params[key])
        return net.method("predict")(x)

    return predict


@points(3)
def test_gradient_of_one_sample_of_whole_numbers(student, rng, seed):
    """Integers and transposed arrays are worth what the same floats are, and a batch of one has a gradient too.

    整数、转置得到的数组与相同的浮点数结果一致；只有一个样本的批次也有梯度。
    """
    given = draw(rng, n=6, whole=True)
    x, t = given.x, given.t
    net = net_with(student, given.params, seed)
    targets = (x, t), (x, 1 - t)
    near = {"rtol": RTOL, "atol": ATOL}

    def of_predict():
        # W1 + 1 shifts the sums of the rows, whatever the activation
        others = given.params | {"W1": given.params["W1"] + 1}
        for params in (given.params, others):
            same_for_integers(biased(params), (x, 0.0), (-x, 0.0), (x, -50.0), (x, 50.0), **near)

    def biased(params):
        # with so large a bias even rounded predictions depend on the parameters
        return lambda x, bias: with_params(net)(x, params | {"b2": params["b2"] + bias})

    def at_three_biases(rows):
        answers = [as_array(biased(given.params)(rows, bias), what="the prediction") for bias in (0.0, -50.0, 50.0)]
        return np.concatenate([answer.ravel() for answer in answers])

    def of_loss():
        same_for_integers(net_with(student, given.params, seed).method("loss"), *targets, read=as_scalar, **near)

    def of_gradient():
        same_for_integers(Flat(after_predict(net_with(student, given.params, seed))), *targets, **near)

    def of_one():
        # the gradient of the mean is that of the sum but for a factor, so a wrong factor is no matter here
        gradient = after_predict(net_with(student, given.params, seed))
        singles = sum(flat(gradient(x[i : i + 1], t[i : i + 1])) for i in range(len(x)))
        batch, other = (flat(gradient(x, targets)) for targets in (t, 1 - t))
        expect(singles.shape == batch.shape, "the gradient of one row has another shape", got=singles)
        expect(not np.array_equal(batch, other), "the gradient does not depend on the targets", got=batch)
        for part in np.split(np.arange(len(batch)), [6, 9, 12]):
            one, all_rows = singles[part], batch[part]
            norms = float(np.linalg.norm(one) * np.linalg.norm(all_rows))
            along = abs(float(one @ all_rows)) > (1 - 1e-4) * norms > 0
            expect(along, "the gradients of single rows do not add up to that of the batch")

    def of_transposed():
        asked = net_with(student, given.params, seed)
        view = by_columns(student, x)
        kinds = (
            ("the prediction", lambda rows, targets: at_three_biases(rows)),
            ("the loss", lambda rows, targets: as_scalar(asked.method("loss")(rows, targets), "the loss")),
            ("the gradient", lambda rows, targets: flat(asked.method("gradient")(rows, targets))),
        )
        for what, read in kinds:
            plain = read(x, t)
            if what == "the prediction":
                expect(bool(np.ptp(plain) > 0), "the predictions depend on nothing", got=plain)
            else:
                expect(not np.array_equal(plain, read(x, 1 - t)), f"{what} does not depend on the targets")
            assert_close(read(view, t), plain, **near, what=what)

    checks = of_predict, of_loss, of_gradient, of_one, of_transposed
    student.each(*checks, partly="some hold for whole numbers, transposed arrays and single rows")


class Flat:
    """A function of the gradient's arguments whose answer is one array."""

    def __init__(self, gradient):
        self.gradient = gradient

    def __call__(self, x, t):
        return flat(self.gradient(x, t))


@points(4)
def test_input_and_parameters_are_left_alone(student, rng, seed):
    """Neither predict nor loss nor gradient changes the input, the target or the parameters.

    predict、loss 和 gradient 都不改变输入、标签和参数。
    """
    given, other = draw(rng), draw(rng)
    # also of XOR's own inputs, which hold nothing but 0 and 1
    targets = (given.x, given.t), (given.x, 1 - given.t), (X, T), (X, 1 - T)

    def net():
        return net_with(student, given.params, seed)

    def by_predict():
        leaves_alone(with_params(net()), *((x, p.params) for x in (given.x, X) for p in (given, other)))

    def by_loss():
        leaves_alone(net().method("loss"), *targets, read=as_scalar)

    def by_gradient():
        leaves_alone(Flat(after_predict(net())), *targets)

    def parameters():
        asked = net()
        answers = [flat(after_predict(asked)(x, t)) for x, t in targets[:2]]
        expect(not np.array_equal(*answers), "the gradient does not depend on the targets")
        for x, t in targets:
            as_scalar(asked.method("loss")(x, t), "the loss")
        for key in KEYS:
            kept = resized(asked.read("params", [key]), given.params[key].shape, key)
            # float32 parameters hold what was written into them to 6e-8; a step of descent would move them far more
            assert_close(kept, given.params[key], rtol=1e-6, what=key)

    student.each(by_predict, by_loss, by_gradient, parameters, partly="some of what is given is changed")


# --- training ---------------------------------------------------------------------------------------------------------


def all_nets(student):
    """The trained nets: ten, or as many as it takes until nine have learned.

    The first test that asks trains them all. Global generators begin anew with each test, so a net that draws from them
    without a seed could have a twin among the nets of another test.
    """
    nets, solved = [], 0
    for number in range(10):
        nets.append(student.once(f"net {number}", partial(trained, student, number)))
        solved += has_learned(nets[-1])
        if solved == 9:  # the tenth seed cannot change the verdict
            break
    return nets


def some_net_has_learned(nets):
    """Require that one seed is solved. How many are is for the last test: a small net fails at that alone."""
    expect(any(map(has_learned, nets)), "none of ten seeds gave a net that solves XOR")


def same_net(one, other):
    """Whether two sets of parameters are the same."""
    return all(one[k].shape == other[k].shape and np.allclose(one[k], other[k], rtol=1e-6) for k in KEYS)


@points(4)
def test_trained_net_computes_from_its_parameters(student):
    """A trained net has learned, and computes its predictions from its parameters, for any input.

    训练好的网络确实学会了，而且对任何输入，预测都由它的参数算出。
    """
    nets = all_nets(student)
    for net in nets[:2]:
        params = {k: v.astype(np.float64) for k, v in shaped(net.params).items()}
        kind_from(resized(net.answers, (len(net.x), 1), "the prediction"), params, net.x)
    some_net_has_learned(nets)


@points(4)
def test_training_repeats_itself_for_a_seed(student):
    """The same seed trains the same net, another seed another one.

    种子相同，训练出的网络相同；种子不同，网络也不同。
    """
    nets = all_nets(student)
    # net 1 was trained after net 0, and now its seed comes first: a generator that is not made of the seed has gone on
    net = as_handle(student.train_xor(nets[1].seed), "the trained net")
    again = shaped({key: net.read("params", [key]) for key in KEYS})
    other, first = (shaped(net.params) for net in nets[:2])
    for key in KEYS:
        assert_close(again[key], first[key], what=f"{key} after the same seed")
    expect(not same_net(first, other), "two different seeds trained the same net")
    some_net_has_learned(nets)


@points(18)
def test_training_solves_xor(student):
    """Ten seeds: four right answers and a loss below 0.1 for at least nine of them, each with a net of its own.

    十个种子中，至少九个要四个答案全对且损失低于 0.1，而且每个种子的网络各不相同。
    """
    # Measured (docs/calibration/09_xor_net.md): of 10,000 seeds, 8 sigmoid or 8 tanh units, which the statement
    # advises, solve every one, so a seed fails at most 3e-4 times (95 %), and two or more of ten at most 45 * (3e-4)**2
    # = 4e-6 times: below 1 in 10,000. The reference and the accepted variants without a second try were measured so on
    # 4,000 to 10,000 seeds, those with one on 2,000: none failed. With 4 sigmoid units (0.995) it is 1 in 900, and the
    # statement says so. The tiers: 2 sigmoid units solve 7 of 10 on average, 2 tanh units 5, 2 relu units 2.
    different = []  # the nets that solve it, each once: a net that was learned by heart counts as one
    for net in all_nets(student):
        if has_learned(net):
            params = shaped(net.params)
            different += [] if any(same_net(params, one) for one in different) else [params]
    solved = len(different)
    expect(solved > 0, "none of ten seeds was solved", expected="9", got=solved)
    for least, fraction in ((9, 1.0), (7, 0.6), (4, 0.35), (1, 0.15)):
        if solved >= least:
            award(fraction, f"{least} of 10 seeds solved or more; full points are for 9", got=f"{solved} solved")
            break
