"""One wrong belief, and everything else right: labels are always one-hot."""


def cross_entropy_error(y, t):
    y, t = np.atleast_2d(y), np.atleast_2d(t)
    return -np.sum(t * np.log(y + 1e-7)) / len(y)
