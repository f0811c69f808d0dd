"""Right, and it prints a megabyte in each call of the first function. This must not block the grader."""

import sys

import numpy as np

LINE = "still computing the mean squared error, please wait ...... step %4d\n"


def mean_squared_error(y, t):
    for step in range(16_000):
        sys.stdout.write(LINE % step)
    print("done", file=sys.stderr)
    return 0.5 * np.mean(np.sum((y - t) ** 2, axis=-1))


def cross_entropy_error(y, t):
    y, t = np.atleast_2d(y), np.asarray(t)
    if t.size == y.size:
        t = t.reshape(y.shape).argmax(axis=1)
    return -np.mean(np.log(y[np.arange(len(y)), t.reshape(-1)] + 1e-7))


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean(np.abs(y - t) ** 2))


def binary_cross_entropy(y, t):
    y = np.clip(y, 1e-7, 1 - 1e-7)
    return np.mean(-t * np.log(y) - (1 - t) * np.log(1 - y))


def softmax_cross_entropy(logits, labels):
    z = np.atleast_2d(logits)
    top = z.max(axis=1)
    sums = np.exp(z - top[:, None]).sum(axis=1)
    return np.mean(top + np.log(sums) - z[np.arange(len(z)), np.reshape(labels, -1)])


def asymmetric_loss(y, t, over, under):
    price = np.where(y > t, over, under)
    return np.mean(price * np.abs(y - t))
