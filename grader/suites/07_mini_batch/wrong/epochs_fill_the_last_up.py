"""Wrong on purpose: the last batch is filled up with rows from the front."""


def epochs(x, t, batch_size, num_epochs, rng):
    for _ in range(num_epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            rows = (
                np.append(order[start:], order[: start + batch_size - len(x)])
                if start + batch_size > len(x)
                else order[start : start + batch_size]
            )
            yield x[rows], t[rows]
