"""Right: every loss in one or two lines of NumPy."""

import numpy as np


def mean_squared_error(y, t):
    return 0.5 * np.square(np.subtract(y, t)).sum(axis=-1).mean()


def cross_entropy_error(y, t):
    y = np.atleast_2d(y)
    hot = np.reshape(t, y.shape) if np.size(t) == y.size else np.eye(y.shape[1])[np.reshape(t, -1)]
    return -(hot * np.log(y + 1e-7)).sum(axis=1).mean()


def mean_absolute_error(y, t):
    return np.abs(np.subtract(y, t)).mean()


def root_mean_squared_error(y, t):
    return np.square(np.subtract(y, t)).mean() ** 0.5


def binary_cross_entropy(y, t):
    y = np.clip(y, 1e-7, 1 - 1e-7)
    return -np.log(np.where(np.equal(t, 1), y, 1 - y)).mean()


def softmax_cross_entropy(logits, labels):
    z = np.atleast_2d(logits)
    z = z - z.max(axis=1, keepdims=True)
    true = np.take_along_axis(z, np.reshape(labels, (-1, 1)), axis=1)
    return (np.log(np.exp(z).sum(axis=1, keepdims=True)) - true).mean()


def asymmetric_loss(y, t, over, under):
    d = np.subtract(y, t)
    return np.maximum(over * d, -under * d).mean()
