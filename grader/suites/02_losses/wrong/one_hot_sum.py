"""One wrong belief, and everything else right: multiplying by the labels and summing up is all there is to it."""


def cross_entropy_error(y, t):
    return -np.sum(t * np.log(y + 1e-7))
