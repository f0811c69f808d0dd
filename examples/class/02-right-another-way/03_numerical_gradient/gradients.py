"""Right, another way: the array's own elements are changed and restored, with a step of 1e-5."""

import numpy as np

h = 1e-5


def numerical_diff(f, x):
    rise = f(x + h) - f(x - h)
    run = 2 * h
    return rise / run


def numerical_gradient(f, x):
    if x.dtype.kind != "f":
        x = x.astype(np.float64)
    grad = np.zeros(x.shape)
    it = np.nditer(x, flags=["multi_index"])
    while not it.finished:
        where = it.multi_index
        kept = x[where]
        x[where] = kept + h
        high = f(x)
        x[where] = kept - h
        low = f(x)
        x[where] = kept
        grad[where] = (high - low) / (2 * h)
        it.iternext()
    return grad


def relative_error(a, b):
    worst = 0.0
    for p, q in zip(a.ravel().tolist(), b.ravel().tolist()):
        size = abs(p) + abs(q)
        worst = max(worst, abs(p - q) / (size if size > 1e-8 else 1e-8))
    return worst
