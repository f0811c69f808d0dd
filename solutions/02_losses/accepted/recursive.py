"""A batch is the mean of its samples: each function calls itself on rows."""

import numpy as np


def mean_squared_error(y, t):
    if y.ndim == 2:
        return np.mean([mean_squared_error(a, b) for a, b in zip(y, t)])
    return np.dot(y - t, y - t) / 2


def cross_entropy_error(y, t):
    if y.ndim == 2:
        return sum(cross_entropy_error(a, b) for a, b in zip(y, t)) / len(y)
    if np.ndim(t) == 0:
        return -np.log(y[t] + 1e-7)
    if len(t) == 1 and len(y) != 1:
        return -np.log(y[t[0]] + 1e-7)
    return -sum(t * np.log(y + 1e-7))


def mean_absolute_error(y, t):
    y, t = np.ravel(y), np.ravel(t)
    return float(sum(abs(y - t))) / len(y)


def root_mean_squared_error(y, t):
    return np.mean((np.asarray(y) - np.asarray(t)) ** 2) ** 0.5


def binary_cross_entropy(y, t):
    eps = 1e-7
    y = np.minimum(np.maximum(y, eps), 1 - eps)
    return np.mean(-t * np.log(y) - (1 - t) * np.log(1 - y))


def softmax_cross_entropy(logits, labels):
    if logits.ndim == 2:
        return np.mean([softmax_cross_entropy(z, k) for z, k in zip(logits, labels)])
    z = logits - max(logits)
    return np.log(np.exp(z).sum()) - z[int(np.reshape(labels, ())) if np.size(labels) == 1 else labels]


def asymmetric_loss(y, t, over, under):
    loss = np.array(y - t, dtype=float)
    high = y > t
    loss[high] *= over
    loss[~high] *= -under
    return loss.mean()
