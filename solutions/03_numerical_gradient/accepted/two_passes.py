"""All evaluations above first, then all below, each at a fresh copy; np.vectorize and masks instead of np.maximum."""

import numpy as np

eps = 1e-4


def numerical_diff(f, x):
    right = f(x + eps)
    left = f(x - eps)
    slope = (right - left) / (2 * eps)
    return np.asarray(slope)


def _values(f, x, step):
    values = np.zeros(x.shape)
    for idx in np.ndindex(*x.shape):
        moved = x.copy().astype(float)
        moved[idx] = moved[idx] + step
        values[idx] = f(moved)
    return values


def numerical_gradient(f, x):
    return (_values(f, x, +eps) - _values(f, x, -eps)) / (2 * eps)


@np.vectorize
def _error(p, q):
    size = abs(p) + abs(q)
    return abs(p - q) / (size if size > 1e-8 else 1e-8)


def relative_error(a, b):
    return _error(a.astype(float), b.astype(float)).max()
