"""Typical mistakes: `/ 2 * h` without brackets, an x that is never put back, a mean for a maximum."""

import numpy as np


def numerical_diff(f, x):
    h = 1e-4
    return (f(x + h) - f(x - h)) / 2 * h


def numerical_gradient(f, x):
    h = 1e-4
    if x.dtype == int:
        x = x.astype(float)
    grad = np.zeros_like(x)
    for idx in np.ndindex(x.shape):
        value = x[idx]
        x[idx] = value + h
        fxh1 = f(x)
        x[idx] = value - h
        fxh2 = f(x)
        grad[idx] = (fxh1 - fxh2) / (2 * h)
    return grad


def relative_error(a, b):
    return np.mean(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))
