"""Neurons, with a sigmoid whose result has the dtype of its argument."""


def sigmoid(x):
    e = np.exp(-np.abs(x))
    y = np.zeros_like(x)
    y[...] = np.where(np.asarray(x) >= 0, 1, e) / (1 + e)
    return y
