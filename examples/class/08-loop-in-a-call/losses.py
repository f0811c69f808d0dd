"""An endless loop in one function, which does not increase its counter. The other functions keep their points."""

import numpy as np


def mean_squared_error(y, t):
    return 0.5 * np.mean(np.sum((y - t) ** 2, axis=-1))


def cross_entropy_error(y, t):
    y = y.reshape(-1, y.shape[-1])
    t = np.asarray(t)
    if t.size == y.size:
        t = t.reshape(y.shape).argmax(axis=1)
    return -np.mean(np.log(y[np.arange(len(y)), t.reshape(-1)] + 1e-7))


def mean_absolute_error(y, t):
    return np.abs(y - t).mean()


def root_mean_squared_error(y, t):
    return np.sqrt(((y - t) ** 2).mean())


def binary_cross_entropy(y, t):
    y, t = y.ravel(), t.ravel()
    total = 0.0
    i = 0
    while i < len(y):
        p = min(max(y[i], 1e-7), 1 - 1e-7)
        total -= t[i] * np.log(p) + (1 - t[i]) * np.log(1 - p)
    return total / len(y)


def softmax_cross_entropy(logits, labels):
    z = logits.reshape(-1, logits.shape[-1])
    z = z - z.max(axis=1, keepdims=True)
    picked = z[np.arange(len(z)), np.reshape(labels, -1)]
    return np.mean(np.log(np.exp(z).sum(axis=1)) - picked)


def asymmetric_loss(y, t, over, under):
    return np.where(y > t, over * (y - t), under * (t - y)).mean()
