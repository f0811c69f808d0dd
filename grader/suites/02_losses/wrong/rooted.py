"""One wrong belief, and everything else right: the mean squared error is the root of the mean."""


def mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))
