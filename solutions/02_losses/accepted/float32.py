"""All arithmetic in float32; returns arrays of one element."""

import numpy as np

F = np.float32


def mean_squared_error(y, t):
    d = np.asarray(y, F) - np.asarray(t, F)
    batch = 1 if d.ndim == 1 else d.shape[0]
    return np.array([F(0.5) * np.sum(d * d) / F(batch)])


def cross_entropy_error(y, t):
    y = np.asarray(y, F)
    if y.ndim == 1:
        y = y.reshape(1, y.size)
        t = np.asarray(t).reshape(1, -1)
    t = np.asarray(t)
    if t.size == y.size:
        return -np.sum(t.astype(F) * np.log(y + F(1e-7)), dtype=F) / F(y.shape[0])
    return -np.sum(np.log(y[np.arange(y.shape[0]), t.ravel()] + F(1e-7)), dtype=F) / F(y.shape[0])


def mean_absolute_error(y, t):
    return np.mean(np.abs(np.asarray(y, F) - np.asarray(t, F)), dtype=F)


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean(np.square(np.asarray(y, F) - np.asarray(t, F)), dtype=F))


def binary_cross_entropy(y, t):
    y = np.clip(np.asarray(y, F), F(1e-7), F(1) - F(1e-7))
    t = np.asarray(t, F)
    return -np.mean(t * np.log(y) + (1 - t) * np.log1p(-y), dtype=F)


def softmax_cross_entropy(logits, labels):
    z = np.asarray(logits, F)
    z = z.reshape(1, -1) if z.ndim == 1 else z
    z = z - np.max(z, axis=1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    return -np.mean(np.take_along_axis(log_p, np.asarray(labels).reshape(-1, 1), axis=1), dtype=F)


def asymmetric_loss(y, t, over, under):
    d = np.asarray(y, F) - np.asarray(t, F)
    return np.mean(np.where(d > 0, F(over) * d, -F(under) * d), dtype=F)
