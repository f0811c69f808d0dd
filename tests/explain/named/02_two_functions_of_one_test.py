"""Two wrong functions; some tests ask both."""


def mean_absolute_error(y, t):
    return np.sum(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.mean((y - t) ** 2)
