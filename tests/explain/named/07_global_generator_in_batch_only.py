"""np.random in one function only."""


def random_batch(x, t, batch_size, rng):
    idx = np.random.choice(x.shape[0], batch_size, replace=False)
    return x[idx], t[idx]
