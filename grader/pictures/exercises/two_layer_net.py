"""The two-layer network: a training on the 8x8 digits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from sklearn.datasets import load_digits

from grader.language import _, ngettext
from grader.pictures.canvas import BLUE, GREEN, ORANGE, SKY, Say, new_figure, smooth
from grader.pictures.checks import Floats, entries_of, number_of, numbers_of
from grader.pictures.given import Given

EPOCHS = 25
"""One to three seconds of processor time, also where samples are taken one by one."""

HIDDEN, STD, BATCH, LR = 50, 0.1, 50, 0.5
"""The example of the statement."""

LISTS = ("train_loss_list", "train_acc_list", "test_acc_list")

TESTED = 360
"""Images that are not trained on, of 1,797."""


@dataclass(frozen=True, slots=True)
class Results:
    """What the picture shows.

    Attributes:
        losses: the loss of each mini-batch, (iterations,).
        test_losses: the loss on the test set before the training and after each epoch, (epochs + 1,).
        train_acc: the accuracy on the training set after the first iteration of each epoch, (epochs,).
        test_acc: that on the test set.
        last_acc: that on the test set at the end.
    """

    losses: Floats
    test_losses: Floats
    train_acc: Floats
    test_acc: Floats
    last_acc: float


def gather(own: Any, given: Given) -> Results:
    """Train a network; see ``Picture.gather``.

    Each epoch is a call of ``train``, which goes on where the last one ended: so the loss on the test set can be asked
    for in between.
    """
    digits = load_digits()
    order = np.random.default_rng(given.seed).permutation(len(digits.target))
    images, labels = (digits.data / 16)[order], np.eye(10)[digits.target[order]]
    seen, unseen = (images[TESTED:], labels[TESTED:]), (images[:TESTED], labels[:TESTED])
    epochs = given.epochs or EPOCHS
    network = own.TwoLayerNet(images.shape[1], HIDDEN, 10, weight_init_std=STD)
    given.tell(
        ngettext(
            "training on {images} digits for {n} epoch",
            "training on {images} digits for {n} epochs",
            epochs,
            images=f"{len(seen[0]):,}",
        )
    )
    rng = given.generator(own)
    test_losses = [number_of(network.loss(*unseen), "TwoLayerNet.loss")]
    lists = []
    for _epoch in range(epochs):
        lists.append(_epoch_of(own, network, seen, unseen, rng))
        test_losses.append(number_of(network.loss(*unseen), "TwoLayerNet.loss"))
    losses, train_acc, test_acc = map(np.concatenate, zip(*lists, strict=True))
    last_acc = number_of(network.accuracy(*unseen), "TwoLayerNet.accuracy")
    return Results(losses, np.array(test_losses), train_acc, test_acc, last_acc)


def _epoch_of(
    own: Any,
    network: Any,
    seen: tuple[Floats, Floats],
    unseen: tuple[Floats, Floats],
    rng: Any,
) -> tuple[Floats, ...]:
    iters_num = len(seen[0]) // BATCH
    history = own.train(network, *seen, *unseen, iters_num, BATCH, LR, rng)
    lists = entries_of(history, "train", LISTS)
    lengths = (iters_num, 1, 1)
    return tuple(numbers_of(one, "train", n, key=key) for one, n, key in zip(lists, lengths, LISTS, strict=True))


def draw(results: Results, say: Say) -> Figure:
    """Draw the loss on the left, the accuracies on the right."""
    figure = new_figure(4.8)
    left, right = figure.subplots(1, 2)
    epochs = len(results.train_acc)
    per_epoch = len(results.losses) // epochs
    i = (np.arange(len(results.losses)) + 1) / per_epoch
    left.plot(i, results.losses, color=SKY, lw=0.8, label=say(_("each mini-batch (train_loss_list)")))
    left.plot(i, smooth(results.losses, per_epoch), color=BLUE, label=say(_("mean of an epoch")))
    left.plot(results.test_losses, "s--", color=ORANGE, ms=4, label=say(_("test set")), clip_on=False)
    left.set(xlabel=say(_("epoch")), ylabel=say(_("loss")), xlim=(0, epochs), ylim=(0, None))
    last = f"{results.test_losses[-1]:.3f}"
    left.set_title(say(_("loss, on the test set at the end {loss}", loss=last)))
    left.legend()
    at = np.arange(len(results.train_acc))
    right.plot(at, results.train_acc, "o-", color=BLUE, ms=4, label=say(_("training set (train_acc_list)")))
    right.plot(at, results.test_acc, "s--", color=ORANGE, ms=4, label=say(_("test set (test_acc_list)")))
    right.axhline(0.1, color=GREEN, lw=1.2, ls=":", label=say(_("guessing: 0.1")))
    right.set(xlabel=say(_("epoch")), ylabel=say(_("accuracy")), ylim=(0, 1.02))
    right.set_title(say(_("accuracy, on the test set at the end {accuracy}", accuracy=f"{results.last_acc:.3f}")))
    right.legend(loc="lower right", bbox_to_anchor=(1, 0.12))
    return figure
