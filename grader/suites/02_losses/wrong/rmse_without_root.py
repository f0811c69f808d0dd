"""One wrong belief, and everything else right: the root belongs to the name only."""


def root_mean_squared_error(y, t):
    return np.mean((y - t) ** 2)
