"""All arithmetic in float32."""

import numpy as np


def to_one_hot(labels, num_classes):
    out = np.zeros((labels.size, num_classes), dtype=np.float32)
    out[np.arange(labels.size), labels] = 1
    return out


def random_batch(x, t, batch_size, rng):
    idx = rng.permutation(x.shape[0])[:batch_size]
    return x[idx].astype(np.float32), t[idx].astype(np.float32)


def epochs(x, t, batch_size, num_epochs, rng):
    x, t = x.astype(np.float32), t.astype(np.float32)
    n = x.shape[0]
    for _ in range(num_epochs):
        idx = rng.permutation(n)
        for i in range(0, n, batch_size):
            yield x[idx[i : i + batch_size]], t[idx[i : i + batch_size]]


def fit_linear(x, y, lr, steps, batch_size, rng):
    w = np.zeros(x.shape[1], dtype=np.float32)
    lr = np.float32(lr)
    for _ in range(steps):
        xb, yb = random_batch(x, y, batch_size, rng)
        w = w - lr * np.float32(2) * np.mean(xb * (xb @ w - yb)[:, None], axis=0, dtype=np.float32)
    return w
