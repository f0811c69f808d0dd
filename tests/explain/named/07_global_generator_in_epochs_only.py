"""np.random in the other function only."""


def epochs(x, t, batch_size, num_epochs, rng):
    n = x.shape[0]
    for e in range(num_epochs):
        idx = np.arange(n)
        np.random.shuffle(idx)
        for i in range(0, n, batch_size):
            yield x[idx[i:i + batch_size]], t[idx[i:i + batch_size]]
