"""Wrong on purpose: the sigmoid without the minus in its exponent."""


def sigmoid(z):
    return np.exp(-np.logaddexp(0, z))
