"""Neurons, with np.max for np.maximum in relu."""


def relu(x):
    return max(0, np.max(x))
