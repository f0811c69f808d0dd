"""Wrong on purpose: all batches are made at once and returned in a list."""


def epochs(x, t, batch_size, num_epochs, rng):
    batches = []
    for _ in range(num_epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]
            batches.append((x[rows], t[rows]))
    return batches
