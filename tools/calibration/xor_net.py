"""How often does a choice of network learn XOR? Prints the table of docs/calibration/09_xor_net.md.

    python -m tools.calibration.xor_net [SEEDS] > docs/calibration/09_xor_net.md

Every net is drawn as the reference draws it: one ``numpy.random.default_rng(seed)`` a net, normal weights, biases 0.
The nets of one choice are trained side by side, which changes nothing but the time. A seed counts as solved as the
suite counts it: all four answers right and a binary cross-entropy below 0.1. With 1,000 seeds it takes about five
minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from math import comb

import click
import numpy as np
from numpy.typing import NDArray

from tools.calibration import measure

Array = NDArray[np.float64]

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
T = np.array([[0.0], [1.0], [1.0], [0.0]])


def sigmoid(z: Array) -> Array:
    """Return the logistic function of z."""
    return np.asarray(1 / (1 + np.exp(-z)))


ACTIVATIONS: dict[str, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
    "sigmoid": (sigmoid, lambda h: h * (1 - h)),
    "tanh": (np.tanh, lambda h: 1 - h**2),
    "relu": (lambda z: np.maximum(z, 0), lambda h: (h > 0).astype(np.float64)),
}
"""By name, the function and its slope, given the function's value."""


@dataclass(frozen=True)
class Choice:
    """What a student may choose, and for how many times as many seeds it is measured."""

    activation: str
    hidden: int
    lr: float = 0.5
    epochs: int = 10_000
    scale: float = 1.0
    samples: str = "all four"
    times: int = 1


CHOICES = (
    Choice("sigmoid", 2),
    Choice("sigmoid", 3),
    Choice("sigmoid", 4),
    Choice("sigmoid", 8, times=10),
    Choice("tanh", 2),
    Choice("tanh", 4),
    Choice("tanh", 8, times=10),
    Choice("relu", 2),
    Choice("relu", 4),
    Choice("relu", 8),
    Choice("relu", 16),
    Choice("sigmoid", 8, epochs=300),
    Choice("sigmoid", 8, lr=0.01),
    Choice("sigmoid", 8, scale=0.01),
    Choice("sigmoid", 8, lr=2.0, epochs=1_000, times=10),  # the reference
    Choice("sigmoid", 8, lr=0.5, epochs=2_500, samples="one by one", times=10),  # accepted/loops.py
    Choice("tanh", 8, lr=0.5, epochs=2_000, times=10),  # accepted/options.py
)


HEAD = """\
# 09_xor_net: how often a choice learns XOR

Printed by `{command}`; the script says how it is measured.

Full points need 9 of 10 seeds. The last column is the chance that a right program with this choice solves
fewer. Where every seed was solved, the share is taken to be 1 - 3/seeds, the 95 % bound, instead of 1.

| hidden | units | rate | epochs | weights | samples per step | seeds | solved | chance of losing points |
|---|--:|--:|--:|--:|---|--:|--:|--:|"""


def share_solved(choice: Choice, seeds: int) -> float:
    """Return the share of ``seeds`` nets of this choice that learn XOR."""
    act, slope = ACTIVATIONS[choice.activation]
    n, hidden = seeds, choice.hidden
    w1, b1 = np.empty((n, 2, hidden)), np.zeros((n, 1, hidden))
    w2, b2 = np.empty((n, hidden, 1)), np.zeros((n, 1, 1))
    for seed in range(n):
        rng = np.random.default_rng(seed)
        w1[seed] = choice.scale * rng.normal(size=(2, hidden))
        w2[seed] = choice.scale * rng.normal(size=(hidden, 1))
    batches = [[0, 1, 2, 3]] if choice.samples == "all four" else [[0], [1], [2], [3]]
    for _ in range(choice.epochs):
        for rows in batches:
            x, t = X[rows], T[rows]
            h = act(x @ w1 + b1)
            dy = (sigmoid(h @ w2 + b2) - t) / len(rows)
            dh = dy @ w2.transpose(0, 2, 1) * slope(h)
            w2 -= choice.lr * h.transpose(0, 2, 1) @ dy
            b2 -= choice.lr * dy.sum(axis=1, keepdims=True)
            w1 -= choice.lr * x.T @ dh
            b1 -= choice.lr * dh.sum(axis=1, keepdims=True)
    y = np.clip(sigmoid(act(X @ w1 + b1) @ w2 + b2), 1e-12, 1 - 1e-12)
    right = np.all((y > 0.5) == (T == 1), axis=(1, 2))
    loss = -np.mean(T * np.log(y) + (1 - T) * np.log(1 - y), axis=(1, 2))
    return float(np.mean(right & (loss < 0.1)))


def chance_of_losing(share: float) -> float:
    """Return the chance that fewer than 9 of 10 seeds are solved, each with chance ``share``."""
    return sum(comb(10, k) * share**k * (1 - share) ** (10 - k) for k in range(9))


def main() -> None:
    """Measure every choice and print a Markdown page."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    click.echo(HEAD.format(command=measure.command()))
    for c in CHOICES:
        n = seeds * c.times
        share = share_solved(c, n)
        losing = chance_of_losing(min(share, 1 - 3 / n))
        click.echo(
            f"| {c.activation} | {c.hidden} | {c.lr:g} | {c.epochs:,} | {c.scale:g} x normal | {c.samples} | {n:,} |"
            f" {share:.4f} | {losing:.2g} |"
        )


if __name__ == "__main__":
    main()
