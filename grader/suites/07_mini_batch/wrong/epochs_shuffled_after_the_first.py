"""Wrong on purpose: the first epoch needs no shuffle."""


def epochs(x, t, batch_size, num_epochs, rng):
    for epoch in range(num_epochs):
        order = np.arange(len(x)) if epoch == 0 else rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]
            yield x[rows], t[rows]
