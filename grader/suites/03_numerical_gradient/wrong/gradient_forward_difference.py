"""The slope is taken from x to x + h."""


def numerical_gradient(f, x):
    h = 1e-4
    x = np.array(x, dtype=float)  # a copy: the caller's x stays, and h fits into a float but not into an integer
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        value = x[i]
        x[i] = value + h
        above = f(x)
        x[i] = value
        below = f(x)
        grad[i] = (above - below) / h
    return grad
