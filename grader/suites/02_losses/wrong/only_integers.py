"""One wrong belief, and everything else right: labels are always integers."""


def cross_entropy_error(y, t):
    y = np.atleast_2d(y)
    t = np.asarray(t).astype(int).reshape(-1)
    return -np.mean(np.log(y[np.arange(len(y)), t[: len(y)]] + 1e-7))
