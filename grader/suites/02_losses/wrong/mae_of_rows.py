"""One wrong belief, and everything else right: each row is summed, only the rows are averaged."""


def mean_absolute_error(y, t):
    return np.mean(np.sum(np.abs(y - t), axis=-1))
