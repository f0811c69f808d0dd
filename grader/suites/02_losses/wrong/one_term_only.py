"""One wrong belief, and everything else right: only the yes answers count."""


def binary_cross_entropy(y, t):
    y = np.clip(y, 1e-7, 1 - 1e-7)
    return -np.mean(t * np.log(y))
