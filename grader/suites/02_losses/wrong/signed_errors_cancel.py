"""One wrong belief, and everything else right: the square is taken of the summed differences."""


def mean_squared_error(y, t):
    return 0.5 * np.mean(np.sum(y - t, axis=-1) ** 2)
