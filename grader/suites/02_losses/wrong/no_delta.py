"""One wrong belief, and everything else right: a probability is never exactly 0."""


def cross_entropy_error(y, t):
    y, t = np.atleast_2d(y), np.asarray(t)
    if t.size == y.size and t.size != len(y):
        t = t.reshape(y.shape).argmax(axis=1)
    return -np.mean(np.log(y[np.arange(len(y)), t.reshape(-1)]))
