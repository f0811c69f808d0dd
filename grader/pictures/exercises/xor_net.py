"""The XOR network: what it answers for every point of the plane, and how its loss fell."""

from __future__ import annotations

import contextlib
import copy
import functools
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from grader.language import _
from grader.pictures.canvas import BLUE, GREY, ORANGE, Say, new_figure
from grader.pictures.checks import Floats, array_of, entries_of, number_of, object_of
from grader.pictures.given import Given

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
T = np.array([[0.0], [1.0], [1.0], [0.0]])

LINE = np.linspace(-0.5, 1.5, 81)
"""Coordinates of the points that the net is asked about, in both directions."""

KEYS = ("W1", "b1", "W2", "b2")

HIDDEN, LR, STEPS = 8, 1.0, 1000
"""Of the descent that is shown where ``train_xor`` trains without ``gradient``, or returns a copy. By the statement's
table eight hidden units solve nearly every seed."""


@dataclass(frozen=True, slots=True)
class Results:
    """What the picture shows.

    Attributes:
        plane: the answer of the trained net at each point, (81, 81), rows by the second coordinate.
        answers: its answers to the four rows of XOR, (4,).
        loss: its loss on them.
        calls: numbers of calls of ``gradient``, (n,).
        losses: the loss before each of these calls, (n,).
        by_train_xor: whether the losses are those of ``train_xor``; else they are those of a descent of ours.
    """

    plane: Floats
    answers: Floats
    loss: float
    calls: Floats
    losses: Floats
    by_train_xor: bool


def gather(own: Any, given: Given) -> Results:
    """Train a net and watch; see ``Picture.gather``."""
    with watched(own.XORNet) as seen:
        trained = own.train_xor(given.seed)
    net = object_of(trained, "train_xor", ("predict", "loss"), _("a trained XORNet"))
    x1, x2 = np.meshgrid(LINE, LINE)
    points = np.column_stack([x1.ravel(), x2.ravel()])
    plane = array_of(net.predict(points), "XORNet.predict", (len(points), 1))
    answers = array_of(net.predict(X.copy()), "XORNet.predict", (4, 1))
    loss = number_of(net.loss(X.copy(), T.copy()), "XORNet.loss")
    states = seen.of(net)
    by_train_xor = len(states) > 1
    losses = [_loss(state) for n, state in states] if by_train_xor else _descent(own, given)
    calls = [n for n, state in states] if by_train_xor else range(len(losses))
    return Results(
        plane.reshape(x1.shape), answers.ravel(), loss, np.array(calls, float), np.array(losses), by_train_xor
    )


class Watch:
    """Copies of nets, made while they are trained: calling them then might disturb the training."""

    def __init__(self) -> None:
        self._nets: dict[int, tuple[Any, int, list[tuple[int, Any]]]] = {}

    def see(self, net: Any) -> None:
        """Note that the gradient of a net was asked for, and copy the net, in the long run every fiftieth time."""
        net, n, states = self._nets.get(id(net), (net, 0, []))
        if n % (1 if n < 100 else 10 if n < 1000 else 50) == 0:
            # a net with something in it that cannot be copied is not watched
            with contextlib.suppress(Exception):
                states.append((n, copy.deepcopy(net)))
        self._nets[id(net)] = net, n + 1, states  # the net itself is kept, so that no other gets its id

    def of(self, net: Any) -> list[tuple[int, Any]]:
        """Return the copies of a net, each with the number of calls before it; the net as it is now is the last."""
        _net, n, states = self._nets.get(id(net), (net, 0, []))
        return [*states, (n, net)] if states else []


@contextlib.contextmanager
def watched(kind: Any) -> Iterator[Watch]:
    """Watch every call of the method ``gradient`` of a class; of anything else, as a worker's, nothing."""
    watch = Watch()
    method = vars(kind).get("gradient") if inspect.isclass(kind) else None
    if not inspect.isfunction(method):
        yield watch
        return

    @functools.wraps(method)
    def gradient(self: Any, *args: Any, **kwargs: Any) -> Any:
        watch.see(self)
        return method(self, *args, **kwargs)

    kind.gradient = gradient
    try:
        yield watch
    finally:
        kind.gradient = method


def _loss(net: Any) -> float:
    return number_of(net.loss(X.copy(), T.copy()), "XORNet.loss")


def _descent(own: Any, given: Given) -> list[float]:
    """Return the losses of a fresh net that is led down its own gradient."""
    net = own.XORNet(HIDDEN, given.seed)
    losses = [_loss(net)]
    for _step in range(STEPS):
        grads = net.gradient(X.copy(), T.copy())
        params = net.params  # of a net in a worker, a copy
        entries_of(params, "XORNet.params", KEYS)
        for key, grad in zip(KEYS, entries_of(grads, "XORNet.gradient", KEYS), strict=True):
            down = LR * array_of(grad, "XORNet.gradient", np.shape(params[key]), key=key)
            if given.apart:
                net.write("params", [key], to=params[key] - down)
            else:
                params[key] -= down
        losses.append(_loss(net))
    return losses


def draw(results: Results, say: Say) -> Figure:
    """Draw the plane on the left, the loss on the right."""
    figure = new_figure(5.2)
    left, right = figure.subplots(1, 2, width_ratios=(1, 1.15))
    image = left.pcolormesh(
        LINE, LINE, results.plane, cmap="cividis", vmin=0, vmax=1, shading="gouraud", rasterized=True
    )
    if results.plane.min() < 0.5 < results.plane.max():
        left.contour(LINE, LINE, results.plane, levels=[0.5], colors="white", linewidths=2.5)
    for label, marker, name in ((0, "o", "t = 0"), (1, "^", "t = 1")):
        rows = X[T[:, 0] == label]
        face = "white" if label else "black"
        left.plot(*rows.T, marker, ms=13, mfc=face, mec="black" if label else "white", mew=1.8, lw=0, label=name)
    right_ones = int(np.sum((results.answers > 0.5) == (T[:, 0] > 0.5)))
    left.set_title(say(_("train_xor: {n} of 4 right", n=right_ones)))
    left.set(xlabel="x1", ylabel="x2", xticks=[0, 1], yticks=[0, 1], aspect="equal")
    left.grid(visible=False)
    left.legend(loc="upper center", ncols=2, bbox_to_anchor=(0.5, -0.1))
    bar = figure.colorbar(image, ax=left, label=say(_("predict: probability of the answer 1")))
    bar.ax.axhline(0.5, color="white", lw=2.5)
    right.plot(results.calls, results.losses, color=BLUE)
    right.axhline(0.1, color=GREY, lw=1.2, ls="--")
    right.text(0.99, 0.1, say(_("solved below 0.1")), transform=right.get_yaxis_transform(), ha="right", va="bottom")
    if results.by_train_xor:
        right.plot(results.calls[-1:], results.losses[-1:], "o", color=ORANGE, ms=7)
        right.set_title(say(_("loss in train_xor, at the end {loss}", loss=f"{results.loss:.4f}")))
        right.set_xlabel(say(_("calls of gradient")))
    else:
        title = _(
            "loss of XORNet({hidden}, seed), {steps} steps with lr = {lr}\n(train_xor could not be watched)",
            hidden=HIDDEN,
            steps=STEPS,
            lr=LR,
        )
        right.set_title(say(title))
        right.set_xlabel(say(_("step")))
    right.set(ylim=(0, None), ylabel=say(_("loss")))
    return figure
