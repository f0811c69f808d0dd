"""The sizes are added with their signs."""


def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-8, a + b))
