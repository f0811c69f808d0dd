"""One wrong belief, and everything else right: the mean of the differences is the mean error."""


def mean_absolute_error(y, t):
    return np.mean(y - t)
