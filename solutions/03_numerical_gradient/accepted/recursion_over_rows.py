"""Recursion over rows, views of one array, until a row holds numbers; h = 1e-6, moved by adding and taking back."""

import numpy as np

H = 1e-6


def numerical_diff(f, x):
    up, down = f(x + H), f(x - H)
    return (up - down) / (x + H - (x - H))


def _fill(f, whole, part, grad):
    for i in range(len(part)):
        if part.ndim > 1:
            _fill(f, whole, part[i], grad[i])
            continue
        part[i] += H
        up = f(whole)
        part[i] -= 2 * H
        down = f(whole)
        part[i] += H
        grad[i] = (up - down) / (2 * H)


def numerical_gradient(f, x):
    whole = x if x.dtype == float else x.astype(float)
    grad = np.zeros(x.shape)
    _fill(f, whole, whole, grad)
    return grad


def relative_error(a, b):
    if np.ndim(a) > 1:
        return max(relative_error(p, q) for p, q in zip(a, b))
    return max(abs(p - q) / max(1e-8, abs(p) + abs(q)) for p, q in zip(a.tolist(), b.tolist()))
