"""One wrong belief, and everything else right: the mean squared error is the sum of all squares."""


def mean_squared_error(y, t):
    return np.sum((y - t) ** 2)
