"""The difference is divided by the second array alone."""


def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(b)))
