"""Half done: the gradient itself is not written yet. It is zipped together with the losses."""

import numpy as np


def numerical_diff(f, x):
    """Return the slope of f at x."""
    h = 1e-4
    return (f(x + h) - f(x - h)) / (2 * h)


def numerical_gradient(f, x):
    """Return the gradient of f at x."""
    # TODO: write this function
    raise NotImplementedError("numerical_gradient is not written yet")


def relative_error(a, b):
    """Return the largest relative error."""
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))
