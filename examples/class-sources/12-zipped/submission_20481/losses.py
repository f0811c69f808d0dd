"""Right, and zipped by a learning platform: one folder around everything, and the files that macOS adds."""

import numpy as np


def mean_squared_error(y, t):
    """Return half the summed squares, averaged over the batch."""
    return np.mean(0.5 * np.sum((y - t) ** 2, axis=-1))


def cross_entropy_error(y, t):
    """Return the cross-entropy, averaged over the batch."""
    if np.ndim(y) == 2 and np.ndim(t) == 1:
        t = np.eye(y.shape[1])[t]
    elif np.ndim(y) == 1 and np.ndim(t) == 0:
        t = np.eye(y.size)[t]
    return -np.mean(np.sum(t * np.log(y + 1e-7), axis=-1))


def mean_absolute_error(y, t):
    """Return the mean absolute error."""
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    """Return the root of the mean squared error over all elements."""
    return np.linalg.norm(y - t) / np.sqrt(np.size(y))


def binary_cross_entropy(y, t):
    """Return the mean binary cross-entropy."""
    y = np.clip(y, 1e-7, 1 - 1e-7)
    return -np.mean(t * np.log(y) + (1 - t) * np.log1p(-y))


def softmax_cross_entropy(logits, labels):
    """Return the cross-entropy of the softmax of the logits."""
    top = np.max(logits, axis=-1, keepdims=True)
    log_p = logits - top - np.log(np.sum(np.exp(logits - top), axis=-1, keepdims=True))
    return -np.mean(np.sum(np.eye(log_p.shape[-1])[labels] * log_p, axis=-1))


def asymmetric_loss(y, t, over, under):
    """Return the mean price of the errors."""
    d = y - t
    return np.mean(over * np.maximum(d, 0) + under * np.maximum(-d, 0))
