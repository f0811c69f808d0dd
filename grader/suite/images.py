"""Images that no public file holds, made from those of a public data set.

A program could look a public image up in MNIST or in scikit-learn's digits, without having learned to read it. So a
suite that grades how well a network reads turns, moves and dims each image and adds noise. The public image that is
nearest to one so made is its own original for 42 % of the small digits and 24 % of MNIST's first 20,000. It is still of
the same digit for 97 % and 91 %, so a suite gives the ten digits new numbers, too::

    number = rng.permutation(10)
    x, labels = perturbed(data.x_train, rng), number[data.y_train]
"""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["moved", "perturbed"]

Array = np.ndarray[Any, Any]

TURN = 12.0
"""Degrees that an image is turned by at most, either way. A digit written by hand leans by as much, and a six is far
from a nine."""

SHIFT = 1.5
"""Pixels that an image of 28x28 is moved by at most, up or down and left or right. The digits have a margin of two
pixels at least, so no ink gets lost."""

FAINTEST = 0.8
"""The least factor that ink is dimmed with."""

NOISE = 8.0
"""Standard deviation of the noise, in grey values of 255. Over all its pixels an image of the small digits differs from
the most similar one by 29 (root mean square, the median), one of MNIST by 40."""

AT_ONCE = 1000
"""Images that are turned at once: 30 MB of intermediate values."""


def perturbed(images: Array, rng: np.random.Generator) -> Array:
    """Return the images, each turned, moved by a fraction of pixels, dimmed, and with noise.

    Args:
        images: (N, H, W), grey values from 0 (paper) to 255 (ink).
        rng: draws a turn, a move and a factor for each image, and the noise for each pixel.

    Returns:
        (N, H, W) of uint8. What lies outside an image is paper.
    """
    n = len(images)
    turns = np.deg2rad(rng.uniform(-TURN, TURN, n))
    shifts = rng.uniform(-SHIFT, SHIFT, (n, 2))
    ink = rng.uniform(FAINTEST, 1, n)
    parts = [slice(start, start + AT_ONCE) for start in range(0, n, AT_ONCE)]
    made = [_noisy(ink[p, None, None] * moved(images[p], turns[p], shifts[p]), rng) for p in parts]
    return np.concatenate(made) if made else np.zeros(images.shape, np.uint8)


def moved(images: Array, turns: Array, shifts: Array) -> Array:
    """Return images turned about their centres and then moved; values between pixels are interpolated linearly.

    Args:
        images: (N, H, W).
        turns: (N,), angles in radians, clockwise.
        shifts: (N, 2), pixels down and pixels to the right.

    Returns:
        (N, H, W) of float32.
    """
    n, height, width = images.shape
    centre = np.array([(height - 1) / 2, (width - 1) / 2], np.float32)
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    down = rows - centre[0] - shifts[:, 0, None, None].astype(np.float32)
    right = columns - centre[1] - shifts[:, 1, None, None].astype(np.float32)
    cos, sin = (f(turns).astype(np.float32)[:, None, None] for f in (np.cos, np.sin))
    # where in the old image each pixel of the new one comes from, counted with a margin of paper
    row = np.clip(centre[0] + cos * down - sin * right + 1, 0, height + 0.999)
    column = np.clip(centre[1] + sin * down + cos * right + 1, 0, width + 0.999)
    padded = np.pad(images, ((0, 0), (1, 2), (1, 2))).astype(np.float32)
    top, left = row.astype(int), column.astype(int)
    lower, righter = row - top, column - left
    image = np.arange(n)[:, None, None]
    above = (1 - righter) * padded[image, top, left] + righter * padded[image, top, left + 1]
    below = (1 - righter) * padded[image, top + 1, left] + righter * padded[image, top + 1, left + 1]
    result: Array = (1 - lower) * above + lower * below
    return result


def _noisy(images: Array, rng: np.random.Generator) -> Array:
    noise = NOISE * rng.standard_normal(images.shape, dtype=np.float32)
    result: Array = np.clip(np.rint(images + noise), 0, 255).astype(np.uint8)
    return result
