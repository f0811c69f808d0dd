"""One wrong belief, and everything else right: errors count by their size, not by their square."""


def mean_squared_error(y, t):
    return 0.5 * np.mean(np.sum(np.abs(y - t), axis=-1))
