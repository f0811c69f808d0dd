"""One wrong belief, and everything else right: a probability is never exactly 0 or 1."""


def binary_cross_entropy(y, t):
    with np.errstate(all="ignore"):
        return -np.mean(t * np.log(y) + (1 - t) * np.log(1 - y))
