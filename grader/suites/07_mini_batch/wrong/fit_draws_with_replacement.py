"""Wrong on purpose: a batch of the fit may hold a row twice."""


def fit_linear(x, y, lr, steps, batch_size, rng):
    w = np.zeros(x.shape[1])
    for _ in range(steps):
        rows = rng.integers(0, len(x), size=batch_size)
        x_batch, y_batch = x[rows], y[rows]
        error = x_batch @ w - y_batch
        w -= lr * 2 * x_batch.T @ error / batch_size
    return w
