"""The result is computed and not returned."""


def mean_absolute_error(y, t):
    error = np.mean(np.abs(y - t))
