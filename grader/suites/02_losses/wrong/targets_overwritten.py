"""One wrong belief, and everything else right: the caller does not need y any more."""


def mean_squared_error(y, t):
    y -= t
    return 0.5 * np.mean(np.sum(y**2, axis=-1))
