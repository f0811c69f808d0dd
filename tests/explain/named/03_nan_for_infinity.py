"""Nothing guards the division; the sizes are added before the absolute value."""


def relative_error(a, b):
    diff = np.abs(a - b)
    size = np.abs(a) + np.abs(b)
    return (diff / size).max()
