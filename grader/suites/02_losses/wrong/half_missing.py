"""One wrong belief, and everything else right: the mean squared error is the plain sum of squares."""


def mean_squared_error(y, t):
    return np.mean(np.sum((y - t) ** 2, axis=-1))
