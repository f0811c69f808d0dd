"""Neurons, with a sigmoid that overflows on its way to the right value."""


def sigmoid(x):
    return 1 / (1 + np.exp(-x))
