"""Wrong on purpose: rows and targets are drawn one after the other."""


def random_batch(x, t, batch_size, rng):
    rows = rng.choice(len(x), batch_size, replace=False)
    targets = rng.choice(len(t), batch_size, replace=False)
    return x[rows], t[targets]
