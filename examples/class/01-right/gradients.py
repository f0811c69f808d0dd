"""Right: central differences, one element of a float copy at a time."""

import numpy as np

H = 1e-4


def numerical_diff(f, x):
    return (f(x + H) - f(x - H)) / (2 * H)


def numerical_gradient(f, x):
    moved = np.array(x, dtype=float)
    slopes = np.empty_like(moved)
    for place, value in np.ndenumerate(moved.copy()):
        moved[place] = value + H
        above = f(moved)
        moved[place] = value - H
        slopes[place] = (above - f(moved)) / (2 * H)
        moved[place] = value
    return slopes


def relative_error(a, b):
    return np.max(np.abs(np.subtract(a, b)) / np.maximum(1e-8, np.abs(a) + np.abs(b)))
