"""The 1e-8 is added to the denominator."""


def relative_error(a, b):
    return np.max(np.abs(a - b) / (1e-8 + np.abs(a) + np.abs(b)))
