"""One wrong belief, and everything else right: the mean over the rows is divided by their number once more."""


def mean_squared_error(y, t):
    n = 1 if y.ndim == 1 else len(y)
    return 0.5 * np.mean(np.sum((y - t) ** 2, axis=-1)) / n
