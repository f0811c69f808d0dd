"""Cards and lists: rows are drawn one by one, orders shuffled by exchanging, weights are Python floats."""

import numpy as np


def to_one_hot(labels, num_classes):
    return np.array([[1 if c == label else 0 for c in range(num_classes)] for label in labels])


def random_batch(x, t, batch_size, rng):
    left = list(range(len(x)))
    rows = [left.pop(int(rng.integers(len(left)))) for _ in range(batch_size)]
    return np.array([x[i] for i in rows]), np.array([t[i] for i in rows])


def epochs(x, t, batch_size, num_epochs, rng):
    for _ in range(num_epochs):
        order = list(range(len(x)))
        for i in range(len(order) - 1, 0, -1):
            j = int(rng.integers(0, i + 1))
            order[i], order[j] = order[j], order[i]
        x_batch, t_batch = [], []
        for i in order:
            x_batch.append(x[i])
            t_batch.append(t[i])
            if len(x_batch) == batch_size:
                yield np.array(x_batch), np.array(t_batch)
                x_batch, t_batch = [], []
        if x_batch:
            yield np.array(x_batch), np.array(t_batch)


def fit_linear(x, y, lr, steps, batch_size, rng):
    w = [0.0] * x.shape[1]
    for _ in range(steps):
        x_batch, y_batch = random_batch(x, y, batch_size, rng)
        gradient = [0.0] * len(w)
        for row, target in zip(x_batch.tolist(), y_batch.tolist(), strict=True):
            error = sum(a * b for a, b in zip(row, w, strict=True)) - target
            gradient = [g + 2 * error * a / batch_size for g, a in zip(gradient, row, strict=True)]
        w = [a - lr * g for a, g in zip(w, gradient, strict=True)]
    return np.array(w)
