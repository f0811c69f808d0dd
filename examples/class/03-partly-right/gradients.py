"""Partly right: a good slope of one variable, but the gradient moves whole rows of a matrix."""

import numpy as np


def numerical_diff(f, x):
    h = 1e-4
    return (f(x + h) - f(x - h)) / (2 * h)


def numerical_gradient(f, x):
    h = 1e-4
    x = x.astype(float)
    grad = np.zeros_like(x)
    for i in range(len(x)):
        value = x[i].copy()
        x[i] = value + h
        up = f(x)
        x[i] = value - h
        down = f(x)
        x[i] = value
        grad[i] = (up - down) / (2 * h)
    return grad


def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))
