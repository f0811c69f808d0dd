"""One wrong belief, and everything else right: the half of the squared error belongs here too."""


def root_mean_squared_error(y, t):
    return np.sqrt(0.5 * np.mean((y - t) ** 2))
