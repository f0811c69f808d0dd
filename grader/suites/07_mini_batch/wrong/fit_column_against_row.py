"""Wrong on purpose: a column of predictions is compared with a row of targets."""


def fit_linear(x, y, lr, steps, batch_size, rng):
    w = np.zeros((x.shape[1], 1))
    for _ in range(steps):
        x_batch, y_batch = random_batch(x, y, batch_size, rng)
        error = x_batch @ w - y_batch
        w = w - lr * 2 * x_batch.T @ error / batch_size
    return w
