"""Mini-batches, with one number for the gradient of all weights."""


def fit_linear(x, y, lr, steps, batch_size, rng):
    w = np.zeros(x.shape[1])
    for _ in range(steps):
        x_batch, y_batch = random_batch(x, y, batch_size, rng)
        error = x_batch @ w - y_batch
        w -= lr * 2 * np.mean(x_batch * error[:, None])
    return w
