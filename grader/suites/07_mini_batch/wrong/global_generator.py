"""Wrong on purpose: chance comes from NumPy's global generator."""


def random_batch(x, t, batch_size, rng):
    rows = np.random.choice(len(x), batch_size, replace=False)
    return x[rows], t[rows]


def epochs(x, t, batch_size, num_epochs, rng):
    for _ in range(num_epochs):
        order = np.random.permutation(len(x))
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]
            yield x[rows], t[rows]
