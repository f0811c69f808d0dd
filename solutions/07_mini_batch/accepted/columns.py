"""Targets as a column and w as a column; one-hot labels as booleans; keys sorted instead of a permutation."""

import numpy as np


def to_one_hot(labels, num_classes):
    return labels[:, np.newaxis] == np.arange(num_classes)[np.newaxis, :]


def shuffled(n, rng):
    return np.argsort(rng.random(n), kind="stable")


def random_batch(x, t, batch_size, rng):
    chosen = np.sort(shuffled(len(x), rng)[:batch_size])
    return np.take(x, chosen, axis=0), np.take(t, chosen, axis=0)


def epochs(x, t, batch_size, num_epochs, rng):
    orders = (shuffled(len(x), rng) for _ in range(num_epochs))
    return (
        (x[order[k : k + batch_size], ...], t[order[k : k + batch_size], ...])
        for order in orders
        for k in range(0, len(x), batch_size)
    )


def fit_linear(x, y, lr, steps, batch_size, rng):
    y = np.reshape(y, (-1, 1))
    w = np.zeros((x.shape[1], 1))
    for _ in range(steps):
        xb, yb = random_batch(x, y, batch_size, rng)
        w = w - lr * (2.0 / len(xb)) * np.einsum("bi,bj->ij", xb, xb @ w - yb)
    return w
