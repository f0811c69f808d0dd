"""Mini-batches, with one number for the gradient of all weights."""

import numpy as np


def to_one_hot(labels, num_classes):
    return np.eye(num_classes)[labels]


def random_batch(x, t, batch_size, rng):
    rows = rng.choice(len(x), batch_size, replace=False)
    return x[rows], t[rows]


def epochs(x, t, batch_size, num_epochs, rng):
    for _ in range(num_epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]
            yield x[rows], t[rows]


def fit_linear(x, y, lr, steps, batch_size, rng):
    w = np.zeros(x.shape[1])
    for _ in range(steps):
        x_batch, y_batch = random_batch(x, y, batch_size, rng)
        error = x_batch @ w - y_batch
        w -= lr * 2 * np.mean(x_batch * error[:, None])
    return w
