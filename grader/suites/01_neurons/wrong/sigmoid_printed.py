"""Neurons, with a sigmoid that is printed, not returned."""


def sigmoid(x):
    e = np.exp(-np.abs(x))
    print(np.where(np.asarray(x) >= 0, 1, e) / (1 + e))  # noqa: T201 - the belief itself
