"""One structured draw: rows are dealt like cards, by keys that are sorted; a numerical gradient for the fit."""

import numpy as np


def to_one_hot(labels, num_classes):
    out = np.zeros((len(labels), num_classes), dtype=np.int8)
    np.put_along_axis(out, labels.astype(int)[:, None], 1, axis=1)
    return out


def deal(n, rng):
    return [row for _, row in sorted(zip(rng.random(n).tolist(), range(n)))]


def random_batch(x, t, batch_size, rng):
    hand = deal(len(x), rng)[:batch_size]
    return np.stack([x[i] for i in hand]), np.stack([t[i] for i in hand])


def epochs(x, t, batch_size, num_epochs, rng):
    for _ in range(num_epochs):
        deck = deal(len(x), rng)
        start = 0
        while start < len(deck):
            hand = deck[start : start + batch_size]
            yield np.stack([x[i] for i in hand]), np.stack([t[i] for i in hand])
            start += batch_size


def gradient(f, w, h=1e-4):
    g = np.zeros_like(w)
    for i in range(w.size):
        up, down = w.copy(), w.copy()
        up[i] += h
        down[i] -= h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g


def fit_linear(x, y, lr, steps, batch_size, rng):
    w = np.zeros(x.shape[1])
    for _ in range(steps):
        rows = rng.choice(len(x), size=batch_size, replace=False, shuffle=False)
        w -= lr * gradient(lambda v: np.mean((x[rows] @ v - y[rows]) ** 2), w)
    return w
