"""x is moved in place and never put back."""


def numerical_gradient(f, x):
    h = 1e-4
    x = np.array(x, dtype=float) if x.dtype.kind != "f" else x
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        value = x[i]
        x[i] = value + h
        above = f(x)
        x[i] = value - h
        below = f(x)
        grad[i] = (above - below) / (2 * h)
    return grad
