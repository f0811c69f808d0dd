"""One wrong belief, and everything else right: any random number makes a fair draw."""


def random_batch(x, t, batch_size, rng):
    rows = (len(x) * rng.random(batch_size) ** 2).astype(int)
    return x[rows], t[rows]


def fit_linear(x, y, lr, steps, batch_size, rng):
    w = np.zeros(x.shape[1])
    for _ in range(steps):
        rows = rng.choice(len(x), batch_size, replace=False)
        x_batch, y_batch = x[rows], y[rows]
        error = x_batch @ w - y_batch
        w -= lr * 2 * x_batch.T @ error / batch_size
    return w
