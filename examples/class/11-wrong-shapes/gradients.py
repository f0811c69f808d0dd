"""Right numbers in wrong shapes: the gradient as a list, a column or a flat array."""

import numpy as np

h = 1e-4


def numerical_diff(f, x):
    return [(f(x + h) - f(x - h)) / (2 * h)]


def numerical_gradient(f, x):
    flat = x.astype(float).ravel()
    slopes = []
    for i in range(flat.size):
        step = np.zeros(flat.size)
        step[i] = h
        slopes.append((f((flat + step).reshape(x.shape)) - f((flat - step).reshape(x.shape))) / (2 * h))
    if x.ndim == 1:
        return np.array(slopes).reshape(-1, 1)
    return np.array(slopes)


def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)), axis=-1)
