"""Public tests: the worked numbers of the statement, and a small example of each of its conventions.

The hidden suite asks for more than these. There is one training, of toy images, and several tests look at what is left
of it. What a model should answer is read off the model itself.
"""

import re
from contextlib import suppress

import numpy as np

from grader.errors import StudentFault
from grader.suite import as_array, as_handle, as_list, as_scalar, assert_close, assert_unchanged, expect
from grader.suite.keras import loss_function, outputs, set_weights, weights_of


def strokes(n):
    """n toy images of two kinds, a vertical stroke (label 1) and a horizontal one (label 7), and their labels."""
    images = np.zeros((n, 28, 28), np.uint8)
    images[::2, 4:24, 13:15] = 255
    images[1::2, 6:8, 6:22] = 255
    return images, np.where(np.arange(n) % 2 == 0, 1, 7)


def scaled(images):
    """The images as the statement wants them preprocessed."""
    return images.astype(np.float32) / np.float32(255)


def new_model(student):
    """Make a model; a subclassed one makes its weights when it is first called."""
    model = as_handle(student.build_model(), "the model")
    outputs(model, np.zeros((1, 28, 28)), 10)
    return model


# --- preprocess -------------------------------------------------------------------------------------------------------


def test_preprocess_of_three_pixels(student):
    """The pixels 0, 51 and 255 become 0.0, 0.2 and 1.0.

    像素 0、51、255 变成 0.0、0.2、1.0。
    """
    images = np.zeros((1, 28, 28), np.uint8)
    images[0, 5, 10:13] = (0, 51, 255)
    assert_close(as_array(student.preprocess(images), (1, 28, 28))[0, 5, 10:13], np.array([0.0, 0.2, 1.0]), atol=1e-6)


def test_preprocess_returns_float32(student):
    """The preprocessed images are float32.

    预处理后的图像是 float32。
    """
    kind = str(as_array(student.preprocess(strokes(2)[0]), (2, 28, 28)).dtype)
    expect(kind == "float32", "the result has another dtype", expected="float32", got=kind)


def test_preprocess_always_divides_by_255(student):
    """It is always 255: a dark image gives the same numbers alone as beside a bright one.

    总是除以 255：一张暗的图像，单独给出或与亮的图像一起给出，结果相同。
    """
    images = np.zeros((2, 28, 28), np.uint8)
    images[0, 5, 10], images[1, 5, 10] = 51, 204
    before = images.copy()
    for some in (images[:1], images):
        assert_close(as_array(student.preprocess(some), some.shape)[0, 5, 10], 0.2, atol=1e-6)
        assert_unchanged(some, before[: len(some)])


# --- build_model ------------------------------------------------------------------------------------------------------


def test_build_model_answers_with_ten_probabilities(student):
    """Two images give two rows of ten probabilities, and each row sums to 1.

    两张图像得到两行、每行十个概率，每行之和为 1。
    """
    model = as_handle(student.build_model(), "the model")
    out = as_array(model(np.random.default_rng(0).uniform(size=(2, 28, 28)).astype(np.float32)), (2, 10))
    expect(bool(np.all(out >= 0)), "probabilities are not negative", expected="no negative number", got=out)
    assert_close(out.sum(axis=1), np.ones(2), atol=1e-4)  # float32


def test_build_model_can_be_sure(student):
    """With large weights in the last layer the model is sure of a class: there is one softmax, not two.

    最后一层的权重很大时，模型会对某个类别很有把握：softmax 只有一次，而不是两次。
    """
    model = new_model(student)
    set_weights(model, [1000 * w if w.shape[-1:] == (10,) else w for w in weights_of(model)])
    surest = float(outputs(model, np.random.default_rng(0).uniform(size=(5, 28, 28)), 10).max())
    # of numbers between 0 and 1, a second softmax makes e / (e + 9) = 0.23 at most
    expect(surest > 0.5, "the model is sure of nothing", expected="a probability near 1", got=surest)


def test_build_model_has_two_hidden_layers(student):
    """Two hidden layers and the one that answers make three matrices of weights.

    两个隐藏层加上输出层，共有三个权重矩阵。
    """
    shapes = [w.shape for w in weights_of(new_model(student)) if w.ndim == 2]
    ends = any(a == 784 for a, _ in shapes) and any(b == 10 for _, b in shapes)
    expect(ends, "no layers of weights lead from 784 pixels to 10 outputs", expected="784 and 10", got=shapes)
    expect(len(shapes) >= 3, "there are too few layers", expected="(784, n), (n, m) and (m, 10)", got=shapes)


def test_build_model_has_activations_in_hidden_layers(student):
    """The hidden layers have an activation: all layers together are not one linear layer.

    隐藏层有激活函数：各层合起来不等于一个线性层。
    """
    model = new_model(student)
    x, d = np.random.default_rng(0).normal(size=(2, 6, 28, 28))
    # of a linear layer, f(x + d) - f(x) - f(d) + f(0) is 0. Softmax hides a number for each row in its logarithm
    logs = [np.log(np.abs(outputs(model, images, 10)) + 1e-30) for images in (x + d, x, d, 0 * x)]
    logs = [log - log.mean(axis=1, keepdims=True) for log in logs]
    bend = float(np.abs(logs[0] - logs[1] - logs[2] + logs[3]).max())
    # 0.04 for sigmoid layers, above 0.3 for others; rounding makes 5e-6
    expect(bend > 5e-3, "the layers together are linear", expected="above 0.005", got=bend)


def test_build_model_makes_a_new_model(student):
    """Each call makes a new model with random weights: what happens to the first does not change the second.

    每次调用都得到权重随机的新模型：第一个模型的变化不影响第二个。
    """
    first = new_model(student)
    set_weights(first, [np.zeros(w.shape) for w in weights_of(first)])
    out = outputs(new_model(student), scaled(strokes(2)[0]), 10)
    expect(float(np.ptp(out, axis=0).max()) > 1e-4, "two images have the same output", expected="others", got=out)


def test_build_model_takes_the_cross_entropy(student):
    """The model comes compiled, and its loss is the cross-entropy of probabilities: of 0.5 and 0.8 it is 0.458145.

    模型已编译，损失是概率的交叉熵：正确类别的概率为 0.5 和 0.8 时是 0.458145。
    """
    loss = loss_function(student, new_model(student))
    out = np.full((2, 10), 0.5 / 9, np.float32)
    out[1] = 0.2 / 9
    out[0, 3], out[1, 8] = 0.5, 0.8
    said = []
    for labels in (np.array([3, 8]), np.eye(10, dtype=np.float32)[[3, 8]]):
        with suppress(StudentFault):  # Keras has one cross-entropy for integers and another for one-hot labels
            said.append(float(np.mean(as_array(loss(labels, out), what="the loss"))))
    right = any(abs(value - 0.458145) < 1e-3 for value in said)
    expect(right, "the loss is not the cross-entropy of probabilities", expected=0.458145, got=said)


def test_build_model_adds_nothing_to_the_loss(student):
    """No penalty on the weights is added to the loss.

    损失里没有加上对权重的惩罚。
    """
    penalties = new_model(student).read("losses")
    expect(type(penalties) is list and not penalties, "something is added to the loss", expected="[]", got=penalties)


# --- train ------------------------------------------------------------------------------------------------------------


def cross(n):
    """n images of both strokes, one across the other, which no training image shows."""
    return np.repeat(np.max(strokes(2)[0], axis=0, keepdims=True), n, axis=0)


def training(student):
    """Train for seven epochs in batches of 8. The validation images are crosses, all with the label 3."""
    images, labels = strokes(128)
    given = scaled(images), labels, scaled(cross(10)), np.full(10, 3)
    model = new_model(student)
    history = student.train(model, *given, 7, 8)
    steps = 0.0
    with suppress(StudentFault):
        steps = as_scalar(model.read("optimizer", "iterations"))
    return given, history, steps, outputs(model, given[0], 10), outputs(model, given[2], 10)


def trained(student):
    """The one training: every test that asks gets the same."""
    return student.once("the training", lambda _: training(student))


def curve(history, name):
    """Return one of the four lists."""
    expect(type(history) is dict, "train should return a dict of four lists", expected="a dict", got=history)
    expect(name in history, f"the history has no {name}", expected=name, got=sorted(map(str, history)))
    return as_list(history[name], 7, what=name)


def test_train_returns_four_lists(student):
    """After seven epochs there is a dict of four lists with seven numbers each, whatever the validation loss does.

    训练七个 epoch 后，得到含四个列表的字典，每个列表七个数，无论验证损失如何变化。
    """
    _, history, *_ = trained(student)
    for name in ("loss", "accuracy", "val_loss", "val_accuracy"):
        curve(history, name)


def test_train_learns_each_image_with_its_label(student):
    """The given model learns which label each training image has, and the arrays stay as they were.

    传入的模型学会每张训练图像的标签，而传入的数组保持不变。
    """
    (x, labels, _, _), _, _, out, _ = trained(student)
    # 8 - label is the label of the other kind of stroke
    own, other = (np.log(np.maximum(out[np.arange(128), some], 1e-30)) for some in (labels, 8 - labels))
    better = float(np.mean(own - other))
    # 0.6 or more for small sigmoid layers, 7 for the sizes in the statement; about 0 where labels are mixed up
    expect(better > 0.4, "the right labels are not more probable than others", expected="above 0.4", got=better)
    assert_unchanged(x, scaled(strokes(128)[0]))
    assert_unchanged(labels, strokes(128)[1])


def test_train_takes_as_many_steps_as_there_are_batches(student):
    """Seven epochs of 128 images in batches of 8 are 112 steps.

    128 张图像、每批 8 张、七个 epoch，共 112 步。
    """
    _, _, steps, *_ = trained(student)
    # a loop of one's own may have an optimizer of its own, and then the model's counts nothing
    expect(steps in (0, 112), "the training has another number of steps", expected=112, got=steps)


def test_validation_data_are_only_looked_at(student):
    """Nothing is learned from the validation data: their label 3 stays improbable, since no training image has it.

    不从验证数据学习：它们的标签 3 仍然不太可能，因为训练图像里没有它。
    """
    *_, out = trained(student)
    probable = float(out[:, 3].mean())
    expect(probable < 0.5, "the model has learned the validation labels", expected="below 0.5", got=probable)


def test_val_accuracy_is_that_of_the_validation_data(student):
    """The last val_accuracy is the share of validation images to which the model gives their label.

    最后一个 val_accuracy 是模型给出正确标签的验证图像所占的比例。
    """
    _, history, _, _, out = trained(student)
    share = np.mean(out.argmax(axis=1) == 3)
    assert_close(curve(history, "val_accuracy")[-1], share, atol=1e-4, what="the last val_accuracy")


def test_val_loss_is_that_of_the_last_epoch(student):
    """The last val_loss is the cross-entropy of the validation data, for the model as it is after the last epoch.

    最后一个 val_loss 是最后一个 epoch 之后的模型在验证数据上的交叉熵。
    """
    _, history, _, _, out = trained(student)
    # a small number within the logarithm, up to 1e-5, is accepted
    least, most = (float(-np.mean(np.log(np.maximum(out[:, 3], 0) + small))) for small in (1e-5, 1e-30))
    last = curve(history, "val_loss")[-1]
    right = 0.999 * least < last < 1.001 * most
    expect(right, "the last val_loss is not that of the model", expected=most, got=last)


# --- predict_digits and evaluate --------------------------------------------------------------------------------------


def opinionated(student):
    """A model whose answers vary, and 12 raw images with the digits that it reads in them, no close calls.

    Its biases are not 0, so that it makes a difference whether pixels run to 1 or to 255.
    """
    model, rng = new_model(student), np.random.default_rng(1)
    drawn = [rng.normal(size=w.shape) if w.ndim > 1 else rng.uniform(0.5, 1.5, w.shape) for w in weights_of(model)]
    # the weights of a unit have a mean of 0, so that no class is the largest for every image
    set_weights(model, [3 * (w - w.mean(axis=0)) / np.sqrt(len(w)) if w.ndim > 1 else w for w in drawn])
    images = np.zeros((60, 28, 28), np.uint8)
    for image in images:
        top, left = rng.integers(0, 18, 2)
        image[top : top + 10, left : left + 10] = rng.integers(60, 256, (10, 10))
    out = outputs(model, scaled(images), 10)
    order = np.sort(out, axis=1)
    clear = np.flatnonzero(order[:, -1] - order[:, -2] > 1e-3)[:12]
    expect(len(clear) == 12, "the model gives several classes the same probability", got=out[:2])
    return model, images[clear], out.argmax(axis=1)[clear]


def test_predict_digits_takes_raw_images(student):
    """Raw images in, one integer each out: the class that the model finds most probable for the preprocessed image.

    输入原始图像，每张输出一个整数：模型认为预处理后的图像最可能的类别。
    """
    model, images, digits = opinionated(student)
    before = images.copy()
    got = student.predict_digits(model, images)
    assert_close(as_array(got, (12,), "the digits"), digits.astype(float), what="the digits")
    expect(np.asarray(got).dtype.kind in "iu", "the digits should be integers", expected="integers", got=got)
    assert_unchanged(images, before)


def test_predict_digits_of_one_image(student):
    """One image gives an array of one digit, the same as beside others.

    一张图像得到只含一个数字的数组，与和其他图像一起时相同。
    """
    model, images, digits = opinionated(student)
    assert_close(as_array(student.predict_digits(model, images[5:6]), (1,), "the digit"), digits[5:6].astype(float))


def test_predict_digits_of_a_model_that_is_not_sure(student):
    """The largest probability decides, however small it is: a new model reads a digit in each image, too.

    最大的概率决定结果，无论它多小：新建的模型也能从每张图像读出一个数字。
    """
    digits = as_array(student.predict_digits(new_model(student), strokes(6)[0]), (6,), "the digits")
    expect(set(digits) <= set(range(10)), "the digits should be 0 to 9", expected="0 to 9", got=digits)


def test_evaluate_is_the_share_of_right_digits(student):
    """Of preprocessed images: nine right of twelve are 0.75.

    对预处理过的图像：12 张对 9 张就是 0.75。
    """
    model, images, digits = opinionated(student)
    labels = digits.copy()
    labels[:3] = (labels[:3] + 1) % 10
    assert_close(student.evaluate(model, scaled(images), labels), 0.75, what="the accuracy")


# --- plot_history -----------------------------------------------------------------------------------------------------

HISTORY = {
    "val_loss": [1.8, 1.1, 0.9],
    "loss": [2.0, 1.0, 0.7],
    "accuracy": [0.3, 0.6, 0.8],
    "val_accuracy": [0.4, 0.5, 0.7],
}


def panels(student):
    """The figure, and the lines of each of its axes: their numbers, and what they look like."""
    figure = as_handle(student.plot_history({name: list(values) for name, values in HISTORY.items()}), "the figure")
    expect(figure.type_name == "Figure", "plot_history should return a Figure", expected="Figure", got=figure)
    axes = figure.read("axes")
    expect(type(axes) is list, "the figure should have two axes", expected="two axes", got=axes)
    axes = [as_handle(ax, "an axes") for ax in axes]
    return figure, [(ax, [(as_list(line.get_ydata()), look(line)) for line in ax.get_lines()]) for ax in axes]


def look(line):
    """What tells a line from others: its colour, its dashes and its markers."""
    return [str(line.method(f"get_{name}")()) for name in ("color", "linestyle", "marker")]


def is_curve(y, key):
    """Whether the numbers of a line are those of the list ``key``."""
    return len(y) == 3 and np.allclose(y, HISTORY[key])


def panel(found, name):
    """The axes that show the two curves ``name`` and ``val_name``, and the looks of the two."""
    for ax, lines in found:
        looks = [next((look for y, look in lines if is_curve(y, key)), None) for key in (name, f"val_{name}")]
        if None not in looks:
            return ax, looks
    expect(False, f"no axes show both {name} and val_{name}", expected=[HISTORY[name], HISTORY[f"val_{name}"]])


def test_plot_history_returns_a_figure(student):
    """The result is a Figure with two axes that have two lines each.

    返回 Figure，其中两个坐标系各有两条线。
    """
    _, found = panels(student)
    counts = [len(lines) for _, lines in found]
    enough = sum(count >= 2 for count in counts) >= 2
    expect(enough, "two axes should have two lines each", expected="[2, 2]", got=counts)


def test_plot_history_draws_the_four_lists(student):
    """loss and val_loss are in one axes, accuracy and val_accuracy in the other.

    loss 和 val_loss 在一个坐标系，accuracy 和 val_accuracy 在另一个。
    """
    _, found = panels(student)
    panel(found, "loss")
    panel(found, "accuracy")


def test_plot_history_has_legends(student):
    """The legend names both curves, and the name of the training curve stands beside the training curve.

    图例给两条曲线命名，训练曲线的名字就在训练曲线旁边。
    """
    figure, found = panels(student)
    for name in ("loss", "accuracy"):
        ax, (training_look, _) = panel(found, name)
        legend = ax.get_legend() or next(iter(figure.read("legends")), None)  # or one for the whole figure
        expect(legend is not None, f"the axes of the {name} have no legend", expected="a legend", got=legend)
        names = [text.get_text() for text in legend.get_texts()]
        expect(len(set(names)) >= 2, f"the legend of the {name} does not name two curves", expected="two", got=names)
        entries = zip(names, legend.read("legend_handles"), strict=False)
        beside = [n.lower() for n, h in entries if h.type_name == "Line2D" and look(h) == training_look]
        swapped = beside and all(re.search("val|test|验证|测试", n) and not re.search("train|训练", n) for n in beside)
        expect(not swapped, "the training curve has the name of the other", expected="training", got=beside)


# --- show_predictions -------------------------------------------------------------------------------------------------


def pictures(figure):
    """What stands in each axes with a picture: the picture, and the numbers in its title."""
    figure = as_handle(figure, "the figure")
    expect(figure.type_name == "Figure", "show_predictions should return a Figure", expected="Figure", got=figure)
    found = []
    for ax in (as_handle(ax, "an axes") for ax in figure.read("axes")):
        shown = ax.get_images()
        if shown:
            title = " ".join(str(ax.get_title(loc)) for loc in ("left", "center", "right"))
            picture = as_array(shown[0].method("get_array")(), what="a picture")
            expect(picture.shape[:2] == (28, 28), "a picture has another shape", expected="(28, 28)", got=picture.shape)
            found.append((picture.reshape(28, 28, -1)[:, :, 0], [int(n) for n in re.findall(r"\d+", title)]))
    return found


def test_show_predictions_of_three_images(student):
    """Three images have three pictures, titled with the model's digit and, where labels are given, the right one after.

    三张图像有三幅图，标题是模型读出的数字；给出标签时，其后是正确的数字。
    """
    images, _ = strokes(3)
    model = as_handle(student.build_model(), "the model")
    digits = as_array(student.predict_digits(model, images), (3,), "the digits").astype(int).tolist()
    others = [(digit + 1) % 10 for digit in digits]
    for labels, due in ((None, [[d] for d in digits]), (np.array(others), zip(digits, others, strict=True))):
        titles = [numbers for _, numbers in pictures(student.show_predictions(model, images, labels))]
        expect(len(titles) == 3, "three images should have three pictures", expected="3", got=titles)
        begin = [some[: 1 if labels is None else 2] for some in titles]
        expected = [list(some) for some in due]
        expect(begin == expected, "the titles begin with other digits", expected=expected, got=titles)


def test_show_predictions_shows_the_first_ten(student):
    """Of twelve images the first ten are shown, each in its own picture.

    给出 12 张图像时显示前 10 张，每张一幅图。
    """
    images = np.zeros((12, 28, 28), np.uint8)
    for i, image in enumerate(images):
        image[2 * i : 2 * i + 4, 5:20] = 200  # a bar, lower in each image
    found = pictures(student.show_predictions(as_handle(student.build_model(), "the model"), images))
    expect(len(found) == 10, "ten of twelve images should be shown", expected="10", got=len(found))
    # dark on bright or bright on dark: a picture goes with its own image in either way
    with np.errstate(all="ignore"):  # a picture of one colour is like none
        alike = [[abs(np.corrcoef(picture.ravel(), image.ravel())[0, 1]) for image in images] for picture, _ in found]
    shown = [int(np.argmax(row)) for row in np.nan_to_num(alike)]
    expect(sorted(shown) == list(range(10)), "not each of the first ten is shown", expected="0 to 9", got=shown)
