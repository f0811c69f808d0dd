"""Plain Python: lists of rows, loops, prints left in; the error has a half."""

import numpy as np


def to_one_hot(labels, num_classes):
    rows = []
    for label in labels.tolist():
        row = [0] * num_classes
        row[label] = 1
        rows.append(row)
    return np.array(rows)


def pick(x, t, numbers):
    xs, ts = [], []
    for i in numbers:
        xs.append(x[i].tolist())
        ts.append(t[i].tolist())
    return np.array(xs), np.array(ts)


def random_batch(x, t, batch_size, rng):
    left = list(range(len(x)))
    numbers = []
    while len(numbers) < batch_size:
        numbers.append(left.pop(int(rng.integers(len(left)))))
    return pick(x, t, numbers)


def epochs(x, t, batch_size, num_epochs, rng):
    epoch = 0
    while epoch < num_epochs:
        order = list(range(len(x)))
        for i in range(len(order) - 1, 0, -1):  # Fisher and Yates
            j = int(rng.integers(i + 1))
            order[i], order[j] = order[j], order[i]
        print("epoch", epoch)
        while order:
            numbers, order = order[:batch_size], order[batch_size:]
            yield pick(x, t, numbers)
        epoch += 1


def fit_linear(x, y, lr, steps, batch_size, rng):
    w = [0.0 for _ in x[0]]
    xs, ys = x.tolist(), y.tolist()
    for _ in range(steps):
        gradient = [0.0 for _ in w]
        for i in rng.permutation(len(xs))[:batch_size].tolist():
            error = sum(a * b for a, b in zip(xs[i], w)) - ys[i]
            for j, a in enumerate(xs[i]):
                gradient[j] += a * error / batch_size
        w = [b - lr * g for b, g in zip(w, gradient)]
    return np.array(w)
