"""A function for vectors is called for each row of a matrix, as a textbook does."""


def numerical_gradient(f, x):
    x = np.array(x, dtype=float)
    if x.ndim == 1:
        return gradient_of_a_vector(f, x)
    grad = np.zeros_like(x)
    for i, row in enumerate(x):
        grad[i] = gradient_of_a_vector(f, row)
    return grad


def gradient_of_a_vector(f, x):
    h = 1e-4
    grad = np.zeros_like(x)
    for i in range(x.size):
        value = x[i]
        x[i] = float(value) + h
        above = f(x)
        x[i] = value - h
        below = f(x)
        grad[i] = (above - below) / (2 * h)
        x[i] = value
    return grad
