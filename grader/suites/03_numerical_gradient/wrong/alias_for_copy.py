"""x_above = x makes a copy."""


def numerical_gradient(f, x):
    h = 1e-4
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x_above = x
        x_below = x
        x_above[i] += h
        x_below[i] -= h
        grad[i] = (f(x_above) - f(x_below)) / (2 * h)
    return grad
