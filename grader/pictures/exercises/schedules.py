"""Schedules: a learning rate that decays, and a parameter with its moving averages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from grader.language import _
from grader.pictures.canvas import BLUE, GREEN, GREY, ORANGE, Say, new_figure
from grader.pictures.checks import Floats, number_of
from grader.pictures.given import Given

BASE_LR, DECAY_RATE, DECAY_STEPS = 0.1, 0.5, 100
"""The worked example of the statement."""

STEPS = 400

VALUES = 120

AVERAGES = ((0.9, False), (0.98, False), (0.98, True))
"""The decay of each average, and whether it is told the number of updates."""


@dataclass(frozen=True, slots=True)
class Decays:
    """The learning rate at each step, (STEPS + 1,), and that with ``staircase=True``."""

    smooth: Floats
    staircase: Floats


@dataclass(frozen=True, slots=True)
class Averages:
    """The parameter at each step, (VALUES,), and for each of ``AVERAGES`` the shadow after it."""

    values: Floats
    shadows: tuple[Floats, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What the picture shows; a half whose function is not written yet is ``None``."""

    decays: Decays | None
    averages: Averages | None


def gather(own: Any, given: Given) -> Results:
    """Ask for the rate at every step, and feed each average one value after another; see ``Picture.gather``."""
    decays = given.part(lambda: Decays(_rates(own, staircase=False), _rates(own, staircase=True)))
    values = parameter(given.seed)
    averages = given.part(lambda: Averages(values, tuple(_shadows(own, values, *how) for how in AVERAGES)))
    given.require(decays, averages)
    return Results(decays, averages)


def parameter(seed: int) -> Floats:
    """Return a parameter that trembles, jumps halfway, and starts far off: what ``num_updates`` is for."""
    level = np.repeat([0.0, 1.0], VALUES // 2)
    values = level + 0.25 * np.random.default_rng(seed).normal(size=VALUES)
    values[0] = -1.0
    return values


def _rates(own: Any, *, staircase: bool) -> Floats:
    rates = [
        own.exponential_decay(BASE_LR, DECAY_RATE, DECAY_STEPS, step, staircase=staircase) for step in range(STEPS + 1)
    ]
    return np.array([number_of(lr, "exponential_decay") for lr in rates])


def _shadows(own: Any, values: Floats, decay: float, counts: bool) -> Floats:
    ema = own.ExponentialMovingAverage(decay)
    shadows = []
    for n, value in enumerate(values.tolist(), start=-1):  # the first value only starts the shadow
        ema.apply({"w": value}, n if counts and n >= 0 else None)
        shadows.append(number_of(ema.average("w"), "ExponentialMovingAverage.average"))
    return np.array(shadows)


def draw(results: Results, say: Say) -> Figure:
    """Draw the decay on the left, the averages on the right."""
    halves = [half for half in (results.decays, results.averages) if half is not None]
    figure = new_figure(4.8)
    axes = list(figure.subplots(1, len(halves), squeeze=False)[0])
    if results.decays is not None:
        _draw_decays(axes.pop(0), results.decays, say)
    if results.averages is not None:
        _draw_averages(axes.pop(0), results.averages, say)
    return figure


def _draw_decays(ax: Axes, decays: Decays, say: Say) -> None:
    steps = np.arange(len(decays.smooth))
    ax.plot(steps, decays.smooth, color=BLUE, label="staircase=False")
    ax.step(steps, decays.staircase, color=ORANGE, where="post", ls="--", label="staircase=True")
    ax.set(xlabel=say(_("step")), ylabel=say(_("learning rate")), xlim=(0, len(steps) - 1), ylim=(0, None))
    ax.set_title(f"exponential_decay({BASE_LR:g}, {DECAY_RATE:g}, {DECAY_STEPS}, step)")
    ax.legend()


def _draw_averages(ax: Axes, averages: Averages, say: Say) -> None:
    ax.plot(averages.values, ".", color=GREY, ms=6, label=say(_("values of the parameter")))
    for (decay, counts), shadow, colour, style in zip(
        AVERAGES, averages.shadows, (BLUE, ORANGE, GREEN), ("-", "--", "-."), strict=True
    ):
        label = _("shadow, decay = {decay}", decay=decay)
        if counts:
            label = _("shadow, decay = {decay}, with num_updates", decay=decay)
        ax.plot(shadow, style, color=colour, label=say(label))
    low = float(min(averages.values.min(), *(s.min() for s in averages.shadows)))
    high = float(max(averages.values.max(), *(s.max() for s in averages.shadows)))
    room = 0.5 * (high - low)  # below the curves, for the legend
    ax.set(xlabel=say(_("step")), xlim=(-1, len(averages.values)), ylim=(low - room, high + 0.1 * room))
    ax.set_title("ExponentialMovingAverage")
    ax.legend(loc="lower right")
