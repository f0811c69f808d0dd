"""One wrong belief, and everything else right: clipping may write into the caller's array."""


def binary_cross_entropy(y, t):
    if np.issubdtype(np.asarray(y).dtype, np.floating):
        np.clip(y, 1e-7, 1 - 1e-7, out=y)
    else:
        y = np.clip(y, 1e-7, 1 - 1e-7)
    return -np.mean(t * np.log(y) + (1 - t) * np.log(1 - y))
