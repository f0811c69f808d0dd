"""One wrong belief, and everything else right: the plain mean of squares, as libraries have it."""


def mean_squared_error(y, t):
    return np.mean((y - t) ** 2)
