"""One wrong belief, and everything else right: it is enough to shuffle the order of the batches."""


def epochs(x, t, batch_size, num_epochs, rng):
    starts = np.arange(0, len(x), batch_size)
    for _ in range(num_epochs):
        short = starts[-1:] if len(x) % batch_size else starts[:0]
        for start in [*rng.permutation(starts[: len(starts) - len(short)]), *short]:
            rows = rng.permutation(np.arange(start, min(start + batch_size, len(x))))
            yield x[rows], t[rows]
