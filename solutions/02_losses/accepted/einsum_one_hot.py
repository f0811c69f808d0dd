"""Everything by einsum and one-hot matrices; optional arguments beyond the stub's; epsilon 1e-12 by clipping."""

import numpy as np


def mean_squared_error(y, t, scale=0.5):
    d = np.atleast_2d(y - t)
    return scale * np.einsum("ij,ij->", d, d) / d.shape[0]


def _one_hot(t, n, c):
    t = np.asarray(t)
    if t.shape == (n, c):
        return t
    if t.ndim == 1 and n == 1 and t.size == c and c > 1:
        return t[None, :]
    return np.eye(c)[t.reshape(n)]


def cross_entropy_error(y, t, eps=1e-12):
    y = np.atleast_2d(y)
    n, c = y.shape
    return float(-np.einsum("ij,ij->", _one_hot(t, n, c), np.log(np.clip(y, eps, None))) / n)


def mean_absolute_error(y, t):
    return np.abs(np.subtract(y, t)).sum() / np.size(y)


def root_mean_squared_error(y, t):
    return np.linalg.norm(np.ravel(y) - np.ravel(t)) / np.sqrt(np.size(y))


def binary_cross_entropy(y, t, eps=1e-7):
    p = np.clip(y, eps, 1 - eps)
    q = np.where(np.asarray(t) > 0.5, p, 1 - p)
    return np.array(-np.log(q).mean())


def softmax_cross_entropy(logits, labels):
    z = np.atleast_2d(logits).astype(float)
    n, c = z.shape
    lse = np.logaddexp.reduce(z, axis=1)
    return (lse.sum() - np.einsum("ij,ij->", _one_hot(labels, n, c), z)) / n


def asymmetric_loss(y, t, over, under):
    d = np.subtract(y, t)
    return (over * np.maximum(d, 0) + under * np.maximum(-d, 0)).mean()
