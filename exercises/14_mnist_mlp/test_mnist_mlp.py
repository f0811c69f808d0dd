"""Public tests: the worked numbers of the statement. The hidden suite asks for more than these."""

import re

import numpy as np

from grader.suite import as_array, as_handle, as_list, assert_close, expect


def strokes(n):
    """n toy images of two kinds, a vertical stroke (label 1) and a horizontal one (label 7), and their labels."""
    images = np.zeros((n, 28, 28), np.uint8)
    images[::2, 4:24, 13:15] = 255
    images[1::2, 6:8, 6:22] = 255
    return images, np.where(np.arange(n) % 2 == 0, 1, 7)


def test_preprocess_of_three_pixels(student):
    """The pixels 0, 51 and 255 become 0.0, 0.2 and 1.0.

    像素 0、51、255 变成 0.0、0.2、1.0。
    """
    images = np.zeros((1, 28, 28), np.uint8)
    images[0, 5, 10:13] = (0, 51, 255)
    assert_close(as_array(student.preprocess(images), (1, 28, 28))[0, 5, 10:13], np.array([0.0, 0.2, 1.0]), atol=1e-6)


def test_build_model_answers_with_ten_probabilities(student):
    """Two images give two rows of ten probabilities, and each row sums to 1.

    两张图像得到两行、每行十个概率，每行之和为 1。
    """
    model = as_handle(student.build_model(), "the model")
    out = as_array(model(np.random.default_rng(0).uniform(size=(2, 28, 28)).astype(np.float32)), (2, 10))
    expect(bool(np.all(out >= 0)), "probabilities are not negative", expected="no negative number", got=out)
    assert_close(out.sum(axis=1), np.ones(2), atol=1e-4)  # float32


def test_train_predict_and_evaluate_on_strokes(student):
    """After five epochs on two kinds of strokes there are lists of five numbers, and 3 right of 4 is 0.75.

    在两种笔画上训练五个 epoch 后，得到长度为 5 的列表；4 张对 3 张的准确率是 0.75。
    """
    images, labels = strokes(64)
    x = images.astype(np.float32) / np.float32(255)
    model = as_handle(student.build_model(), "the model")
    history = student.train(model, x, labels, x[:10], labels[:10], 5, 8)
    expect(type(history) is dict, "train should return a dict of four lists", got=history)
    for name in ("loss", "accuracy", "val_loss", "val_accuracy"):
        expect(name in history, f"the history has no {name}", expected=name, got=sorted(map(str, history)))
        as_list(history[name], 5, what=name)
    assert_close(student.predict_digits(model, images[:4]), np.array([1, 7, 1, 7]))
    assert_close(student.evaluate(model, x[:4], np.array([1, 7, 1, 3])), 0.75)


def test_plot_history_returns_a_figure(student):
    """The result is a Figure with two axes that have two lines each.

    返回 Figure，其中两个坐标系各有两条线。
    """
    history = {"loss": [2.0, 1.0], "accuracy": [0.3, 0.6], "val_loss": [1.8, 1.1], "val_accuracy": [0.4, 0.5]}
    figure = as_handle(student.plot_history(history), "the figure")
    expect(figure.type_name == "Figure", "plot_history should return a Figure", expected="Figure", got=figure)
    axes = figure.read("axes")
    expect(type(axes) is list, "the figure should have two axes", expected="two axes", got=axes)
    lines = [as_handle(ax, "an axes").get_lines() for ax in axes]
    counts = [len(some) if type(some) is list else 0 for some in lines]
    enough = sum(count >= 2 for count in counts) >= 2
    expect(enough, "two axes should have two lines each", expected="[2, 2]", got=counts)


def test_show_predictions_of_three_images(student):
    """Three images have three pictures, titled with the model's digit and, where labels are given, the right one after.

    三张图像有三幅图，标题是模型读出的数字；给出标签时，其后是正确的数字。
    """
    images, _ = strokes(3)
    model = as_handle(student.build_model(), "the model")
    digits = as_array(student.predict_digits(model, images), (3,), "the digits").astype(int).tolist()
    others = [(digit + 1) % 10 for digit in digits]
    for labels, due in ((None, [[d] for d in digits]), (np.array(others), zip(digits, others, strict=True))):
        figure = as_handle(student.show_predictions(model, images, labels), "the figure")
        expect(figure.type_name == "Figure", "show_predictions should return a Figure", expected="Figure", got=figure)
        axes = [as_handle(ax, "an axes") for ax in figure.read("axes")]
        titles = [[ax.get_title(loc) for loc in ("left", "center", "right")] for ax in axes if ax.get_images()]
        numbers = [[int(number) for number in re.findall(r"\d+", " ".join(map(str, some)))] for some in titles]
        expect(len(titles) == 3, "three images should have three pictures", expected="3", got=titles)
        begin = [some[: 1 if labels is None else 2] for some in numbers]
        expected = [list(some) for some in due]
        expect(begin == expected, "the titles begin with other digits", expected=expected, got=titles)
