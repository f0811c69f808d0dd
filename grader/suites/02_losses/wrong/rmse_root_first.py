"""One wrong belief, and everything else right: the root is taken of each square."""


def root_mean_squared_error(y, t):
    return np.mean(np.sqrt((y - t) ** 2))
