"""Neurons, with the sum and the difference of tanh exchanged."""


def tanh(x):
    e = np.exp(-2 * np.abs(x))
    return np.sign(x) * (1 + e) / (1 - e)
