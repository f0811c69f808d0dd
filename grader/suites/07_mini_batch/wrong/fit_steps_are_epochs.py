"""Wrong on purpose: steps counts passes over the data."""


def fit_linear(x, y, lr, steps, batch_size, rng):
    w = np.zeros(x.shape[1])
    for x_batch, y_batch in epochs(x, y, batch_size, steps, rng):
        error = x_batch @ w - y_batch
        w -= lr * 2 * x_batch.T @ error / len(y_batch)
    return w
