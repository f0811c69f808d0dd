"""Wrong on purpose: num_epochs is the number of batches."""


def epochs(x, t, batch_size, num_epochs, rng):
    left = num_epochs
    while left:
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]
            if left:
                left -= 1
                yield x[rows], t[rows]
