"""Neurons, with a softmax that takes a batch for one long sample."""


def softmax(x):
    e = np.exp(x - np.max(x))
    return e / np.sum(e)
