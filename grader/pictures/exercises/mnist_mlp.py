"""Handwritten digits: how the training went, the first test images as the model reads them, and its worst mistakes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure, SubFigure
from numpy.typing import NDArray

from grader.exercises.datasets import STAND_IN, DataSet, load_images
from grader.language import Message, _, ngettext
from grader.pictures.canvas import BLUE, ORANGE, Pixels, Say, new_figure, own_figure, show_pixels
from grader.pictures.checks import Floats, array_of, entries_of, numbers_of, object_of
from grader.pictures.given import Given

EPOCHS = {"mnist": 5, STAND_IN: 12}
"""By data set. With the reference both take 12 to 14 s of processor time, TensorFlow's import included."""

TRAINED, TESTED = 10_000, 2_000
"""Images that are taken at most. All 60,000 raise the accuracy from .95 to .97 and take six times as long."""

BATCH = 32

SHOWN = 10
"""Images in a row."""

CURVES = ("loss", "val_loss", "accuracy", "val_accuracy")


@dataclass(frozen=True, slots=True)
class Reading:
    """Images with what the model reads in them.

    Attributes:
        images: (n, 28, 28).
        labels: the true digits, (n,).
        digits: the digits that the model reads, (n,).
        sure: the probability that it gives them, (n,).
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.int64]
    digits: NDArray[np.int64]
    sure: Floats


@dataclass(frozen=True, slots=True)
class Results:
    """What the picture shows.

    Attributes:
        data: the data set's name.
        trained: how many images were trained on.
        curves: by name of ``CURVES``, one number an epoch.
        first: the first test images.
        worst: those read wrongly with the highest probability.
        mistakes: how many test images are read wrongly.
        tested: how many there are.
        own_history: what ``plot_history`` draws; or ``None``.
        own_predictions: what ``show_predictions`` draws; or ``None``.
    """

    data: str
    trained: int
    curves: dict[str, Floats]
    first: Reading
    worst: Reading
    mistakes: int
    tested: int
    own_history: Pixels | None
    own_predictions: Pixels | None


def gather(own: Any, given: Given) -> Results:
    """Train a model, let it read the test images, and let the student's code draw; see ``Picture.gather``."""
    data = load_images(given.mnist)
    images, labels = data.x_train[:TRAINED], data.y_train[:TRAINED].astype(np.int64)
    unseen, truth = data.x_test[:TESTED], data.y_test[:TESTED].astype(np.int64)
    epochs = given.epochs or EPOCHS[data.name]
    x, x_val = (_preprocessed(own, raw) for raw in (images, unseen))
    model = object_of(own.build_model(), "build_model", ("__call__",), _("a compiled Keras model"))
    given.tell(_training(data, len(images), epochs))
    history = own.train(model, x, labels, x_val, truth, epochs, BATCH)
    rows = entries_of(history, "train", CURVES)
    curves = {name: numbers_of(row, "train", epochs, key=name) for name, row in zip(CURVES, rows, strict=True)}
    read = _read(own, model, unseen, truth, x_val)
    wrong_ones = np.flatnonzero(read.digits != truth)
    worst = wrong_ones[np.argsort(-read.sure[wrong_ones], kind="stable")][:SHOWN]
    ten = unseen[:SHOWN].copy(), truth[:SHOWN].copy()
    return Results(
        data.name,
        len(images),
        curves,
        _some(read, np.arange(min(SHOWN, len(truth)))),
        _some(read, worst),
        len(wrong_ones),
        len(truth),
        given.drawing(lambda: own_figure(own.plot_history(dict(history)), "plot_history")),
        given.drawing(lambda: own_figure(own.show_predictions(model, *ten), "show_predictions")),
    )


def _training(data: DataSet, images: int, epochs: int) -> Message:
    name = "MNIST" if data.name == "mnist" else _("the stand-in digits")
    return ngettext(
        "training on {images} images of {data} for {n} epoch",
        "training on {images} images of {data} for {n} epochs",
        epochs,
        images=f"{images:,}",
        data=name,
    )


def _preprocessed(own: Any, raw: NDArray[np.uint8]) -> NDArray[np.float32]:
    return array_of(own.preprocess(raw.copy()), "preprocess", raw.shape).astype(np.float32)


def _read(own: Any, model: Any, raw: NDArray[np.uint8], labels: NDArray[np.int64], x: NDArray[np.float32]) -> Reading:
    digits = array_of(own.predict_digits(model, raw.copy()), "predict_digits", (len(raw),)).astype(np.int64)
    probabilities = array_of(model(x), "build_model", (len(raw), 10), key="model(x)")
    sure = probabilities[np.arange(len(raw)), np.clip(digits, 0, 9)]
    return Reading(raw, labels, digits, sure)


def _some(read: Reading, which: NDArray[np.int64]) -> Reading:
    return Reading(read.images[which], read.labels[which], read.digits[which], read.sure[which])


def draw(results: Results, say: Say) -> Figure:
    """Draw the curves, both rows of images, and what the student's code drew."""
    rows: list[tuple[float, Callable[[SubFigure], None]]] = [
        (4.2, lambda row: _draw_curves(row, results, say)),
        (2.0, lambda row: _draw_first(row, results, say)),
    ]
    if results.mistakes:
        rows.append((2.2, lambda row: _draw_worst(row, results, say)))
    drawn = {"plot_history(history)": results.own_history, "show_predictions(model, images)": results.own_predictions}
    own = {name: pixels for name, pixels in drawn.items() if pixels is not None}
    if own:
        rows.append((3.0, lambda row: _draw_own(row, own)))
    heights = [height for height, fill in rows]
    figure = new_figure(sum(heights))
    parts = figure.subfigures(len(rows), 1, height_ratios=heights, squeeze=False)[:, 0]
    for part, (_height, fill) in zip(parts, rows, strict=True):
        fill(part)
    return figure


def _draw_curves(figure: SubFigure, results: Results, say: Say) -> None:
    name = say("MNIST" if results.data == "mnist" else _("the stand-in digits"))
    left, right = figure.subplots(1, 2)
    last = results.curves["val_accuracy"][-1]
    for ax, key, title in (
        (left, "loss", _("loss, {images} images of {data}", images=f"{results.trained:,}", data=name)),
        (right, "accuracy", _("accuracy, on the test images at the end {accuracy}", accuracy=f"{last:.3f}")),
    ):
        epochs = np.arange(1, len(results.curves[key]) + 1)
        ax.plot(epochs, results.curves[key], "o-", color=BLUE, ms=5, label=say(_("training images")))
        ax.plot(epochs, results.curves[f"val_{key}"], "s--", color=ORANGE, ms=5, label=say(_("test images")))
        ax.set(xlabel=say(_("epoch")), title=say(title))
        ax.xaxis.get_major_locator().set_params(integer=True)
        ax.legend()
    left.set_ylim(0, None)
    right.set_ylim(None, 1.01)


def _draw_first(figure: SubFigure, results: Results, say: Say) -> None:
    title = say(_("the first test images: the digit that is read (the true one)"))
    if not results.mistakes:
        title = say(_("all {total} test images are read rightly; the first of them", total=f"{results.tested:,}"))
    _draw_images(figure, results.first, title, [""] * SHOWN)


def _draw_worst(figure: SubFigure, results: Results, say: Say) -> None:
    title = ngettext(
        "{n} of {total} test images is read wrongly; the surest mistakes, with their probability",
        "{n} of {total} test images are read wrongly; the surest mistakes, with their probability",
        results.mistakes,
        total=f"{results.tested:,}",
    )
    _draw_images(figure, results.worst, say(title), [f"\n{sure:.0%}" for sure in results.worst.sure])


def _draw_images(figure: SubFigure, read: Reading, title: str, below: Sequence[str]) -> None:
    figure.suptitle(title, fontsize=12)
    axes = figure.subplots(1, SHOWN)
    for ax in axes:
        ax.axis("off")
    for ax, image, label, digit, more in zip(axes, read.images, read.labels, read.digits, below, strict=False):
        ax.imshow(image, cmap="gray_r", vmin=0, vmax=255, interpolation="nearest")
        ax.set_title(f"{digit} ({label}){more}", color="black" if digit == label else ORANGE)


def _draw_own(figure: SubFigure, own: Mapping[str, Pixels]) -> None:
    axes = figure.subplots(1, len(own), squeeze=False)[0]
    for ax, (name, pixels) in zip(axes, own.items(), strict=True):
        show_pixels(ax, pixels, name)
