"""Wrong on purpose: the caller's arrays are shuffled."""


def epochs(x, t, batch_size, num_epochs, rng):
    for _ in range(num_epochs):
        order = rng.permutation(len(x))
        x[:], t[:] = x[order], t[order]
        for start in range(0, len(x), batch_size):
            yield x[start : start + batch_size], t[start : start + batch_size]
