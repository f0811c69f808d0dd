"""Each partial derivative by numerical_diff of a function of one variable; a class, prints, h = 1e-8 (the smallest)."""

import copy
import math

import numpy as np


class Partial:
    """f as a function of the element at idx alone."""

    def __init__(self, f, x, idx):
        self.f, self.idx = f, idx
        self.x = copy.deepcopy(x).astype("float64")

    def __call__(self, value):
        y = self.x.copy()
        y[self.idx] = value
        return self.f(y)


def numerical_diff(f, x):
    h = 1e-8
    return 0.5 * (f(x + h) - f(x - h)) / h


def numerical_gradient(f, x):
    print("gradient of", f, "at", x)
    grad = np.zeros(x.shape, dtype=np.float64)
    for idx, value in np.ndenumerate(x):
        grad[idx] = numerical_diff(Partial(f, x, idx), float(value))
        print(idx, grad[idx])
    return grad


def relative_error(a, b):
    worst = 0.0
    for p, q in zip(a.flatten(), b.flatten()):
        p, q = float(p), float(q)
        worst = max(worst, math.fabs(p - q) / max(1e-8, math.fabs(p) + math.fabs(q)))
    print("worst", worst)
    return worst
