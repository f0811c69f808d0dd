"""Draws the figures of the statements: one for each exercise, shared by both languages.

    python -m tools.figures            # all of them, about half a minute
    python -m tools.figures 03 07      # some

Labels are mathematics and the names of the exercises' own functions, so that one picture serves every reader. A figure
shows what a right answer does, never how to write it. Where training has to be shown, the reference solution is
trained. The same versions of NumPy and matplotlib draw the same bytes: seeds are fixed, and files hold no date.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent

BLUE, ORANGE, GREEN, PINK, SKY, GREY = "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#808080"
"""Colours that readers who cannot tell red from green can tell apart (Okabe and Ito)."""

WIDTH = 7.6
"""Inches: 730 pixels of an SVG, what a page of Markdown has room for."""

STYLE: dict[Any, Any] = {
    "axes.grid": True,
    "axes.prop_cycle": cycler(color=[BLUE, ORANGE, GREEN, PINK, SKY]),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": 10,
    "figure.constrained_layout.use": True,
    "font.size": 9,
    "grid.alpha": 0.25,
    "legend.frameon": False,
    "lines.linewidth": 1.6,
    "savefig.facecolor": "white",  # transparent would be black on black in a dark theme
    "svg.hashsalt": "xorcise",  # names within the file are random otherwise
}


@dataclass(frozen=True)
class Drawing:
    """How an exercise's figure is made.

    Attributes:
        draw: makes the figure.
        kind: ``svg``, or ``png`` where it shows images.
        slow: it trains with TensorFlow.
    """

    draw: Callable[[], Figure]
    kind: str = "svg"
    slow: bool = False


FIGURES: dict[str, Drawing] = {}


def figure(slug: str, kind: str = "svg", *, slow: bool = False) -> Callable[[Callable[[], Figure]], None]:
    """Enter a function as the one that draws the figure of ``slug``."""

    def enter(draw: Callable[[], Figure]) -> None:
        FIGURES[slug] = Drawing(draw, kind, slow)

    return enter


def reference(slug: str) -> ModuleType:
    """Return an exercise's reference solution as a module."""
    (path,) = (ROOT / "solutions" / slug).glob("*.py")
    spec = importlib.util.spec_from_file_location(f"reference_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def axis_cross(ax: Axes) -> None:
    """Draw the lines x = 0 and y = 0."""
    ax.axhline(0, color=GREY, lw=0.8)
    ax.axvline(0, color=GREY, lw=0.8)


def square_of_cases(ax: Axes, ones: set[tuple[int, int]]) -> None:
    """Draw the four cases of two bits, filled where the answer is 1."""
    for a in (0, 1):
        for b in (0, 1):
            colour = ORANGE if (a, b) in ones else "white"
            ax.plot(a, b, "o", ms=9, mfc=colour, mec=ORANGE, mew=1.5, zorder=3)
    ax.set(xlim=(-0.5, 1.5), ylim=(-0.5, 1.5), xticks=(0, 1), yticks=(0, 1), aspect="equal")


@figure("01_neurons")
def neurons() -> Figure:
    """The activations, and the plane of two bits: a straight line serves AND and OR, none serves XOR."""
    fig = plt.figure(figsize=(WIDTH, 2.5))
    left, *planes = fig.subplots(1, 4, width_ratios=(1.9, 1, 1, 1))
    z = np.linspace(-4, 4, 161)
    axis_cross(left)
    for x, y in (([-4, 0], [0, 0]), ([0, 4], [1, 1])):
        left.plot(x, y, color=GREY, label="step" if y[0] else None)
    left.plot(z, 1 / (1 + np.exp(-z)), color=BLUE, label="sigmoid")
    left.plot(z, np.tanh(z), color=ORANGE, label="tanh")
    left.plot(z, np.maximum(z, 0), color=GREEN, label="relu")
    left.set(xlim=(-4, 4), ylim=(-1.15, 2.2), xlabel="$z$", yticks=(-1, 0, 1, 2))
    left.legend(loc="upper left", fontsize=8, labelspacing=0.25)
    for ax, name, ones, line in zip(
        planes,
        ("AND", "OR", "XOR"),
        ({(1, 1)}, {(0, 1), (1, 0), (1, 1)}, {(0, 1), (1, 0)}),
        (1.5, 0.5, None),
        strict=True,
    ):
        square_of_cases(ax, ones)
        ax.set(title=name, xlabel="$x_1$")
        if line is not None:
            ax.plot([-0.5, 1.5], [line + 0.5, line - 1.5], "--", color=BLUE)
        else:
            ax.text(0.5, 0.5, "?", ha="center", va="center", color=BLUE, fontsize=18)
    planes[0].set_ylabel("$x_2$")
    return fig


@figure("02_losses")
def losses() -> Figure:
    """What a prediction costs: a probability that should be 1, and an error in either direction."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(WIDTH, 2.6))
    y = np.geomspace(0.012, 1, 120)
    left.plot(y, -np.log(y), label=r"$-\log\, y$")
    left.plot(y, np.abs(y - 1), label="$|y-1|$")
    left.plot(y, 0.5 * (y - 1) ** 2, label=r"$\frac{1}{2}(y-1)^2$")
    left.set(xlim=(0, 1), ylim=(0, 4.4), xlabel="$y$", ylabel="$L$", title="$t = 1$")
    left.legend()
    d = np.linspace(-2, 2, 81)
    axis_cross(right)
    right.plot(d, 0.5 * d**2, color=GREEN, label=r"$\frac{1}{2}(y-t)^2$")
    right.plot(d, np.abs(d), color=ORANGE, label="$|y-t|$")
    right.plot(d, np.where(d > 0, d, -4 * d), color=PINK, label="over = 1, under = 4")
    right.set(xlim=(-2, 2), ylim=(0, 4.4), xlabel="$y-t$", ylabel="$L$")
    right.legend(loc="upper right")
    return fig


@figure("03_numerical_gradient")
def numerical_gradient() -> Figure:
    """The secants of both differences beside the tangent, and their errors for every size of step."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(WIDTH, 3.0))
    x, h = 1.0, 0.75
    v = np.linspace(-0.1, 2.1, 100)
    left.plot(v, np.sin(v), color="black", label="$f$")
    slope = np.cos(x)
    left.plot(v, np.sin(x) + slope * (v - x), color=GREY, ls=":", label="$f'(x)$")
    for points, colour, name in (((x, x + h), ORANGE, "forward"), ((x - h, x + h), BLUE, "central")):
        a, b = points
        m = (np.sin(b) - np.sin(a)) / (b - a)
        left.plot(v, np.sin(a) + m * (v - a), color=colour, lw=1.3)
        left.plot(points, np.sin(points), "o", color=colour, ms=5, label=formula(name))
    left.set(xlim=(-0.1, 2.1), ylim=(-0.1, 1.35), yticks=(0, 0.5, 1), title=r"$f = \sin$")
    left.set_xticks((x - h, x, x + h), ("$x-h$", "$x$", "$x+h$"))
    left.legend(loc="lower right", fontsize=9.5)
    hs = 10.0 ** np.arange(-15, 0.01, 0.1)
    forward = np.abs((np.sin(x + hs) - np.sin(x)) / hs - slope)
    central = np.abs((np.sin(x + hs) - np.sin(x - hs)) / (2 * hs) - slope)
    right.loglog(hs, forward, color=ORANGE, lw=1.2)
    right.loglog(hs, central, color=BLUE, lw=1.2)
    right.axvline(1e-4, color=GREY, lw=0.8, ls="--")
    right.text(1.3e-4, 3e-13, "$h = 10^{-4}$", color=GREY)
    right.set(xlabel="$h$", ylabel=r"$|\ldots - f'(x)|$", xlim=(1e-15, 1), ylim=(1e-13, 1), title="$x = 1$")
    return fig


def formula(name: str) -> str:
    """Return a difference as mathematics."""
    if name == "forward":
        return r"$\frac{f(x+h)-f(x)}{h}$"
    return r"$\frac{f(x+h)-f(x-h)}{2h}$"


@figure("04_gradient_descent")
def gradient_descent() -> Figure:
    """Five learning rates on (w + 1)**2: the way over the parabola, and w after each epoch."""
    fig, axes = plt.subplots(2, 5, figsize=(WIDTH, 3.6), sharey="row")
    curve = np.linspace(-9, 7, 41)
    for (top, bottom), lr in zip(axes.T, (0.001, 0.2, 0.99, 0.999, 1.1), strict=True):
        w = 6 * (1 - 2 * lr) ** np.arange(41) - 1
        top.plot(curve, (curve + 1) ** 2, color=GREY, lw=1)
        top.plot(w[:6], (w[:6] + 1) ** 2, "o-", color=ORANGE, ms=3, lw=0.8)
        top.set(xlim=(-9, 7), ylim=(-4, 62), title=f"lr = {lr:g}", xlabel="$w$")
        bottom.axhline(-1, color=GREY, lw=0.8)
        near = w[: 9 if lr > 1 else None]  # what runs away leaves the picture at once
        bottom.plot(near, color=BLUE, lw=0.9)
        bottom.set(xlim=(-1, 41), ylim=(-9, 7), yticks=(-7, -1, 5), xticks=(0, 20, 40), xlabel="epoch")
    axes[0, 0].set_ylabel("$(w+1)^2$")
    axes[1, 0].set_ylabel("$w$")
    return fig


@figure("05_schedules")
def schedules() -> Figure:
    """A rate that halves every 100 steps, smooth and in stairs; and averages that follow a trembling parameter."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(WIDTH, 2.8), width_ratios=(1, 1.25))
    step = np.arange(401)
    left.plot(step, 0.1 * 0.5 ** (step / 100), color=BLUE, label="staircase=False")
    left.step(step, 0.1 * 0.5 ** (step // 100), color=ORANGE, where="post", label="staircase=True")
    left.set(xlabel="step", ylabel="lr", xlim=(0, 400), ylim=(0, 0.105))
    left.legend()
    values = np.where(np.arange(120) < 60, 0.0, 1.0) + 0.25 * np.random.default_rng(3).normal(size=120)
    values[0] = -1.0  # a first value that is far off: what num_updates is for
    right.plot(values, ".", color=GREY, ms=3, label="parameter")
    for label, colour, share in (
        ("$d = 0.9$", BLUE, lambda n: 0.9),
        ("$d = 0.98$", ORANGE, lambda n: 0.98),
        (r"$d = \min(0.98, \frac{1+n}{10+n})$", GREEN, lambda n: min(0.98, (1 + n) / (10 + n))),
    ):
        shadow = [values[0]]
        for n, value in enumerate(values[1:]):
            d = share(n)
            shadow.append(d * shadow[-1] + (1 - d) * value)
        right.plot(shadow, color=colour, label=label)
    right.set(xlabel="step", xlim=(0, 120), ylim=(-1.1, 1.9))
    right.legend(loc="lower right", fontsize=8, labelspacing=0.3)
    return fig


@figure("06_regularization")
def regularization() -> Figure:
    """Penalties and their gradients for one weight; dropout of the worked row, forwards and backwards."""
    fig, (left, middle, right) = plt.subplots(1, 3, figsize=(WIDTH, 2.5), width_ratios=(1, 1, 1.35))
    w = np.linspace(-2, 2, 81)
    for ax in (left, middle):
        axis_cross(ax)
    left.plot(w, np.abs(w), color=ORANGE, label="$|w|$")
    left.plot(w, w**2 / 2, color=BLUE, label=r"$\frac{1}{2}w^2$")
    left.set(xlabel="$w$", xlim=(-2, 2), ylim=(-0.1, 2.6))
    left.legend(loc="upper center", ncols=2, fontsize=8, columnspacing=1)
    for x, y in (([-2, 0], [-1, -1]), ([0, 2], [1, 1])):
        middle.plot(x, y, color=ORANGE)
    middle.plot(w, w, color=BLUE)
    middle.set(xlabel="$w$", xlim=(-2, 2), ylim=(-2.2, 2.2), ylabel=r"$\frac{d}{dw}$")
    middle.yaxis.label.set(rotation=0, size=12)
    rows = {"$x$": (1, 2, 3, 4), "forward": (2, 0, 6, 0), "dout": (10, 20, 30, 40), "backward": (20, 0, 60, 0)}
    right.axis("off")
    for i, (name, numbers) in enumerate(rows.items()):
        row = -i - (i > 1) * 0.5
        right.text(-0.25, row, name, ha="right", va="center", family=None if "$" in name else "monospace", size=8.5)
        for j, number in enumerate(numbers):
            dropped = i % 2 == 1 and number == 0
            face = "#dddddd" if dropped else ("#cfe8f7" if i % 2 else "white")
            right.add_patch(Rectangle((j, row - 0.42), 0.92, 0.84, facecolor=face, edgecolor=GREY, lw=0.8))
            right.text(j + 0.46, row, str(number), ha="center", va="center")
    for row in (-0.5, -3.0):
        right.text(4.15, row, r"$\times\frac{1}{1-\mathrm{rate}}$", va="center", size=10)
    right.set(xlim=(-2.1, 5.8), ylim=(-4.1, 1.0))
    right.set_title("rate = 0.5", y=0.94)
    return fig


@figure("07_mini_batch")
def mini_batch() -> Figure:
    """The same descent with all rows, four and one at a time, on the worked 32 points."""
    fig, axes = plt.subplots(1, 3, figsize=(WIDTH, 3.1), sharey=True)
    rdm = np.random.RandomState(23455)
    x = rdm.rand(32, 2)
    y = x[:, 0] + x[:, 1] + (rdm.rand(32) / 10 - 0.05)
    grid = np.linspace(-0.15, 1.75, 60)
    a, b = np.meshgrid(grid, grid)
    error = np.mean((a[..., None] * x[:, 0] + b[..., None] * x[:, 1] - y) ** 2, axis=-1)
    fit = reference("07_mini_batch").fit_linear
    for ax, batch_size in zip(axes, (32, 4, 1), strict=True):
        ax.contour(a, b, error, levels=[0.002, 0.01, 0.04, 0.1, 0.2, 0.4, 0.7], colors=GREY, linewidths=0.6)
        way = np.array([fit(x, y, 0.3, steps, batch_size, np.random.default_rng(2)) for steps in range(61)])
        ax.plot(way[:, 0], way[:, 1], "o-", color=BLUE, ms=2, lw=0.9)
        ax.plot(1, 1, "*", color=ORANGE, ms=11, zorder=3)
        ax.set(title=f"batch_size = {batch_size}", xlabel="$w_1$", aspect="equal")
        ax.set(xlim=(-0.15, 1.75), ylim=(-0.15, 1.75), xticks=(0, 0.5, 1, 1.5), yticks=(0, 0.5, 1, 1.5))
        ax.grid(visible=False)
    axes[0].set_ylabel("$w_2$")
    return fig


def box(ax: Axes, x: float, text: str) -> None:
    """Draw a layer at ``x``."""
    ax.add_patch(Rectangle((x - 0.62, -0.45), 1.24, 0.9, facecolor="#cfe8f7", edgecolor=BLUE, lw=1))
    ax.text(x, 0, text, ha="center", va="center", family="monospace", size=8)


def arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
    """Draw an arrow."""
    ax.annotate("", xy=end, xytext=start, arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 1.1})


@figure("08_backprop")
def backprop() -> Figure:
    """A classifier as a chain of layers: shapes on the way forward, gradients of the same shapes on the way back."""
    fig, ax = plt.subplots(figsize=(WIDTH, 2.5))
    ax.axis("off")
    places = (2.0, 4.4, 6.8, 9.2)
    for x, name in zip(places, ("Affine", "Relu", "Affine", "Softmax\nWithLoss"), strict=True):
        box(ax, x, name)
    wires = ((0.2, 1.38), (2.62, 3.78), (5.02, 6.18), (7.42, 8.58), (9.82, 10.9))
    names = (("x", "(N, D)"), ("a_1", "(N, H)"), ("z_1", "(N, H)"), ("a_2", "(N, C)"), ("L", ""))
    for (a, b), (symbol, shape) in zip(wires, names, strict=True):
        middle = (a + b) / 2
        arrow(ax, (a, 0.2), (b, 0.2), "black")
        arrow(ax, (b, -0.2), (a, -0.2), ORANGE)
        ax.text(middle, 0.33, f"${symbol}$\n{shape}" if shape else f"${symbol}$", ha="center", va="bottom", size=8.5)
        text = rf"$\frac{{\partial L}}{{\partial {symbol}}}$" if shape else "1"
        ax.text(middle, -0.33, text, ha="center", va="top", color=ORANGE, size=11 if shape else 9)
    for x, i, shapes in ((2.0, 1, ("(D, H)", "(H,)")), (6.8, 2, ("(H, C)", "(C,)"))):
        for dx, symbol, shape in ((-0.32, "W", shapes[0]), (0.32, "b", shapes[1])):
            arrow(ax, (x + dx, 1.05), (x + dx, 0.47), "black")
            ax.text(x + 1.15 * dx, 1.1, f"${symbol}_{i}$\n{shape}", ha="center", va="bottom", size=8)
            arrow(ax, (x + dx, -0.47), (x + dx, -1.05), ORANGE)
            text = rf"$\frac{{\partial L}}{{\partial {symbol}_{i}}}$"
            ax.text(x + 1.15 * dx, -1.12, text, ha="center", va="top", color=ORANGE, size=11)
    arrow(ax, (9.2, 1.05), (9.2, 0.47), "black")
    ax.text(9.2, 1.1, "$t$\n(N, C) | (N,)", ha="center", va="bottom", size=8)
    ax.set(xlim=(0, 11.1), ylim=(-1.9, 1.8))
    return fig


@figure("09_xor_net")
def xor_net() -> Figure:
    """The plane of two bits as a network sees it, before and during training."""
    module = reference("09_xor_net")
    net = module.XORNet(8, 4)
    fig, axes = plt.subplots(1, 4, figsize=(WIDTH, 2.5), sharey=True)
    grid = np.linspace(-0.5, 1.5, 60)
    a, b = np.meshgrid(grid, grid)
    done = 0
    for ax, steps in zip(axes, (0, 100, 200, 2000), strict=True):
        for _ in range(steps - done):
            for key, gradient in net.gradient(module.X, module.T).items():
                net.params[key] -= 2.0 * gradient
        done = steps
        y = net.predict(np.c_[a.ravel(), b.ravel()]).reshape(a.shape)
        place = {"extent": (-0.5, 1.5, -0.5, 1.5), "origin": "lower", "interpolation": "none"}
        ax.imshow(y, cmap="Blues", vmin=0, vmax=1.3, **place)
        ax.contour(a, b, y, levels=[0.5], colors=BLUE)
        square_of_cases(ax, {(0, 1), (1, 0)})
        loss = float(net.loss(module.X, module.T))
        ax.set(title=f"{steps}: $L$ = {loss:.3f}", xlabel="$x_1$")
        ax.grid(visible=False)
    axes[0].set_ylabel("$x_2$")
    return fig


@figure("10_two_layer_net")
def two_layer_net() -> Figure:
    """Loss of each mini-batch and accuracy of each epoch, on the 8x8 digits of the example."""
    from sklearn.datasets import load_digits

    x, t = load_digits(return_X_y=True)
    x = x / 16
    order = np.random.default_rng(0).permutation(len(x))
    train, test = order[:1437], order[1437:]
    module = reference("10_two_layer_net")
    np.random.seed(0)  # the reference draws its weights from there
    net = module.TwoLayerNet(64, 50, 10, weight_init_std=0.1)
    rng = np.random.default_rng(0)
    history = module.train(net, x[train], t[train], x[test], t[test], 800, 50, 0.5, rng)
    fig, (left, right) = plt.subplots(1, 2, figsize=(WIDTH, 2.6))
    left.plot(history["train_loss_list"], lw=0.7)
    left.set(xlabel="$i$", title="train_loss_list", xlim=(0, 800), ylim=(0, None))
    for key, colour, style in (("train_acc_list", BLUE, "o-"), ("test_acc_list", ORANGE, "s--")):
        right.plot(history[key], style, color=colour, ms=2.5, lw=1.2, label=key)
    right.set(xlabel=r"$i\,/\,$iter_per_epoch", ylim=(0, 1.02))
    right.legend(loc="lower right")
    return fig


@figure("11_iris")
def iris() -> Figure:
    """The flowers in both pairs of measurements, with the straight borders that a single layer draws."""
    from sklearn.datasets import load_iris
    from sklearn.linear_model import LogisticRegression

    x, t = load_iris(return_X_y=True)
    fig, axes = plt.subplots(1, 2, figsize=(WIDTH, 2.9))
    for ax, (i, j) in zip(axes, ((0, 1), (2, 3)), strict=True):
        model = LogisticRegression(C=10, max_iter=2000).fit(x[:, (i, j)], t)
        low, high = x[:, (i, j)].min(axis=0) - 0.25, x[:, (i, j)].max(axis=0) + 0.25
        a, b = np.meshgrid(np.linspace(low[0], high[0], 120), np.linspace(low[1], high[1], 120))
        label = model.predict(np.c_[a.ravel(), b.ravel()]).reshape(a.shape)
        ax.contour(a, b, label, levels=[0.5, 1.5], colors=GREY, linewidths=1, linestyles="--")
        for k, (colour, marker) in enumerate(((BLUE, "o"), (ORANGE, "^"), (GREEN, "s"))):
            ax.plot(x[t == k, i], x[t == k, j], marker, color=colour, ms=3.5, alpha=0.75, lw=0, label=str(k))
        ax.set(xlabel=f"x[:, {i}]  (cm)", ylabel=f"x[:, {j}]  (cm)", xlim=(low[0], high[0]), ylim=(low[1], high[1]))
    axes[1].legend(title="$t$", loc="upper left")
    return fig


@figure("12_binary_classifier")
def binary_classifier() -> Figure:
    """From logit to probability, what a probability costs, and the three layers with their shapes."""
    fig, (left, middle, right) = plt.subplots(1, 3, figsize=(WIDTH, 2.5), width_ratios=(1, 1, 1.1))
    z = np.linspace(-6, 6, 121)
    left.axhline(0.5, color=GREY, lw=0.8, ls="--")
    left.axvline(0, color=GREY, lw=0.8)
    left.plot(z, 1 / (1 + np.exp(-z)))
    left.set(xlabel="$z = x \\cdot w + b$", ylabel="$p$", xlim=(-6, 6), yticks=(0, 0.5, 1))
    p = np.linspace(0.012, 0.988, 120)
    middle.plot(p, -np.log(p), color=BLUE, label="$y=1$")
    middle.plot(p, -np.log(1 - p), color=ORANGE, label="$y=0$")
    middle.set(xlabel="$p$", ylabel="$L$", xlim=(0, 1), ylim=(0, 4.5))
    middle.legend(loc="upper center")
    right.axis("off")
    ends: NDArray[np.floating[Any]] = np.zeros(2)
    for k, units in enumerate((2, 25, 15, 1)):
        ys: NDArray[np.floating[Any]] = (np.arange(units) - (units - 1) / 2) * 0.32
        if k:  # every unit looks at all of the layer before it
            corners = [(k - 1, ends[0]), (k, ys[0]), (k, ys[-1]), (k - 1, ends[-1])]
            right.add_patch(Polygon(corners, facecolor="#e8e8e8", edgecolor="none"))
        right.plot(np.full(units, k), ys, "o", ms=3.5, mfc="white", mec=BLUE if k else GREY, mew=0.9)
        right.text(k, 4.5, f"{units}" if k else "$n$", ha="center")
        ends = ys
    right.set(xlim=(-0.4, 3.4), ylim=(-4.3, 5.4))
    return fig


@figure("13_training_recipe", slow=True)
def training_recipe() -> Figure:
    """Points inside and outside of the circle, and the border that the reference finds without and with a penalty."""
    module = reference("13_training_recipe")
    x, t = (a[:60] for a in module.circle_data(0))  # few points, so that a net without a penalty fits each by itself
    fig, axes = plt.subplots(1, 2, figsize=(WIDTH, 3.4), sharey=True)
    angle = np.linspace(0, 2 * np.pi, 49)
    for ax, regularizer in zip(axes, (0.0, 0.02), strict=True):
        params = module.train(x, t, 0, steps=6000, base_lr=0.1, regularizer=regularizer)["ema_params"]

        def predict(points: Any, params: Any = params) -> Any:
            return module.forward(points.astype(np.float32), params).numpy()

        xx, yy, probs = module.decision_grid(predict, -3, 3.05, 0.1)
        ax.contour(xx, yy, probs, levels=[0.5], colors=BLUE)
        ax.plot(np.sqrt(2) * np.cos(angle), np.sqrt(2) * np.sin(angle), ":", color=GREY)
        for k, colour in ((0, ORANGE), (1, BLUE)):
            inside = t[:, 0] == k
            ax.plot(x[inside, 0], x[inside, 1], "o", color=colour, ms=2.8, alpha=0.6, lw=0, label=f"$t={k}$")
        ax.set(title=f"regularizer = {regularizer:g}", xlabel="$x_0$", aspect="equal", xlim=(-3, 3), ylim=(-3, 3))
    axes[0].set_ylabel("$x_1$")
    axes[1].legend(loc="upper right", fontsize=8)
    return fig


@figure("14_mnist_mlp", "png")
def mnist_mlp() -> Figure:
    """Digits in 28x28 pixels, and the same digits as the exam shows them.

    scikit-learn's have 8x8 pixels; a smooth curve through them gives the look of MNIST's, which may not lie here.
    """
    from scipy.ndimage import zoom
    from sklearn.datasets import load_digits

    from grader.suite.images import perturbed

    raw = load_digits()
    first = [raw.images[raw.target == digit][3] for digit in range(10)]
    smooth = np.stack([np.pad(np.clip(zoom(image, 3), 0, 16), 2) for image in first]) * (255 / 16)
    images = smooth.round().astype(np.uint8)
    fig, axes = plt.subplots(2, 10, figsize=(WIDTH, 1.75))
    for row, shown in zip(axes, (images, perturbed(images, np.random.default_rng(2))), strict=True):
        for ax, image in zip(row, shown, strict=True):
            ax.imshow(image, cmap="gray_r", vmin=0, vmax=255, interpolation="nearest")
            ax.set(xticks=(), yticks=())
            for spine in ax.spines.values():
                spine.set(visible=True, color=GREY, lw=0.6)
    for digit, ax in enumerate(axes[0]):
        ax.set_title(str(digit))
    return fig


def draw(slug: str, folder: Path) -> Path:
    """Draw the figure of ``slug`` into ``folder`` and return the file."""
    drawing = FIGURES[slug]
    path = folder / f"figure.{drawing.kind}"
    with mpl.rc_context(STYLE):
        fig = drawing.draw()
        # neither a date nor the version of matplotlib goes into the file
        metadata = {"Date": None, "Creator": None} if drawing.kind == "svg" else {"Software": None}
        fig.savefig(path, dpi=100, metadata=metadata)
        plt.close(fig)
    if drawing.kind == "svg":
        path.write_text(lean(path.read_text(encoding="utf-8")), encoding="utf-8")
    return path


def lean(svg: str) -> str:
    """Return an SVG to a third of its size: coordinates to a tenth of a point, and nothing said for every marker."""
    svg = re.sub(r"^ +| +$", "", svg, flags=re.M)
    svg = re.sub(r'(?<=<g) id="[^"]*"', "", svg)  # nothing refers to a group
    svg = re.sub(r'(?<=<path d=")[^"]*', lambda path: " ".join(shorter(path[0]).split()), svg)
    svg = re.sub(r'(?<= [xy]=")[^"]*', lambda place: shorter(place[0]), svg)
    return re.sub(r"<g([^>]*)>\n((?:<use [^>]*/>\n)+)</g>", style_once, svg)


def style_once(group: re.Match[str]) -> str:
    """Return a group of markers with the style that they share said by the group."""
    attributes, markers = group.groups()
    styles = set(re.findall(r' style="[^"]*"', markers))
    if len(styles) != 1 or markers.count(" style=") != markers.count("<use"):
        return group[0]
    (style,) = styles
    return f"<g{attributes}{style}>\n{markers.replace(style, '')}</g>"


def shorter(numbers: str) -> str:
    """Return ``numbers`` with one decimal at most."""
    return re.sub(r"-?\d+\.\d+", lambda n: f"{float(n[0]):.1f}".removesuffix(".0"), numbers)


def main(wanted: list[str]) -> None:
    """Draw the figures of the exercises whose slug begins with one of ``wanted``, or all."""
    for name in wanted:
        if not any(slug.startswith(name) for slug in FIGURES):
            sys.exit(f"no figure for {name!r}: choose from {', '.join(FIGURES)}")
    for slug in FIGURES:
        if not wanted or slug.startswith(tuple(wanted)):
            path = draw(slug, ROOT / "exercises" / slug)
            click.echo(f"{path.relative_to(ROOT)}  {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
