"""One wrong belief, and everything else right: 0 times the logarithm of 0 is 0."""


def cross_entropy_error(y, t):
    y, t = np.atleast_2d(y), np.asarray(t)
    if t.size != y.size or t.size == len(y):
        t = np.eye(y.shape[1])[t.reshape(-1)]
    with np.errstate(all="ignore"):
        return -np.sum(t.reshape(y.shape) * np.log(y)) / len(y)
