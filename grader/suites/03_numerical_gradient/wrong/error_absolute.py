"""The largest difference itself is the error."""


def relative_error(a, b):
    return np.max(np.abs(a - b))
