"""An endless loop at import: code at the bottom waits for a loss of exactly 0, which is never reached."""

import numpy as np


def mean_squared_error(y, t):
    return 0.5 * np.mean(np.sum((y - t) ** 2, axis=-1))


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


w = np.array([3.0])
goal = np.array([1.0])
while mean_squared_error(w, goal) != 0:
    w += 0.1 * (w - goal)  # the wrong way
    if not np.isfinite(w[0]):
        w = np.array([3.0])
