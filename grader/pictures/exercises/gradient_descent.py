"""Gradient descent: the ways of four learning rates on (w + 1)**2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from grader.language import _, either
from grader.pictures.canvas import BLUE, GREY, ORANGE, Say, new_figure
from grader.pictures.checks import Floats, array_of, items_of, numbers_of, wrong
from grader.pictures.given import Given

RATES = (0.01, 0.2, 0.99, 1.1)
"""Small, good, oscillating, diverging."""

START = 5.0

EPOCHS = 40
"""As in the statement's examples."""

STEPS = 10
"""On the parabola; with more of them the ways cover each other."""

FAR = 30
"""Beyond this the way by epochs is not drawn on: it has left the panel, and would only fill it with its zigzag."""

VERDICTS = ("converged", "diverged", "oscillating", "too slow")


@dataclass(frozen=True, slots=True)
class Results:
    """What the picture shows.

    Attributes:
        ways: for each rate where ``gradient_descent`` went, the start first, (STEPS + 1,); or ``None``.
        tapes: for each rate the ``ws`` of ``descend_with_tape``, (EPOCHS,); or ``None``.
        verdicts: for each rate what ``judge_learning_rate`` says of them; or ``None``.
    """

    ways: tuple[Floats, ...] | None
    tapes: tuple[Floats, ...] | None
    verdicts: tuple[str, ...] | None


def gather(own: Any, given: Given) -> Results:
    """Let both functions descend with each rate; see ``Picture.gather``."""
    ways = given.part(lambda: tuple(_way(own, lr) for lr in RATES))
    runs = given.part(lambda: tuple(_run(own, lr) for lr in RATES))
    given.require(ways, runs)
    if runs is None:
        return Results(ways, None, None)
    verdicts = given.part(lambda: tuple(_verdict(own, *run) for run in runs))
    return Results(ways, tuple(ws for ws, losses in runs), verdicts)


def valley(x: Any) -> float:
    """(w + 1)**2 of an array of one element."""
    return float((np.ravel(x)[0] + 1) ** 2)


def _way(own: Any, lr: float) -> Floats:
    way = [np.array([START])]
    for _step in range(STEPS):
        after = own.gradient_descent(valley, way[-1].copy(), lr=lr, step_num=1)
        way.append(array_of(after, "gradient_descent", (1,)))
    return np.concatenate(way)


def _run(own: Any, lr: float) -> tuple[Floats, Floats]:
    ws, losses = items_of(own.descend_with_tape(START, lr, EPOCHS), "descend_with_tape", ("ws", "losses"))
    return (
        numbers_of(ws, "descend_with_tape", EPOCHS, key="ws"),
        numbers_of(losses, "descend_with_tape", EPOCHS, key="losses"),
    )


def _verdict(own: Any, ws: Floats, losses: Floats) -> str:
    verdict = own.judge_learning_rate(ws.tolist(), losses.tolist())
    if verdict not in VERDICTS:
        raise wrong("judge_learning_rate", verdict, either(map(repr, VERDICTS)))
    return str(verdict)


def draw(results: Results, say: Say) -> Figure:
    """Draw a column for each rate: the way over the parabola above, w after each epoch below."""
    shown = [part for part in (results.ways, results.tapes) if part is not None]
    figure = new_figure(0.6 + 3.4 * len(shown))
    grid = figure.subplots(len(shown), len(RATES), sharey="row", squeeze=False)
    for i, lr in enumerate(RATES):
        column = list(grid[:, i])
        if results.ways is not None:
            parabola = column.pop(0)
            _on_parabola(parabola, results.ways[i], f"lr = {lr:g}", say)
            if i == 0:
                parabola.legend(loc="upper center")
        if results.tapes is not None:
            title = f"lr = {lr:g}"
            if results.verdicts is not None:
                title += f": {results.verdicts[i]}"
            _by_epoch(column.pop(0), results.tapes[i], title, say)
    names = [n for n, part in (("gradient_descent", results.ways), ("descend_with_tape", results.tapes)) if part]
    for ax, name, label in zip(grid[:, 0], names, ("(w + 1)²", "w") if len(names) == 2 else ("w",), strict=True):
        ax.set_ylabel(f"{name}\n{'(w + 1)²' if name == 'gradient_descent' else label}")
    return figure


def _on_parabola(ax: Axes, way: Floats, title: str, say: Say) -> None:
    w = np.linspace(-16, 14, 121)
    ax.plot(w, (w + 1) ** 2, color=GREY, lw=1.2)
    ax.plot(way, (way + 1) ** 2, "o-", color=ORANGE, ms=5, lw=1.2, label=say(_("{n} steps", n=STEPS)))
    ax.plot(way[:1], (way[:1] + 1) ** 2, "o", color=BLUE, ms=8, label=say(_("start")))
    ax.set(xlim=(-16, 14), ylim=(-8, 160), xlabel="w", title=title)


def _by_epoch(ax: Axes, ws: Floats, title: str, say: Say) -> None:
    last = say(_("after {n} epochs: w = {w}", n=len(ws), w=f"{ws[-1]:,.2f}"))
    ax.axhline(-1, color=GREY, lw=1.2)
    near = np.concatenate([[START], ws])
    far = np.flatnonzero(np.abs(near) > FAR)
    near = near[: far[0] + 1] if len(far) else near
    ax.plot(near, "o-", color=BLUE, ms=3, lw=1.2)
    ax.set(xlim=(-1, len(ws) + 1), ylim=(-9, 7), xlabel=f"{say(_('epoch'))}\n{last}", title=title)
