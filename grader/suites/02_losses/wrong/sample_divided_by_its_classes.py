"""One wrong belief, and everything else right: y.shape[0] is always the batch size."""


def cross_entropy_error(y, t):
    n = y.shape[0]
    y2, t = np.atleast_2d(y), np.asarray(t)
    if t.size == y2.size and t.size != len(y2):
        t = t.reshape(y2.shape).argmax(axis=1)
    return -np.sum(np.log(y2[np.arange(len(y2)), t.reshape(-1)] + 1e-7)) / n
