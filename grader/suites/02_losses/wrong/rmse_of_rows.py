"""One wrong belief, and everything else right: each row has its own root, and these are averaged."""


def root_mean_squared_error(y, t):
    return np.mean(np.sqrt(np.mean(np.atleast_2d(y - t) ** 2, axis=1)))
