"""One wrong belief, and everything else right: one sample is averaged over its classes too."""


def mean_squared_error(y, t):
    return 0.5 * np.mean((y - t) ** 2)
