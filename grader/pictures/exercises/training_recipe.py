"""The training recipe: the points of the circle with the border that was learned, and the loss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from grader.language import _
from grader.pictures.canvas import (
    BLUE,
    GREY,
    ORANGE,
    SKY,
    Pixels,
    Say,
    new_figure,
    own_figure,
    show_pixels,
    smooth,
)
from grader.pictures.checks import Floats, array_of, entries_of, items_of, numbers_of
from grader.pictures.given import Given

STEPS = 3000
"""The default of ``train``: by the statement's figures two seconds inside ``tf.function``, up to 26 step by step."""

LOW, HIGH, STEP = -4.0, 4.0, 0.1
"""The grid. Of 600 normal numbers one is beyond 4 in one seed of 27."""

POINTS = 300


@dataclass(frozen=True, slots=True)
class Border:
    """What ``decision_grid`` returned: coordinates and answers, (K, K) each."""

    xx: Floats
    yy: Floats
    probs: Floats


@dataclass(frozen=True, slots=True)
class Results:
    """What the picture shows.

    Attributes:
        x: the points, (300, 2).
        t: whether each is inside, (300,).
        losses: the loss of each step.
        seen: the share of the points that the EMA parameters get right.
        unseen: that of 300 other points.
        border: the answers on a grid; or ``None``.
        own: what ``plot_boundary`` makes of it; or ``None``.
    """

    x: Floats
    t: Floats
    losses: Floats
    seen: float
    unseen: float
    border: Border | None
    own: Pixels | None


def gather(own: Any, given: Given) -> Results:
    """Make the points, train, ask for the grid, and let the student's code draw it; see ``Picture.gather``."""
    x, t = given.part(lambda: _points(own.circle_data(given.seed))) or _made(given.seed)
    others = given.part(lambda: _points(own.circle_data(given.seed + 1))) or _made(given.seed + 1)
    given.tell(_("training for {n} steps", n=STEPS))
    run = own.train(x.astype(np.float32), t.astype(np.float32).reshape(-1, 1), given.seed)
    ema, losses = entries_of(run, "train", ("ema_params", "losses"))
    losses = numbers_of(losses, "train", STEPS, key="losses")

    def predict(points: Any) -> Floats:
        points = np.asarray(points, np.float32)
        return array_of(own.forward(points, ema), "forward", (len(points), 1))

    # decision_grid calls what it is given, which in turn would have to call the student's forward
    border = _asked(predict) if given.apart else given.part(lambda: _border(own, predict))
    pixels = None
    if border is not None:
        grid = (border.xx.copy(), border.yy.copy(), border.probs.copy())
        pixels = given.drawing(
            lambda: own_figure(own.plot_boundary(x.copy(), t.reshape(-1, 1), *grid), "plot_boundary")
        )
    share = [float(np.mean((predict(p)[:, 0] > 0.5) == (inside > 0.5))) for p, inside in ((x, t), others)]
    return Results(x, t, losses, share[0], share[1], border, pixels)


def _points(value: Any) -> tuple[Floats, Floats]:
    x, t = items_of(value, "circle_data", ("x", "t"))
    inside = array_of(t, "circle_data", (POINTS, 1), (POINTS,), key="t")
    return array_of(x, "circle_data", (POINTS, 2), key="x"), inside.ravel()


def _made(seed: int) -> tuple[Floats, Floats]:
    """Return points as the statement describes them, for a student who has not come to ``circle_data`` yet."""
    x = np.random.default_rng(seed).standard_normal((POINTS, 2))
    return x, (np.hypot(*x.T) < np.sqrt(2)).astype(float)


def _border(own: Any, predict: Callable[[Any], Floats]) -> Border:
    parts = items_of(own.decision_grid(predict, LOW, HIGH, STEP), "decision_grid", ("xx", "yy", "probs"))
    xx = array_of(parts[0], "decision_grid", key="xx")
    if xx.ndim != 2 or min(xx.shape) < 2:
        array_of(xx, "decision_grid", (round((HIGH - LOW) / STEP),) * 2, key="xx")
    yy = array_of(parts[1], "decision_grid", xx.shape, key="yy")
    return Border(xx, yy, array_of(parts[2], "decision_grid", xx.shape, key="probs"))


def _asked(predict: Callable[[Any], Floats]) -> Border:
    """Return the answers on a grid of ours."""
    line = np.arange(LOW, HIGH, STEP)
    xx, yy = np.meshgrid(line, line)
    return Border(xx, yy, predict(np.column_stack([xx.ravel(), yy.ravel()])).reshape(xx.shape))


def draw(results: Results, say: Say) -> Figure:
    """Draw the border and the loss, and what the student's code drew of the border."""
    if results.own is not None:
        figure = new_figure(9.4)
        panels = figure.subplot_mosaic([["border", "own"], ["loss", "loss"]], height_ratios=(1.6, 1))
        show_pixels(panels["own"], results.own, "plot_boundary(x, t, xx, yy, probs)")
    elif results.border is not None:
        figure = new_figure(5.4)
        panels = figure.subplot_mosaic([["border", "loss"]])
    else:
        figure = new_figure(4.6)
        panels = {"loss": figure.subplots()}
    if results.border is not None:
        _draw_border(panels["border"], results, results.border, say)
    _draw_losses(panels["loss"], results, say)
    return figure


def _draw_border(ax: Axes, results: Results, border: Border, say: Say) -> None:
    if border.probs.min() < 0.5 < border.probs.max():
        ax.contourf(border.xx, border.yy, border.probs, levels=[0.5, np.inf], colors=[SKY], alpha=0.25)
        ax.contour(border.xx, border.yy, border.probs, levels=[0.5], colors=BLUE, linewidths=2.5)
        ax.plot([], [], color=BLUE, lw=2.5, label=say(_("learned border")))
    angle = np.linspace(0, 2 * np.pi, 100)
    circle = np.sqrt(2) * np.array([np.cos(angle), np.sin(angle)])
    ax.plot(*circle, color=GREY, lw=1.6, ls="--", label=say(_("true circle")))
    for k, colour, marker, name in ((1, BLUE, "o", _("inside, t = 1")), (0, ORANGE, "^", _("outside, t = 0"))):
        rows = results.x[results.t == k]
        ax.plot(*rows.T, marker, color=colour, ms=5, alpha=0.75, lw=0, label=say(name))
    ax.set(xlim=(LOW, HIGH), ylim=(LOW, HIGH), xlabel="x0", ylabel="x1", aspect="equal")
    ax.set_title(
        say(
            _(
                "ema_params: {seen} right, {unseen} of new points",
                seen=f"{results.seen:.1%}",
                unseen=f"{results.unseen:.1%}",
            )
        )
    )
    ax.legend(loc="upper center", ncols=2, bbox_to_anchor=(0.5, -0.12))


def _draw_losses(ax: Axes, results: Results, say: Say) -> None:
    ax.plot(results.losses, color=SKY, lw=0.7, label=say(_("each step")))
    ax.plot(smooth(results.losses, 50), color=BLUE, label=say(_("mean of 50 steps")))
    top = float(np.quantile(results.losses, 0.995)) * 1.3  # the first steps would press the rest flat
    ax.set(xlabel=say(_("step")), ylabel=say(_("loss")), ylim=(0, top), xlim=(0, len(results.losses)))
    ax.set_title(say(_("loss, penalty included")))
    ax.legend(loc="upper right")
