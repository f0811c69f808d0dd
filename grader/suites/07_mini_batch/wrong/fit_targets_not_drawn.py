"""Wrong on purpose: the targets of a batch are the first ones."""


def fit_linear(x, y, lr, steps, batch_size, rng):
    w = np.zeros(x.shape[1])
    for _ in range(steps):
        x_batch, _ = random_batch(x, y, batch_size, rng)
        y_batch = y[:batch_size]
        error = x_batch @ w - y_batch
        w -= lr * 2 * x_batch.T @ error / batch_size
    return w
