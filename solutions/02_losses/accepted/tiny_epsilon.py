"""The smallest numbers that keep a logarithm finite: a float's own, 1e-20, and a bound of -100 as PyTorch has it."""

import numpy as np


def mean_squared_error(y, t):
    return ((y - t) ** 2).sum() / 2 / (len(y) if np.ndim(y) == 2 else 1)


def cross_entropy_error(y, t):
    if np.ndim(y) == 1:
        y = y[None]
        t = np.asarray(t)[None]
    if np.ndim(t) == 2:
        return -np.sum(t * np.maximum(np.log(np.maximum(y, np.finfo(float).tiny)), -100)) / len(y)
    return -np.log(y[np.arange(len(y)), t] + 1e-20).mean()


def mean_absolute_error(y, t):
    return np.abs(y - t).sum() / np.size(y)


def root_mean_squared_error(y, t):
    return np.linalg.norm(y - t) / np.size(y) ** 0.5


def binary_cross_entropy(y, t):
    y = np.asarray(y, dtype=float)
    yes = np.maximum(np.log(np.maximum(y, 1e-300)), -100)
    no = np.maximum(np.log(np.maximum(1 - y, 1e-300)), -100)
    return -(t * yes + (1 - t) * no).mean()


def softmax_cross_entropy(logits, labels):
    z = np.asarray(logits, dtype=float)
    if z.ndim == 1:
        z, labels = z[None], [labels]
    total = 0.0
    for row, label in zip(z, labels):
        rest = row - row.max()
        total += np.log(np.exp(rest).sum()) - rest[label]
    return total / len(z)


def asymmetric_loss(y, t, over, under):
    d = np.asarray(y - t, dtype=float)
    d[d > 0] *= over
    d[d < 0] *= -under
    return d.mean()
