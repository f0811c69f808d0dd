"""One wrong belief, and everything else right: absolute errors are summed."""


def mean_absolute_error(y, t):
    return np.sum(np.abs(y - t))
