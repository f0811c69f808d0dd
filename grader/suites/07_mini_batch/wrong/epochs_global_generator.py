"""Wrong on purpose: chance comes from NumPy's global generator."""


def epochs(x, t, batch_size, num_epochs, rng):
    for _ in range(num_epochs):
        order = np.random.permutation(len(x))
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]
            yield x[rows], t[rows]
