"""Plain Python: recursion over nested lists, math instead of NumPy, gates by thresholds, prints left in."""

import math

import numpy as np


def each(f, x):
    """Apply f to every number of x."""
    if isinstance(x, list):
        return [each(f, v) for v in x]
    return f(x)


def elementwise(f, x):
    if isinstance(x, np.ndarray):
        return np.array(each(f, x.tolist()))
    return f(x)


def step_function(x):
    def one(v):
        if v > 0:
            return 1
        else:
            return 0

    return elementwise(one, x)


def sigmoid(x):
    def one(v):
        if v < 0:
            return math.exp(v) / (1 + math.exp(v))
        return 1 / (1 + math.exp(-v))

    print("sigmoid of", x)
    return elementwise(one, x)


def tanh(x):
    def one(v):
        if v > 0:
            return (1 - math.exp(-2 * v)) / (1 + math.exp(-2 * v))
        return (math.exp(2 * v) - 1) / (math.exp(2 * v) + 1)

    return elementwise(one, x)


def relu(x):
    return elementwise(lambda v: v if v > 0 else 0.0, x)


def softmax(x):
    def row(values):
        m = max(values)
        total = 0.0
        for v in values:
            total += math.exp(v - m)
        return [math.exp(v - m) / total for v in values]

    if x.ndim == 1:
        return np.array(row(list(x)))
    return np.array([row(list(r)) for r in x])


def neuron(x, w, b, activation):
    if x.ndim == 2:
        return np.array([neuron(row, w, b, activation) for row in x])
    z = []
    for j in range(len(b)):
        s = b[j]
        for i in range(len(x)):
            s += x[i] * w[i][j]
        z.append(s)
    print("sums", z)
    return activation(np.array(z))


def AND(x1, x2):
    w1, w2, theta = 0.5, 0.5, 0.7
    tmp = x1 * w1 + x2 * w2
    if tmp <= theta:
        return 0
    elif tmp > theta:
        return 1


def NAND(x1, x2):
    return 1 if -x1 - x2 > -2 else 0


def OR(x1, x2):
    return int(x1 + x2 >= 1)


def XOR(x1, x2):
    s1 = NAND(x1, x2)
    s2 = OR(x1, x2)
    y = AND(s1, s2)
    return y
