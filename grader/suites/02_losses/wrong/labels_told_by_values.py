"""One wrong belief, and everything else right: labels that are all 0 or 1 are one-hot."""


def cross_entropy_error(y, t):
    y, t = np.atleast_2d(y), np.asarray(t)
    if t.size > 1 and t.max() <= 1:
        t = np.atleast_2d(t).argmax(axis=1)
    return -np.mean(np.log(y[np.arange(len(y)), t.reshape(-1)] + 1e-7))
