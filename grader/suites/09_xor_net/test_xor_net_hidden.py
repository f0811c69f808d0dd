"""Hidden suite of 09_xor_net.

The hidden activation is the student's choice, so a net is first asked for its predictions with weights that the suite
wrote into it: they fit sigmoid, tanh or relu, and from then on everything is held to that one. Expected values are
written out here in NumPy, independent of the reference. Training, which is slow, comes last.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from grader.suite import (
    as_array,
    as_handle,
    as_scalar,
    assert_close,
    assert_unchanged,
    award,
    expect,
    points,
    requires,
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


def draw(rng, n=7, hidden=3, *, whole=False):
    """Draw a ``Given`` that is well-behaved whichever of the activations a net has."""
    while True:
        params = {"W1": rng.normal(size=(2, hidden)), "b1": rng.normal(size=hidden)}
        params |= {"W2": rng.normal(size=(hidden, 1)), "b2": 0.5 * rng.normal(size=1)}
        x = rng.choice([-2, -1, 1, 2], size=(n, 2)) if whole else rng.normal(size=(n, 2))
        probe = rng.normal(size=(5, 2))
        both = np.vstack([x, probe])
        outputs = [forward(kind, params, both)[1] for kind in ACTIVATIONS]
        # no logarithm near 0, no step of 1e-2 across the kink of relu, three activations that cannot be mixed up
        ordinary = all(np.all((y > 0.1) & (y < 0.9)) for y in outputs)
        smooth = np.min(np.abs(both @ params["W1"] + params["b1"])) > 0.05
        distinct = all(np.max(np.abs(a[n:] - b[n:])) > 0.01 for a, b in combinations(outputs, 2))
        if ordinary and smooth and distinct:
            t = rng.permutation((np.arange(n) + 1) % 2).reshape(n, 1)
            return Given(params, x, t if whole else t.astype(float), probe)


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


def trained(number):
    """Return a function that trains the net with this number, for ``once``: tests share their nets."""

    def make(student, rng, seed):
        x = np.vstack([X, rng.normal(size=(6, 2))])
        net = as_handle(student.train_xor(seed), "the trained net")
        params = {key: net.read("params", [key]) for key in KEYS}
        answers = net.method("predict")(x)
        net.write("params", ["W2"], to=np.zeros_like(as_array(params["W2"], what="W2")))
        return Trained(seed, params, x, answers, net.method("predict")(X))

    make.__name__ = f"trained_{number}"
    return make


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
    first, other, again = (student.new("XORNet", 5, s) for s in (seed, seed + 1, seed))
    w1, other_w1, again_w1 = (as_array(net.read("params", ["W1"]), (2, 5), "W1") for net in (first, other, again))
    w2, again_w2 = (as_array(net.read("params", ["W2"]), what="W2") for net in (first, again))
    expect(np.array_equal(w1, again_w1), "the same seed gave other first weights", expected=w1, got=again_w1)
    expect(np.array_equal(w2, again_w2), "the same seed gave other first weights", expected=w2, got=again_w2)
    alike = any(np.array_equal(w1[:, i], w1[:, j]) for i, j in combinations(range(5), 2))
    expect(not alike, "some hidden units start out exactly alike, so they can only learn the same", got=w1)
    expect(not np.array_equal(w1, other_w1), "two different seeds gave the same first weights", got=other_w1)


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
    # whatever the activation, the last bias alone decides; sigmoid(50) is exactly 1 in float64 and float32
    params = {"W1": np.ones((2, 2)), "b1": np.ones(2), "W2": np.zeros((2, 1)), "b2": np.array([50.0])}
    net = net_with(student, params, seed)
    x = X[1:3]
    right = as_scalar(net.method("loss")(x, np.ones((2, 1))), "the loss")
    wrong = as_scalar(net.method("loss")(x, np.zeros((2, 1))), "the loss")
    # epsilons from 1e-5 (11.5) to 1e-15 (34.5) are in use, and 50 is exact where a loss is computed from the logit
    expect(abs(right) < 1e-4, "certain and right should cost next to nothing", expected="about 1e-7", got=right)
    expect(11.0 < wrong < 51.0, "certain and wrong should cost much, and a finite amount", expected="16", got=wrong)


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


@points(3)
@requires("test_forward_pass_of_a_2_2_1_net")
def test_gradient_of_one_sample_of_whole_numbers(student, rng, seed):
    """A batch of one, with integers for input and target, has the right gradient too.

    只有一个样本的批次，输入和标签都是整数时，梯度也要正确。
    """
    assert_gradient(student, draw(rng, n=1, whole=True), KEYS, seed)


@points(4)
def test_input_and_parameters_are_left_alone(student, rng, seed):
    """Neither predict nor loss nor gradient changes the input, the target or the parameters.

    predict、loss 和 gradient 都不改变输入、标签和参数。
    """
    given = draw(rng)
    net = net_with(student, given.params, seed)
    x, t = given.x.copy(), given.t.copy()
    kind = kind_of(net, given.params, x)
    expected = cross_entropy(forward(kind, given.params, given.x)[1], given.t)
    exact = exact_gradient(kind, given.params, given.x, given.t)
    assert_close(net.method("loss")(x, t), expected, rtol=RTOL, atol=ATOL, what="the loss")
    grads = gradients(net, x, t)
    for key in KEYS:
        what = f"the gradient of {key}"
        assert_close(resized(grads[key], exact[key].shape, what), exact[key], rtol=RTOL, atol=ATOL, what=what)
        kept = resized(net.read("params", [key]), given.params[key].shape, key)
        # float32 parameters hold what was written into them to 6e-8; a step of descent would move them far more
        assert_close(kept, given.params[key], rtol=1e-6, what=key)
    assert_unchanged(x, given.x)
    assert_unchanged(t, given.t)
    assert_close(net.method("loss")(x, t), expected, rtol=RTOL, atol=ATOL, what="the loss, asked for again")


# --- training ---------------------------------------------------------------------------------------------------------

# One seed in two hundred fails with 4 sigmoid units, which the statement allows. So no test but the last one asks for
# a particular seed to be solved, only for one of two: 4 units fail that once in 40,000 times.


@points(4)
def test_trained_net_computes_from_its_parameters(once):
    """A trained net has learned, and computes its predictions from its parameters, for any input.

    训练好的网络确实学会了，而且对任何输入，预测都由它的参数算出。
    """
    nets = [once(trained(number)) for number in (0, 1)]
    for net in nets:
        params = {k: v.astype(np.float64) for k, v in shaped(net.params).items()}
        kind_from(resized(net.answers, (len(net.x), 1), "the prediction"), params, net.x)
    learned = [has_learned(net) for net in nets]
    expect(any(learned), "neither of two seeds gave a net that solves XOR")


@points(4)
def test_training_repeats_itself_for_a_seed(student, once):
    """The same seed trains the same net, another seed another one.

    种子相同，训练出的网络相同；种子不同，网络也不同。
    """
    nets = [once(trained(number)) for number in (0, 1)]
    # net 1 was trained after net 0, and now its seed comes first: a generator that is not made of the seed has gone on
    net = as_handle(student.train_xor(nets[1].seed), "the trained net")
    again = shaped({key: net.read("params", [key]) for key in KEYS})
    other, first = (shaped(net.params) for net in nets)
    for key in KEYS:
        assert_close(again[key], first[key], what=f"{key} after the same seed")
    same = all(first[k].shape == other[k].shape and np.allclose(first[k], other[k], rtol=1e-6) for k in KEYS)
    expect(not same, "two different seeds trained the same net")
    expect(any(map(has_learned, nets)), "neither of two seeds gave a net that solves XOR")


@points(18)
def test_training_solves_xor(once):
    """Ten seeds: four right answers and a loss below 0.1 for at least nine of them.

    十个种子中，至少九个要四个答案全对且损失低于 0.1。
    """
    # Measured (docs/calibration/09_xor_net.md): of 10,000 seeds, 8 sigmoid or 8 tanh units, which the statement
    # advises, solve every one, so a seed fails at most 3e-4 times (95 %), and two or more of ten at most 45 * (3e-4)**2
    # = 4e-6 times: below 1 in 10,000. The reference and the accepted variants without a second try were measured so on
    # 4,000 to 10,000 seeds, those with one on 2,000: none failed. With 4 sigmoid units (0.995) it is 1 in 900, and the
    # statement says so. The tiers: 2 sigmoid units solve 7 of 10 on average, 2 tanh units 5, 2 relu units 2.
    solved = 0
    for number in range(10):
        solved += has_learned(once(trained(number)))
        if solved == 9:  # the tenth seed cannot change the verdict
            break
    expect(solved > 0, "none of ten seeds was solved", expected="9", got=solved)
    for least, fraction in ((9, 1.0), (7, 0.6), (4, 0.35), (1, 0.15)):
        if solved >= least:
            award(fraction, f"{least} of 10 seeds solved or more; full points are for 9", got=f"{solved} solved")
            break
