"""No delta, and every term is kept: nan where no_delta has infinity."""


def cross_entropy_error(y, t):
    y = np.atleast_2d(y)
    t = np.asarray(t)
    if t.size != y.size or len(y) == t.size:
        t = np.eye(y.shape[1])[t.reshape(-1)]
    t = t.reshape(y.shape)
    return -np.sum(t * np.log(y)) / len(y)
