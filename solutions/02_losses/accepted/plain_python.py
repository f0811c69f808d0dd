"""Lists and the math module, with the largest epsilon in use: 1e-5 in every logarithm."""

import math

import numpy as np


def rows(a):
    return [[float(v) for v in row] for row in np.atleast_2d(a)]


def pairs(y, t):
    return list(zip(np.ravel(y).tolist(), np.ravel(t).tolist()))


def mean_squared_error(y, t):
    y, t = rows(y), rows(t)
    return sum(sum((a - b) ** 2 for a, b in zip(p, q)) / 2 for p, q in zip(y, t)) / len(y)


def cross_entropy_error(y, t):
    t = np.array(t)
    classes = np.atleast_2d(t).argmax(axis=1) if t.shape == np.shape(y) else t.reshape(-1)
    y = rows(y)
    return sum(-math.log(row[k] + 1e-5) for row, k in zip(y, classes)) / len(y)


def mean_absolute_error(y, t):
    return sum(abs(a - b) for a, b in pairs(y, t)) / np.size(y)


def root_mean_squared_error(y, t):
    return math.sqrt(sum((a - b) ** 2 for a, b in pairs(y, t)) / np.size(y))


def binary_cross_entropy(y, t):
    total = 0.0
    for p, q in pairs(y, t):
        p = min(max(p, 1e-5), 1 - 1e-5)
        total -= q * math.log(p) + (1 - q) * math.log(1 - p)
    return total / np.size(y)


def softmax_cross_entropy(logits, labels):
    total = 0.0
    for row, k in zip(rows(logits), np.reshape(labels, -1)):
        m = max(row)
        total += math.log(sum(math.exp(v - m) for v in row)) + m - row[int(k)]
    return total / len(rows(logits))


def asymmetric_loss(y, t, over, under):
    return sum(over * (a - b) if a > b else under * (b - a) for a, b in pairs(y, t)) / np.size(y)
