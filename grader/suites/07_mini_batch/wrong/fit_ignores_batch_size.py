"""Wrong on purpose: every step uses all the data."""


def fit_linear(x, y, lr, steps, batch_size, rng):
    w = np.zeros(x.shape[1])
    for _ in range(steps):
        x_batch, y_batch = x, y
        error = x_batch @ w - y_batch
        w -= lr * 2 * x_batch.T @ error / len(x)
    return w
