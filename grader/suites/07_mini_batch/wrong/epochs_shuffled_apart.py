"""Wrong on purpose: rows and targets are shuffled one after the other."""


def epochs(x, t, batch_size, num_epochs, rng):
    for _ in range(num_epochs):
        x, t = rng.permutation(x), rng.permutation(t)
        for start in range(0, len(x), batch_size):
            yield x[start : start + batch_size], t[start : start + batch_size]
