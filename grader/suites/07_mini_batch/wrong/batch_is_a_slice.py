"""Wrong on purpose: a batch is a stretch of the data from a random start."""


def random_batch(x, t, batch_size, rng):
    start = rng.integers(0, len(x) - batch_size + 1)
    return x[start : start + batch_size], t[start : start + batch_size]


def fit_linear(x, y, lr, steps, batch_size, rng):
    w = np.zeros(x.shape[1])
    for _ in range(steps):
        rows = rng.choice(len(x), batch_size, replace=False)
        x_batch, y_batch = x[rows], y[rows]
        error = x_batch @ w - y_batch
        w -= lr * 2 * x_batch.T @ error / batch_size
    return w
