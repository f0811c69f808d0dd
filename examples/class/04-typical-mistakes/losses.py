"""Typical mistakes: no half, no minus, no absolute value, nothing clipped, and two prices exchanged."""

import numpy as np


def mean_squared_error(y, t):
    return np.sum((y - t) ** 2)


def cross_entropy_error(y, t):
    if y.ndim == 1:
        t = np.reshape(t, (1, -1))
        y = y.reshape(1, y.size)
    if t.size == y.size:
        t = t.argmax(axis=1)
    batch_size = y.shape[0]
    return np.sum(np.log(y[np.arange(batch_size), t.ravel()] + 1e-7)) / batch_size


def mean_absolute_error(y, t):
    return np.mean(y - t)


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def binary_cross_entropy(y, t):
    return -np.mean(t * np.log(y) + (1 - t) * np.log(1 - y))


def softmax_cross_entropy(logits, labels):
    c = np.max(logits)
    p = np.exp(logits - c) / np.sum(np.exp(logits - c))
    return -np.mean(np.log(p[np.arange(len(p)), labels]))


def asymmetric_loss(y, t, over, under):
    return np.mean(np.where(y > t, under * (y - t), over * (t - y)))
