"""Iris: loss and accuracy of a training, and the test flowers with those that were taken for another species."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from grader.language import _, ngettext
from grader.pictures.canvas import BLUE, GREEN, ORANGE, Say, new_figure
from grader.pictures.checks import Floats, array_of, entries_of, items_of, numbers_of
from grader.pictures.given import Given

EPOCHS = 500
"""The statement's default: about a second."""

LR = 0.1

SPECIES = ("setosa", "versicolor", "virginica")

SPLIT = ("x_train", "t_train", "x_test", "t_test")


@dataclass(frozen=True, slots=True)
class Results:
    """What the picture shows.

    Attributes:
        losses: the training loss, one an epoch.
        test_acc: the accuracy on the test flowers, one an epoch.
        train_acc: the accuracy on the training flowers at the end.
        flowers: the test flowers, (30, 4), in centimetres.
        species: what they are, (30,).
        answers: what the trained weights say they are, (30,).
    """

    losses: Floats
    test_acc: Floats
    train_acc: float
    flowers: Floats
    species: Floats
    answers: Floats


def gather(own: Any, given: Given) -> Results:
    """Train, and name all flowers by the trained weights; see ``Picture.gather``."""
    parts = items_of(own.load_split(given.seed), "load_split", SPLIT)
    shapes = ((120, 4), (120,), (30, 4), (30,))
    x_train, t_train, x_test, t_test = (
        array_of(part, "load_split", shape, key=key) for part, shape, key in zip(parts, shapes, SPLIT, strict=True)
    )
    epochs = given.epochs or EPOCHS
    given.tell(ngettext("training for {n} epoch", "training for {n} epochs", epochs))
    run = own.train(given.seed, lr=LR, epochs=epochs)
    w1, b1, losses, test_acc = entries_of(run, "train", ("w1", "b1", "train_loss", "test_acc"))
    return Results(
        numbers_of(losses, "train", epochs, key="train_loss"),
        numbers_of(test_acc, "train", epochs, key="test_acc"),
        float(np.mean(_named(own, x_train, w1, b1) == t_train)),
        x_test,
        t_test,
        _named(own, x_test, w1, b1),
    )


def _named(own: Any, x: Floats, w1: Any, b1: Any) -> Floats:
    """Return the species that the trained weights name."""
    probabilities = array_of(own.forward(x.astype(np.float32), w1, b1), "forward", (len(x), 3))
    return np.asarray(np.argmax(probabilities, axis=1), np.float64)


def draw(results: Results, say: Say) -> Figure:
    """Draw the loss, the accuracy and the flowers side by side."""
    figure = new_figure(4.6)
    left, middle, right = figure.subplots(1, 3, width_ratios=(1, 1, 1.2))
    epochs = np.arange(1, len(results.losses) + 1)
    style = {"marker": "o"} if len(epochs) == 1 else {}  # one point makes no line
    left.plot(epochs, results.losses, color=BLUE, **style)
    left.set(xlabel=say(_("epoch")), ylim=(0, None), title=say(_("loss on the training set")))
    middle.plot(epochs, results.test_acc, color=ORANGE, label=say(_("test set")), **style)
    train_acc = say(_("training set at the end: {accuracy}", accuracy=f"{results.train_acc:.3f}"))
    middle.axhline(results.train_acc, color=BLUE, lw=1.4, ls="--", label=train_acc)
    middle.set(xlabel=say(_("epoch")), ylim=(0, 1.03))
    last = f"{results.test_acc[-1]:.3f}"
    middle.set_title(say(_("accuracy, on the test set at the end {accuracy}", accuracy=last)))
    middle.legend(loc="lower right")
    for ax in (left, middle):
        ax.xaxis.get_major_locator().set_params(integer=True)
    _draw_flowers(right, results, say)
    return figure


def _draw_flowers(ax: Axes, results: Results, say: Say) -> None:
    length, width = results.flowers[:, 2], results.flowers[:, 3]
    for k, (name, colour, marker) in enumerate(zip(SPECIES, (BLUE, ORANGE, GREEN), "o^s", strict=True)):
        of_kind = results.species == k
        ax.plot(length[of_kind], width[of_kind], marker, color=colour, ms=7, alpha=0.85, lw=0, label=name)
    missed = results.answers != results.species
    if missed.any():
        label = say(_("taken for another"))
        ax.plot(length[missed], width[missed], "o", ms=15, mfc="none", mec="black", mew=1.6, lw=0, label=label)
    ax.set(xlabel=say(_("petal length (cm)")), ylabel=say(_("petal width (cm)")))
    right_ones = int(np.sum(~missed))
    ax.set_title(say(_("{n} of {total} test flowers right", n=right_ones, total=len(missed))))
    ax.legend(loc="upper left")
    ax.set(xlim=(0, 7.5), ylim=(0, 3.4))  # room for the legend above setosa
