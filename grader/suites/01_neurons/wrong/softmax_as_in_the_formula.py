"""Neurons, with a softmax that neither shifts its exponents nor keeps rows apart."""


def softmax(x):
    e = np.exp(x)
    return e / np.sum(e)
