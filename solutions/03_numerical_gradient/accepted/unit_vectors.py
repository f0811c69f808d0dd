"""x plus and minus h times each unit vector, nothing ever moved in place; h = 1e-3, the largest that is in use."""

import numpy as np


def central(f, x, direction, h=1e-3):
    return (f(x + h * direction) - f(x - h * direction)) / (h + h)


def numerical_diff(f, x):
    return central(f, x, 1.0)


def numerical_gradient(f, x):
    units = np.eye(x.size).reshape(-1, *x.shape)
    return np.array([central(f, x, e) for e in units], dtype=float).reshape(x.shape)


def relative_error(a, b):
    return np.amax(np.absolute(np.subtract(a, b)) / np.fmax(np.add(np.absolute(a), np.absolute(b)), 1e-8))
