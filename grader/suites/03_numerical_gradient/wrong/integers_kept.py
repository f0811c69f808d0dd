"""The work is done in x's own dtype: integers swallow h."""


def numerical_gradient(f, x):
    h = 1e-4
    x = x.copy()
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        value = x[i]
        x[i] = value + h
        above = f(x)
        x[i] = value - h
        below = f(x)
        x[i] = value
        grad[i] = (above - below) / (2 * h)
    return grad
