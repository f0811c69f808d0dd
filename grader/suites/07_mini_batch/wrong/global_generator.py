"""Wrong on purpose: chance comes from NumPy's global generator."""


def random_batch(x, t, batch_size, rng):
    rows = np.random.choice(len(x), batch_size, replace=False)
    return x[rows], t[rows]
