"""Hidden suite of 14_mnist_mlp.

Nothing here trains or predicts in the judge: it hands images over, asks the model for its probabilities, and does the
arithmetic of losses and accuracies itself. A model is looked at from outside only (what it answers, the shapes of its
weights, ``compiled`` and ``loss``), so Sequential, functional and subclassed models are all the same to it. No object
outlives a test, so each test builds a model of its own.

Keras takes most of a second of one core to prepare a training, half as much as the training then takes. So there is
one training, and the tests at the end look at what is left of it (``student.once``): what train returned, what the
model answered before and after, how many steps its optimizer counted.

To look an image up in public data helps nobody: the training and the exam are of images that were perturbed, and under
numbers for the ten digits that were drawn anew. The exam's points are for a network that learned: with the weights of
before the training it must not know the answers.

Accuracies and their distributions: docs/calibration/14_mnist_mlp.md.
"""

import itertools
import re
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from grader.errors import StudentRaised
from grader.suite import (
    Handle,
    as_array,
    as_handle,
    as_list,
    assert_close,
    assert_unchanged,
    award,
    expect,
    points,
    requires,
)
from grader.suite.images import perturbed
from grader.suite.keras import loss_function, loss_of, outputs, set_weights, weights_of

CURVES = ("loss", "accuracy", "val_loss", "val_accuracy")


# --- what a model says -----------------------------------------------------------------------------------------------


def scaled(images):
    """The images as the statement wants them preprocessed."""
    return images.astype(np.float32) / np.float32(255)


def new_model(student):
    """A fresh model."""
    return as_handle(student.build_model(), "the model")


def answers(model, x):
    """What the model answers for ``x``, one row of ten an image."""
    return outputs(model, x, 10)


def is_distribution(out):
    """Whether every row holds probabilities that sum to 1. A softmax in float32 is off by 1e-6 at most."""
    return bool(np.all(out >= 0) and np.all(np.abs(out.sum(axis=1) - 1) < 1e-4))


def log_probabilities(out):
    """Logarithms of the probabilities. Other outputs lose their points elsewhere: here those that are not negative are
    divided by their sum, and the rest are taken for logits."""
    if np.all(out >= 0):
        shares = out / np.maximum(out.sum(axis=1, keepdims=True), 1e-38)
        return np.log(np.clip(shares, 1e-38, None))  # the smallest float32 that is not denormal
    shifted = out - out.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def cross_entropy(out, labels, least=1e-38):
    """The mean cross-entropy of a model's answers, its probabilities taken as ``least`` at least."""
    log_p = log_probabilities(out)
    return float(-np.mean(np.maximum(log_p, np.log(least))[np.arange(len(labels)), labels]))


def fit(out, labels):
    """By how many standard deviations the answers fit these labels better than labels dealt to the images at random."""
    log_p = log_probabilities(out)[:, labels]  # of image i and the label of image j
    n, mean = len(labels), log_p.mean()
    # the mean over the diagonal, among those over all orders of the labels, has this variance
    rest = log_p - log_p.mean(axis=0) - log_p.mean(axis=1, keepdims=True) + mean
    deviation = np.sqrt(np.sum(rest**2) / (n - 1)) / n
    return float((np.trace(log_p) / n - mean) / deviation) if deviation > 1e-9 else 0.0


def hits(out, *labels):
    """The share of images whose most probable class is their label, or one of several."""
    return float(np.mean(np.any([out.argmax(axis=1) == each for each in labels], axis=0)))


SCALES = ((3.0, 1.0), (1.0, 1.0), (10.0, 5.0), (1.5, 0.5), (30.0, 10.0))
"""Factors for kernels and sizes of biases. Most models of relu or tanh layers do with the first, sigmoid layers with
the third or fifth."""


def stir(model, x, rng):
    """Give the model weights whose answers vary, and depend on the scale of the pixels.

    Fresh biases are zero, and a relu network without biases ranks the classes of 255 * x as it ranks those of x. So
    biases become random numbers; other vectors (statistics of a normalisation) become positive ones. Of some draws the
    first that does is kept, or else the best. Returns the weights that the model had.
    """
    answers(model, x[:1])  # a subclassed model makes its weights when it is first called
    weights = weights_of(model)
    best, score = weights, -1.0
    for kernel, bias in 3 * SCALES:
        drawn = []
        for i, w in enumerate(weights):
            if w.ndim > 1:
                new = kernel * w
            elif i and weights[i - 1].ndim > 1:
                new = rng.normal(scale=bias, size=w.shape)
            else:
                new = rng.uniform(0.5, 2.0, w.shape)
            drawn.append(new)
        set_weights(model, drawn)
        out = answers(model, x)
        labels = out.argmax(axis=1)
        # three classes, a fifth of labels that depend on the scale either way, three quarters that are no close call
        shares = [len(np.unique(labels)) / 3, np.mean(clear(out)) / 0.75]
        shares += [np.mean(labels != answers(model, scale * x).argmax(axis=1)) / 0.2 for scale in (255, 1 / 255)]
        reached = float(sum(min(share, 1.0) for share in shares))
        if reached > score:
            best, score = drawn, reached
        if score == 4.0:
            return weights
    set_weights(model, best)
    return weights


def give_back(model, weights):
    """Give the model back the weights that it had: a submission may return the same model to every test."""
    set_weights(model, weights)


def make_sure(model, x):
    """Scale the last layer up until the largest probability of nearly each image is well above one half."""
    scale_last(model, x, 1.5, lambda largest: np.mean(largest > 0.6) > 0.9)


def make_unsure(model, x):
    """Scale the last layer down until no probability is above 0.4. The largest decides all the same."""
    scale_last(model, x, 0.6, lambda largest: largest.max() < 0.4)


def scale_last(model, x, factor, enough):
    """Multiply kernel and bias of the last layer until the largest shares of the answers for x are ``enough``.

    Ten sigmoids instead of a softmax cost points elsewhere, and may never be: they end before they all say the same.
    """
    for _ in range(12):  # up to 130 times as large, or 1/460
        if enough(np.exp(log_probabilities(answers(model, x))).max(axis=1)):
            return
        weights = weights_of(model)
        set_weights(model, [factor * w if w.shape[-1:] == (10,) else w for w in weights])
        if np.mean(clear(answers(model, x))) < 0.5:
            set_weights(model, weights)
            return


def clear(out):
    """Which rows are no close call: first and second differ by more than float32's rounding."""
    best = np.sort(out, axis=1)
    return best[:, -1] - best[:, -2] > 1e-3


def decided(model, images):
    """The images whose label is no close call, and their labels."""
    out = answers(model, scaled(images))
    sure = clear(out)
    expect(int(sure.sum()) >= 10, "the model gives several classes the same output, whatever its weights", got=out[:2])
    return images[sure], out.argmax(axis=1)[sure]


# --- what train says -------------------------------------------------------------------------------------------------


def curves(history, epochs):
    """The four curves of a history, insisting on one number an epoch."""
    expect(type(history) is dict, "train should return a dict of four lists", expected="a dict", got=history)
    found = {}
    for name in CURVES:
        expect(name in history, f"the history has no {name}", expected=name, got=sorted(map(str, history)))
        found[name] = np.array(as_list(history[name], epochs, what=name))
        expect(bool(np.all(np.isfinite(found[name]))), f"{name} has values that are not finite", got=history[name])
    return found


EPOCHS, BATCH = 12, 24
"""Of the one training. Early stopping with a patience of up to ten epochs ends before the twelfth, since the validation
loss rises from the first; nobody takes batches of 24 by accident."""

TAUGHT = {"digits": 590, "mnist": 1790}
"""Images to learn from: 25 and 75 steps an epoch, the last batch of 14."""

WATCHED = 240
"""Validation images: ten batches, so that the mean of batch means is the mean, too."""


ASKED = 1000
"""Images of the exam, or all 360 of the small digits."""


SLACK = 1.5 / WATCHED
"""Of an accuracy on them: one image, for two classes within float32's rounding of each other."""


@dataclass(frozen=True)
class Training:
    """The one training, and what is left of it.

    Attributes:
        lesson: what train was given copies of: images and labels to learn from, and as validation data.
        left: these copies, after the training.
        labels: the right labels of the images called ``taught``, ``watched`` and ``unseen``; see ``exam``.
        out: what the model answered for them after the training.
        history: what train returned.
        before: the cross-entropy on the images that are taught, before the training.
        after: the same, after it.
        undone: the same, with the weights of before the training again.
        steps: how many steps the optimizer counted meanwhile; ``None`` where there is no such count.
        far: how far the weights moved.
    """

    lesson: tuple[Any, ...]
    left: tuple[Any, ...]
    labels: dict[str, Any]
    out: dict[str, Any]
    history: Any
    before: float
    after: float
    undone: float
    steps: int | None
    far: float

    @property
    def wrong(self):
        """The labels that the validation data were given."""
        return self.lesson[3]

    @property
    def misled(self):
        """Whether the model has learned the labels of the validation data."""
        honest, wrong = (fit(self.out["watched"], labels) for labels in (self.labels["watched"], self.wrong))
        return wrong >= honest


def new_names(rng):
    """A number for each digit, never its own."""
    circle = rng.permutation(10)
    number = np.empty(10, np.int64)
    number[circle] = np.roll(circle, 1)
    return number


def exam(data, rng):
    """Images by name, with labels: ``taught``, ``watched`` as validation data, and ``unseen``, for the exam.

    Each image is perturbed, and the ten digits get other numbers. So neither remembered images of public data help
    then, nor remembered labels.
    """
    count, number = TAUGHT[data.name], new_names(rng)
    order = rng.permutation(len(data.x_train))[: count + WATCHED]
    x, y = scaled(perturbed(data.x_train[order], rng)), number[data.y_train[order]]
    asked = rng.permutation(len(data.x_test))[:ASKED]
    return {
        "taught": (x[:count], y[:count]),
        "watched": (x[count:], y[count:]),
        "unseen": (scaled(perturbed(data.x_test[asked], rng)), number[data.y_test[asked]]),
    }


def counted(model):
    """How many steps the model's own optimizer has counted; ``None`` where there is no such count."""
    try:
        count = model.read("optimizer", "iterations")
    except StudentRaised:  # not compiled, or an optimizer that does not count
        return None
    count = np.asarray(count)
    return int(count.ravel()[0]) if count.size == 1 and count.dtype.kind in "iu" else None


def distance(before, after):
    """How far weights have moved."""
    shapes = [[w.shape for w in weights] for weights in (before, after)]
    expect(shapes[0] == shapes[1], "the model has other weights after the training", expected=shapes[0], got=shapes[1])
    return float(np.sqrt(sum(np.sum((a - b) ** 2) for a, b in zip(after, before, strict=True))))


def trained(student, data, rng):
    """Train a new model, and give it the weights of before in the end.

    The validation labels are wrong on purpose: whoever trains on those images learns that a 3 is a 4, and whoever
    reports another set's loss as theirs is off by several nats.
    """
    images = exam(data, rng)
    (x, labels), (x_val, true) = images["taught"], images["watched"]
    lesson = x, labels, x_val, (true + 1) % 10
    model = new_model(student)
    before, start, fresh = cross_entropy(answers(model, x), labels), counted(model), weights_of(model)
    left = tuple(array.copy() for array in lesson)
    history = student.train(model, *left, EPOCHS, BATCH)
    end, far = counted(model), distance(fresh, weights_of(model))
    out = {name: answers(model, some) for name, (some, _) in images.items()}
    set_weights(model, fresh)
    return Training(
        lesson=lesson,
        left=left,
        labels={name: true for name, (_, true) in images.items()},
        out=out,
        history=history,
        before=before,
        after=cross_entropy(out["taught"], labels),
        undone=cross_entropy(answers(model, x), labels),
        steps=None if start is None or end is None else end - start,
        far=far,
    )


def training(student, data):
    """The one training of a submission; every test that asks gets the same."""
    return student.once("the training", partial(trained, student, data))


# --- preprocess ------------------------------------------------------------------------------------------------------


def noise(rng, n):
    """n images of noise in which every value from 0 to 255 occurs in each image."""
    return np.stack([rng.permutation(np.arange(784) % 256).reshape(28, 28) for _ in range(n)]).astype(np.uint8)


@points(5)
def test_preprocess_brings_pixels_into_0_to_1(student, rng):
    """Pixels of 0 to 255 become numbers from 0 to 1, and the images keep their shape.

    0 到 255 的像素变成 0 到 1 的数，图像形状不变。
    """
    images = noise(rng, 3)
    expected = images / 255
    # float32 resolves 6e-8 at 1; 1e-6 lets a multiplication by a rounded 1/255 pass
    assert_close(student.preprocess(images), expected, atol=1e-6)


@points(3)
def test_preprocess_returns_float32(student, rng):
    """The result is float32 and proportional to the pixels.

    结果是 float32，并与像素值成正比。
    """
    images = noise(rng, 2)
    expected = images / 255
    got = as_array(student.preprocess(images), images.shape)
    expect(got.dtype == np.float32, "the result has the wrong dtype", expected="float32", got=str(got.dtype))
    largest = float(got.max())
    expect(largest > 0, "the result is not proportional to the pixels", got=got)
    assert_close(got / largest, expected, atol=1e-5)  # one more division, one more rounding


@points(4)
def test_preprocess_treats_every_image_alike(student):
    """A pixel's result depends on that pixel alone, and the raw images stay as they were.

    每个像素的结果只取决于它自己，原始图像保持不变。
    """
    images = np.zeros((3, 28, 28), np.uint8)  # a dark image, a darker one, and a black one
    images[0, 3:9, 5:7] = 100
    images[1, 20, 1] = 51
    before = images.copy()
    for some in (slice(0, 1), slice(0, 3), slice(2, 3)):
        assert_close(student.preprocess(images[some]), before[some] / 255, atol=1e-6)
        assert_unchanged(images, before)


# --- build_model -----------------------------------------------------------------------------------------------------


@points(4)
def test_build_model_answers_with_probabilities(student, rng):
    """Ten probabilities for each image: none negative, each row summing to 1, and one may be as good as certain.

    每张图像得到十个概率：均非负，每行和为 1，其中一个可以几乎是 1。
    """
    model = new_model(student)
    x = rng.uniform(size=(7, 28, 28)).astype(np.float32)
    out = answers(model, x)
    expect(bool(np.all(out >= 0)), "some outputs are negative; probabilities are not", got=out)
    expect(is_distribution(out), "the ten outputs of an image should sum to 1", expected=1.0, got=out.sum(axis=1))
    # rounding of sums in another order: 1e-6; an output that depends on the rest of the batch is off by a tenth
    assert_close(answers(model, x[4:5]), out[4:5], rtol=1e-3, atol=1e-5, what="the output for one image alone")
    # with large weights in the last layer the scores lie far apart, and a softmax chooses one class; a second softmax,
    # whose input lies between 0 and 1, never gives any class more than e / (e + 9) = .23
    weights = weights_of(model)
    large = [rng.uniform(0, 1000, w.shape) if w.shape[-1:] == (10,) else w for w in weights]
    set_weights(model, large)
    surest = float(np.median(answers(model, x).max(axis=1)))
    expect(surest > 0.5, "the model can never be sure of a digit; is there more than one softmax?", got=surest)
    give_back(model, weights)


@points(6)
def test_build_model_has_two_hidden_layers(student):
    """Two hidden layers of weights stand between the 784 pixels and the ten outputs.

    784 个像素与十个输出之间有两个隐藏层。
    """
    model = new_model(student)
    answers(model, np.zeros((1, 28, 28), np.float32))  # a subclassed model makes its weights when it is first called
    shapes = [w.shape for w in weights_of(model) if w.ndim == 2]
    # in any order, since a subclassed model lists its layers as they were written down
    chains = [c for n in range(1, min(len(shapes), 5) + 1) for c in itertools.permutations(shapes, n) if is_chain(c)]
    expect(bool(chains), "no layers of weights lead from 784 pixels to 10 outputs", got=shapes)
    expect(max(map(len, chains)) >= 3, "there are too few hidden layers", expected="two", got=shapes)


def is_chain(shapes):
    """Whether weights of these shapes, one after another, lead from 784 numbers to 10."""
    ends = [(784,), *((b,) for _, b in shapes[:-1])]
    return shapes[-1][1] == 10 and all(end == (a,) for end, (a, _) in zip(ends, shapes, strict=True))


@points(4)
def test_build_model_is_not_linear(student, rng):
    """Every hidden layer bends: without activations, any number of layers is one layer.

    每个隐藏层都带来非线性：没有激活函数，再多的层也等于一层。
    """
    model = new_model(student)
    x, d = rng.normal(size=(2, 6, 28, 28)).astype(np.float32)
    zero = np.zeros_like(x)
    # of an affine function, f(x + d) - f(x) - f(d) + f(0) is 0; log-probabilities are one up to a number for each row
    four = [log_probabilities(answers(model, v)) for v in (x + d, x, d, zero)]
    four = [v - v.mean(axis=1, keepdims=True) for v in four]
    bend = float(np.abs(four[0] - four[1] - four[2] + four[3]).max())
    # measured over 60 models of 16 to 512 units for each activation: relu, tanh, elu, gelu, softplus 0.37 to 2.6,
    # sigmoid 0.037 to 0.12; no activation 2e-6 to 5e-6, which is float32's rounding
    expect(bend > 5e-3, "the layers together are linear", got=bend)
    fresh = weights_of(model)
    for first in range(len(chain_of(model)) - 1):
        varies = 0.0
        for _ in range(3):
            silence(model, fresh, first, rng)
            varies = max(varies, float(np.ptp(log_probabilities(answers(model, x)), axis=0).max()))
        # simulated for 16 to 512 units, 120 draws each: 0.4 to 700 for relu, tanh and sigmoid, the least for sigmoid;
        # without an activation float32's rounding, 1e-5 to 8e-4
        expect(varies > 2e-2, "a hidden layer has no activation", got=varies)
    give_back(model, fresh)


def chain_of(model):
    """Places of the kernels that lead from 784 pixels to 10 outputs, one after another."""
    shapes = {i: w.shape for i, w in enumerate(weights_of(model)) if w.ndim == 2}
    orders = (c for n in range(min(len(shapes), 5), 0, -1) for c in itertools.permutations(shapes, n))
    return next((c for c in orders if is_chain([shapes[i] for i in c])), ())


def silence(model, fresh, first, rng):
    """Give a layer and the next one kernels whose product is 0: without an activation in between nothing gets through.

    The first has rank one, u v', and every column of the second is at right angles to v. A bias of its own keeps a
    normalisation of the layer's outputs from undoing the scale of u v'.
    """
    a, b = chain_of(model)[first : first + 2]
    n, m = fresh[a].shape
    u, v = rng.normal(size=n) / np.sqrt(n), rng.normal(size=m)
    other = rng.normal(size=fresh[b].shape)
    new = list(fresh)
    new[a], new[b] = 6 * np.outer(u, v), other - np.outer(v, v @ other) / (v @ v)
    if a + 1 < len(new) and new[a + 1].shape == (m,):
        new[a + 1] = 6 * rng.normal(size=m)
    set_weights(model, new)


@points(3)
def test_build_model_starts_afresh(student, data, rng):
    """Each call makes a new model with random weights, one that has not learned anything yet.

    每次调用都得到一个权重随机、尚未学习的新模型。
    """
    picked = rng.permutation(len(data.x_train))[:200]
    x, labels = scaled(data.x_train[picked]), data.y_train[picked]
    first = new_model(student)
    out = answers(first, x)
    spread = float(np.ptp(out, axis=0).max())
    # measured, as above: 0.05 to 0.6, of sigmoid layers 0.012 to 0.045; exactly 0 for weights of zero
    expect(spread > 1e-3, "the model answers the same for every image; are its weights random?", got=spread)
    # chance is .1; the best of 600 fresh references had .28
    known = float(np.mean(out.argmax(axis=1) == labels))
    expect(known < 0.6, "the model already knows digits", expected="about chance", got=known)
    kept = weights_of(first)
    set_weights(first, [np.zeros(w.shape) for w in kept])
    again = answers(new_model(student), x)
    give_back(first, kept)
    expect(float(np.ptp(again, axis=0).max()) > 1e-3, "the same model is returned twice", got=again[:2])


def asked(loss, labels, out):
    """What the loss says of the outputs ``out`` (N, 10): with labels as numbers, and as rows of ten."""
    said = []
    for y in (labels, np.eye(10, dtype=np.float32)[labels]):
        try:
            value = loss(y, out.astype(np.float32))
        except StudentRaised:  # it takes the other form
            continue
        if isinstance(value, (np.ndarray, np.generic, float)):
            said.append(float(np.mean(as_array(value, np.shape(value), "the loss"))))  # or one number for each image
    return said


@points(2)
def test_build_model_compiles(student):
    """The model comes compiled, with a loss.

    模型已经编译好，并带有损失函数。
    """
    loss_of(new_model(student))


def distributions(rng):
    """Six distributions over the ten classes, none of them flat."""
    return rng.dirichlet(np.full(10, 5.0), size=6)


@points(3)
@requires("test_build_model_compiles")
def test_build_model_tells_the_loss_what_it_gets(student, rng):
    """The loss is a cross-entropy over classes, and is told the truth about probabilities and logits.

    损失是多分类交叉熵，并且如实告诉它得到的是概率还是 logit。
    """
    model = new_model(student)
    # fresh logits are of either sign; all ten of seven images positive would need a bias that nobody starts with
    logits = bool(np.any(answers(model, rng.uniform(size=(7, 28, 28)).astype(np.float32)) < 0))
    out = distributions(rng)
    best = out.max(axis=1)
    said = asked(loss_function(student, model), out.argmax(axis=1), out)
    # for the most probable classes the two lie far apart: 1.4 to 2.0 and 2.2
    of_probabilities, of_logits = -np.mean(np.log(best)), np.mean(np.log(np.exp(out).sum(axis=1)) - best)
    # an epsilon of 1e-5 moves the logarithm of .1, which the largest of ten exceeds, by 1e-4
    heard = [any(np.isclose(value, e, rtol=1e-3) for value in said) for e in (of_probabilities, of_logits)]
    expect(any(heard), "the loss is not the cross-entropy over the ten classes", expected=of_probabilities, got=said)
    expect(logits or heard[0], "the loss is told that it gets logits, but it gets probabilities")
    expect(not logits or heard[1], "the loss is told that it gets probabilities, but it gets logits")


# --- predict_digits and evaluate -------------------------------------------------------------------------------------


@points(6)
def test_predict_digits_of_raw_images(student, data, rng):
    """Raw images in, one whole number each out: the class of the largest probability.

    输入原始图像，每张输出一个整数：概率最大的类别。
    """
    picked = data.x_test[rng.permutation(len(data.x_test))[:60]]
    model = new_model(student)
    fresh = stir(model, scaled(picked), rng)
    for prepare in (make_sure, make_unsure):
        prepare(model, scaled(picked))
        images, labels = decided(model, picked)
        got = student.predict_digits(model, images)
        digits = as_array(got, labels.shape, "the labels")
        assert_close(digits, labels, atol=0, rtol=0, what="the labels")
        expect(np.asarray(got).dtype.kind in "iu", "the labels should be integers", got=str(np.asarray(got).dtype))
    give_back(model, fresh)


@points(2)
def test_predict_digits_of_one_image(student, data, rng):
    """A batch of one image gives an array of one label, and the images stay as they were.

    只有一张图像时返回只含一个标签的数组，传入的图像保持不变。
    """
    images = data.x_test[rng.permutation(len(data.x_test))[:40]]
    model = new_model(student)
    fresh = stir(model, scaled(images), rng)
    make_unsure(model, scaled(images))
    images, labels = decided(model, images)
    before = images.copy()
    for i in (0, int(np.argmax(labels != labels[0]))):  # two images of different labels, one after the other
        got = student.predict_digits(model, images[i : i + 1])
        assert_close(as_array(got, (1,), "the labels"), labels[i : i + 1], atol=0, rtol=0, what="the labels")
    assert_close(student.predict_digits(model, images), labels, atol=0, rtol=0, what="the labels")
    assert_unchanged(images, before)
    give_back(model, fresh)


@points(6)
def test_evaluate_is_the_share_of_right_answers(student, data, rng):
    """One number from 0 to 1: the share of images that get their label.

    一个 0 到 1 的数：得到正确标签的图像所占的比例。
    """
    images = data.x_test[rng.permutation(len(data.x_test))[:90]]
    model = new_model(student)
    fresh = stir(model, scaled(images), rng)
    images, labels = decided(model, images)
    x = scaled(images)
    asked = []
    for n, wrong in ((45, 9), (45, 3), (1, 0)):  # sizes that no batch of 32 divides, and one of them twice
        n = min(n, len(labels))
        y = labels[:n].copy()
        y[:wrong] = (y[:wrong] + 1) % 10
        given = x[:n].copy(), y.copy()
        assert_close(student.evaluate(model, *given), (n - wrong) / n)
        asked += zip(given, (x[:n], y), strict=True)
    give_back(model, fresh)
    award(5 / 6, "the numbers are right, but evaluate changes the arrays that it is given")
    for now, before in asked:
        assert_unchanged(now, before)
    award(1.0, "")


# --- plot_history ----------------------------------------------------------------------------------------------------

HISTORY = {
    "loss": [1.9, 0.8, 0.5, 0.35],
    "accuracy": [0.4, 0.71, 0.86, 0.93],
    "val_loss": [1.5, 0.9, 0.65, 0.6],
    "val_accuracy": [0.52, 0.7, 0.8, 0.82],
}

OTHER = {
    "loss": [2.2, 1.7, 1.1, 0.95],
    "val_loss": [2.1, 1.6, 1.3, 1.25],
    "accuracy": [0.2, 0.38, 0.57, 0.66],
    "val_accuracy": [0.24, 0.41, 0.5, 0.55],
}
"""Another history, its keys in another order: who goes by that of ``HISTORY`` mixes losses and accuracies up."""


def axes_of(figure):
    """The figure's axes."""
    figure = as_handle(figure, "the figure")
    expect(figure.type_name == "Figure", "plot_history should return the matplotlib Figure", got=figure)
    axes = figure.read("axes")
    expect(type(axes) is list, "the figure has no axes")
    return figure, [as_handle(ax, "each axes") for ax in axes]


def lines_of(ax):
    """The lines of ``ax``."""
    lines = ax.get_lines()
    expect(type(lines) is list, "the axes have no lines")
    return [as_handle(line, "a line") for line in lines]


def is_curve(line, name, history=HISTORY):
    """Whether ``line`` is the curve ``name``."""
    y = as_list(line.get_ydata(), what="a line")
    return len(y) == 4 and np.allclose(y, history[name])


def shows(ax, name, history=HISTORY):
    """Whether one of the lines of ``ax`` is the curve ``name``."""
    return any(is_curve(line, name, history) for line in lines_of(ax))


def panels(axes, history=HISTORY):
    """The axes with both losses and the axes with both accuracies, ``None`` where there are none."""
    found = []
    for name in ("loss", "accuracy"):
        both = (ax for ax in axes if shows(ax, name, history) and shows(ax, f"val_{name}", history))
        found.append(next(both, None))
    return found


@points(4)
def test_plot_history_draws_four_curves(student):
    """One figure with two axes: both losses in one, both accuracies in the other.

    一张图、两个坐标系：一个画两条损失曲线，另一个画两条准确率曲线。
    """
    for history, share in ((HISTORY, 3 / 4), (OTHER, 1.0)):
        _, axes = axes_of(student.plot_history({k: list(v) for k, v in history.items()}))
        expect(len(axes) >= 2, "the figure should have two axes", expected="2", got=str(len(axes)))
        for ax, name in zip(panels(axes, history), ("loss", "accuracy"), strict=True):
            expect(ax is not None, f"no axes show both {name} and val_{name}")
        award(share, "one history is drawn right, a second one with its keys in another order is not")


TRAINING, VALIDATION = ("train", "训练"), ("val", "test", "验证", "测试")
"""Words for the data that a curve is measured on."""


def look_of(line):
    """What tells a line from others: its colour, its dashes and its markers."""
    return tuple(str(line.method(f"get_{name}")()) for name in ("color", "linestyle", "marker"))


def is_named_after(name, own, others):
    """Whether a name says ``others`` of a curve that is ``own``, and not ``own``."""
    said = name.lower()
    return any(word in said for word in others) and not any(word in said for word in own)


def legend_of(figure, ax, name):
    """The entries of the legend that names the curves of ``ax``: each name, and the line that stands beside it."""
    legend = ax.get_legend()
    if legend is None:  # or one legend for the whole figure
        legends = figure.read("legends")
        expect(type(legends) is list and len(legends) > 0, f"the axes of the {name} have no legend")
        legend = legends[0]
    legend = as_handle(legend, "the legend")
    texts, handles = legend.get_texts(), legend.read("legend_handles")
    expect(type(texts) is list and type(handles) is list, "the legend has no names")
    names = [as_handle(text, "a name").get_text() for text in texts]
    return [(n, h) for n, h in zip(names, handles, strict=False) if isinstance(n, str) and n.strip()]


@points(3)
def test_plot_history_names_its_curves(student):
    """Each axes has a legend with a different name for each of its two lines, and neither has the name of the other.

    每个坐标系都有图例，两条线的名字各不相同，也没有互换。
    """
    history = {k: list(v) for k, v in HISTORY.items()}
    figure, axes = axes_of(student.plot_history(history))
    for ax, name in zip(panels(axes), ("loss", "accuracy"), strict=True):
        expect(ax is not None, f"no axes show both {name} and val_{name}")
        entries = legend_of(figure, ax, name)
        names = {n for n, _ in entries}
        expect(len(names) >= 2, f"the legend of the {name} does not name two lines", got=sorted(names))
        looks = [(n, look_of(h)) for n, h in entries if isinstance(h, Handle) and h.type_name == "Line2D"]
        for curve, own, others in ((name, TRAINING, VALIDATION), (f"val_{name}", VALIDATION, TRAINING)):
            mine = {look_of(line) for line in lines_of(ax) if is_curve(line, curve)}
            # two lines that look alike, or one legend for both axes, may have several names
            called = [n for n, look in looks if look in mine]
            swapped = bool(called) and all(is_named_after(n, own, others) for n in called)
            expect(not swapped, f"the legend gives {curve} the name of another curve", got=called)
    expect(history == HISTORY, "plot_history changed the history that it was given")


# --- show_predictions ------------------------------------------------------------------------------------------------

SHOWN = 10
"""Images that are shown at most."""


def picture_in(ax, images):
    """Which of the images ``ax`` shows, or ``None`` where it shows no picture."""
    pictures = ax.get_images()
    if type(pictures) is not list or not pictures:
        return None
    shown = as_array(as_handle(pictures[0], "a picture").get_array(), what="a picture")
    if shown.ndim == 3:  # grey as red, green and blue
        shown = shown[:, :, :3].mean(axis=2)
    expect(shown.shape == images.shape[1:], "a picture has another shape than the images", got=str(shown.shape))
    # raw or scaled pixels, also black on white: of the same image all correlate fully, of two digits never by .99
    with np.errstate(all="ignore"):  # a picture of one colour correlates with nothing
        fits = np.nan_to_num([abs(np.corrcoef(shown.ravel(), image.ravel())[0, 1]) for image in images])
    expect(float(fits.max()) > 0.999, "a picture shows none of the images", got=float(fits.max()))
    return int(np.argmax(fits))


def numbers_in_title(ax):
    """The numbers in the title of ``ax``, in order. A title may stand left or right, too."""
    titles = [ax.method("get_title")(loc) for loc in ("left", "center", "right")]
    text = " ".join(title for title in titles if isinstance(title, str))
    return [float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)]


def shown_in(figure, images):
    """By place among the images, the numbers in the title above each that is shown."""
    figure = as_handle(figure, "the figure")
    expect(figure.type_name == "Figure", "show_predictions should return the matplotlib Figure", got=figure)
    axes = figure.read("axes")
    expect(type(axes) is list, "the figure has no axes")
    found, places = {}, []
    for ax in (as_handle(ax, "each axes") for ax in axes):
        place = picture_in(ax, images)
        if place is not None:
            places.append(place)
            found[place] = numbers_in_title(ax)
    due = list(range(min(SHOWN, len(images))))
    expect(sorted(places) == due, "the first ten images should be shown, each once", expected=due, got=sorted(places))
    return found


def surest(model, images, count):
    """The ``count`` images of which the model is surest, in their order, and their labels."""
    images, labels = decided(model, images)
    best = np.sort(np.argsort(-answers(model, scaled(images)).max(axis=1))[:count])
    return images[best], labels[best]


def readings(student, model, images, labels):
    """For each image the digits that may stand above it.

    These are the model's own, and what the student's predict_digits makes of it, among all images and among those that
    are shown: a mistake there is charged there. Where it does not answer with one number an image, nothing is asked of
    a title's digit.
    """
    found = [{float(label)} for label in labels]
    for count in sorted({min(SHOWN, len(images)), len(images)}):
        own = as_array(student.predict_digits(model, images[:count]), what="the labels")
        if own.shape != (count,):
            return [None] * len(images)
        for digits, one in zip(found, own, strict=False):
            digits.add(float(one))
    return found


def is_read(number, digits):
    """Whether the first number of a title is one of the digits that may stand there."""
    return digits is None or number in digits


@points(6)
def test_show_predictions_titles_each_image_with_its_digit(student, data, rng):
    """The first ten images, each once, under the digit that the model reads; with labels the right one stands second.

    前十张图像，每张一次，标题是模型读出的数字；给出标签时，其后是正确的数字。
    """
    images = data.x_test[rng.permutation(len(data.x_test))[:60]]
    model = new_model(student)
    fresh = stir(model, scaled(images), rng)
    make_sure(model, scaled(images))
    images, labels = surest(model, images, 13)
    digits = readings(student, model, images, labels)
    before = images.copy()
    found = shown_in(student.show_predictions(model, images), images)
    assert_unchanged(images, before)
    for place, numbers in found.items():
        expect(numbers[:1] != [], "a title names no digit")
        expect(
            is_read(numbers[0], digits[place]), "a title begins with another digit than the model reads", got=numbers
        )
    award(4 / 6, "ten images without labels are right, fewer images with labels are not")
    asked = []
    for some in (slice(0, 7), slice(-7, None)):  # as many twice: each figure shows the images of its own call
        few, right = images[some], rng.integers(0, 10, 7)
        read = readings(student, model, few, labels[some])
        right[:3] = [next(d for d in range(10) if d not in (read[i] or ())) for i in range(3)]
        asked.append((right.copy(), right))
        for place, numbers in shown_in(student.show_predictions(model, few, asked[-1][0]), few).items():
            expect(len(numbers) >= 2, "a title names no two digits though labels are given", got=numbers)
            expect(
                is_read(numbers[0], read[place]), "a title begins with another digit than the model reads", got=numbers
            )
            expect(numbers[1] == right[place], "the second digit of a title is not the right one", got=numbers)
    give_back(model, fresh)
    award(5 / 6, "the titles are right, but show_predictions changes the labels that it is given")
    for now, then in asked:
        assert_unchanged(now, then)
    award(1.0, "")


# --- train -----------------------------------------------------------------------------------------------------------


@points(11)
def test_train_learns(student, data):
    """Training lowers the loss on the training images; the validation data are for looking and teach nothing.

    训练使训练图像上的损失下降；验证数据只供查看，不从中学习。
    """
    run = training(student, data)
    expect(run.far > 0, "training changes no weight", got=run.far)
    if np.any(run.out["taught"] < 0):
        return  # no probabilities, which costs points of build_model: what such a model has learned is left to chance
    # measured after 300 steps on the small digits: 2.4 becomes .02 (Adam), .5 (SGD at 0.01)
    expect(run.after < run.before, "the loss on the training images has not fallen", expected=run.before, got=run.after)
    # learning how frequent each digit is makes the loss fall, too, without a look at the images. Labels that belong to
    # other images fit by less than 5 standard deviations, with a chance of 3e-7 of more
    better = fit(run.out["taught"], run.labels["taught"])
    expect(better > 5, "the model has not learned which image has which label", got=better)
    award(6 / 11, "the loss on the training images falls, but the model learns from the validation data, too")
    # the other way round when both are trained on. Losses alone would let how frequent the digits are decide for a slow
    # optimizer
    expect(not run.misled, "the model has learned the labels of the validation data")
    award(9 / 11, "the first model learns, but another one that is trained on as many images does not change")
    moved = [journey(student, run.lesson, BATCH, BATCH, compiled=False) for _ in range(2)]
    expect(min(moved) > 0, "training changes no weight", got=str(moved))
    award(10 / 11, "the model learns, but train changes the arrays that it is given")
    for now, before in zip(run.left, run.lesson, strict=True):
        assert_unchanged(now, before)
    award(1.0, "")


@points(12)
def test_train_reports_the_history(student, data):
    """Four lists, one number an epoch; those of the validation data are measured at the end of the epoch.

    四个列表，每个 epoch 一个数；val_loss 和 val_accuracy 是每个 epoch 结束时在验证数据上的损失与准确率。
    """
    run = training(student, data)
    found = curves(run.history, EPOCHS)
    for name in CURVES:
        low, high = float(found[name].min()), float(found[name].max())
        expect(low >= 0, f"{name} is negative", got=low)
        expect("loss" in name or high <= 1, f"{name} is not between 0 and 1", got=high)
    expect(float(np.ptp(found["loss"])) > 0, "the training loss is the same in each epoch", got=found["loss"])
    award(5 / 12, "there are four lists with one number an epoch, but val_accuracy is not that of the validation data")
    # other numbers of steps come of other batches or other images, which is other tests' affair
    asked_for = steps_asked(run)
    again = bool(run.steps) and run.steps > asked_for and run.steps % asked_for == 0
    expect(not again, "the model is trained for longer than the lists say", expected=asked_for, got=run.steps)
    out = run.out["watched"]
    assert_close(found["val_accuracy"][-1], hits(out, run.wrong), atol=SLACK, what="the last val_accuracy")
    award(8 / 12, "val_accuracy is right, val_loss is not")
    # Keras lifts probabilities to 1e-7 before the logarithm, or works on logits and does not: all between is right.
    # float32 sums of 240 losses agree to 1e-5; a custom loop's epsilon of 1e-5 moves them by less than 1e-3
    least, most = cross_entropy(out, run.wrong, least=1e-5), cross_entropy(out, run.wrong)
    got = float(found["val_loss"][-1])
    right = least * (1 - 1e-3) <= got <= most * (1 + 1e-3)
    expect(right, "the last val_loss is not the cross-entropy of the validation data", expected=most, got=got)
    expect(found["loss"][-1] < found["loss"][0], "the training loss does not fall", got=found["loss"])
    award(1.0, "")


def steps_asked(run):
    """How many steps the training should take."""
    return EPOCHS * -(-len(run.labels["taught"]) // BATCH)


def journey(student, lesson, batch_size, count=160, *, compiled=True):
    """Train a new model on some images for one epoch: how far the weights moved. A step or two are not compiled."""
    x, labels, x_val, wrong = (array.copy() for array in lesson)
    model = new_model(student)
    if not compiled:
        model.write("run_eagerly", to=True)
    answers(model, x[:1])
    before = weights_of(model)
    student.train(model, x[:count], labels[:count], x_val[:32], wrong[:32], 1, batch_size)
    return distance(before, weights_of(model))


@points(4)
def test_train_uses_the_batch_size(student, data):
    """One epoch takes as many steps as there are batches.

    一个 epoch 所走的步数等于小批量的个数。
    """
    run = training(student, data)
    expect(run.far > 0, "training changes no weight", got=run.far)
    # a multiple of an epoch's where the number of epochs is wrong, which is another test's affair
    if run.steps and run.steps % (steps_asked(run) // EPOCHS) == 0:
        return
    # a loop written by hand may have an optimizer of its own, and one that accumulates gradients counts fewer steps. So
    # compare two trainings, in small batches and in one.
    # Measured, 40 steps against one: 3.0 (RMSprop), 5 to 8 (Adam and its kin), 17 to 125 (SGD); 1.01 where it is fixed
    far, near = (journey(student, run.lesson, size) for size in (4, 160))
    expect(near > 0, "training with one batch changes no weight", got=near)
    expect(far > 2 * near, "the batch size makes no difference", got=str([near, far]))


# --- the outcome -----------------------------------------------------------------------------------------------------

TIERS = {"digits": (0.3, 0.45, 0.55, 0.65), "mnist": (0.3, 0.45, 0.55, 0.65)}
"""Accuracies that are worth a quarter each; see docs/calibration/14_mnist_mlp.md. The weakest right choice measured,
plain SGD at 0.01 with relu layers of 128 and 64 units, reaches .79 (sd .03) on the small digits and .76 on MNIST."""

BETTER_THAN_CHANCE = 0.2
"""Chance is .1, with a deviation of .016 over 360 images. With Adam, one or two epochs reached .6 in three runs."""


def is_of_the_last_epoch(run):
    """Whether the model is that of the last epoch asked for, as far as its steps and the history tell."""
    if run.steps is not None and 0 < run.steps < steps_asked(run):
        return False
    said = run.history.get("val_accuracy") if type(run.history) is dict else None
    if type(said) is not list or not said or type(said[-1]) not in (int, float):
        return True
    return abs(said[-1] - hits(run.out["watched"], run.wrong)) <= SLACK


@points(12)
def test_accuracy_on_images_never_seen(student, data):
    """Trained once on a small budget, the model reads digits it has never seen.

    用少量预算训练一次后，模型能认出没见过的数字。
    """
    run = training(student, data)
    expect(run.after < run.before, "the loss on the training images has not fallen", expected=run.before, got=run.after)
    # what a network has learned is in its weights; half of what was learned leaves room for a layer without weights
    half = (run.before + run.after) / 2
    expect(
        run.undone > half,
        "with fresh weights the model knows as much as it does trained",
        expected=half,
        got=run.undone,
    )
    # who learns the labels of the validation data loses points for that above: here those count as right, too
    true = run.labels["unseen"]
    accuracy = hits(run.out["unseen"], true, *([(true + 1) % 10] if run.misled else []))
    # who leaves the model of an earlier epoch loses points for that in the history, and it reads as well as it may
    tiers = TIERS[data.name] if is_of_the_last_epoch(run) else (BETTER_THAN_CHANCE,)
    least = max([tier for tier in tiers if accuracy >= tier], default=0.0)
    told = f"accuracy of at least {least}; full points are for {max(tiers)}"
    award(sum(accuracy >= tier for tier in tiers) / len(tiers), told, got=f"accuracy {accuracy:.3f}")
