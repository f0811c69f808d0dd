"""x[i] is an element for each i below x.size: in a matrix there are fewer rows."""


def numerical_gradient(f, x):
    h = 1e-4
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in range(x.size):
        value = x[i]
        x[i] = value + h
        above = f(x)
        x[i] = value - h
        below = f(x)
        grad[i] = (above - below) / (2 * h)
        x[i] = value
    return grad
