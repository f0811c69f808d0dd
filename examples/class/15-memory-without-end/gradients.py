"""Memory without end: the gradient keeps one big array after another. The limit ends each such call, and nothing else."""

import numpy as np


def numerical_diff(f, x):
    h = 1e-4
    return (f(x + h) - f(x - h)) / (2 * h)


def numerical_gradient(f, x):
    points = []
    while True:  # one more, to be on the safe side
        points.append(np.zeros((1024, 8192)))  # 64 MiB


def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))
