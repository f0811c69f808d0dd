"""The name of an old NumPy."""


def mean_squared_error(y, t):
    y = np.array(y, dtype=np.float)
    t = np.array(t, dtype=np.float)
    return 0.5 * np.mean(np.sum((y - t) ** 2, axis=-1))
