"""Neurons, with a sigmoid that computes its result, shows it and does not return it."""


def sigmoid(x):
    e = np.exp(-np.abs(x))
    print(np.where(np.asarray(x) >= 0, 1, e) / (1 + e))  # noqa: T201 - the belief itself
