"""A forward difference in both functions; f(x) is asked first."""


def numerical_diff(f, x):
    h = 1e-4
    fx = f(x)
    return (f(x + h) - fx) / h


def numerical_gradient(f, x):
    h = 1e-4
    fx = f(x)
    grad = np.zeros(x.shape)
    for idx in np.ndindex(*x.shape):
        moved = x.astype(float).copy()
        moved[idx] += h
        grad[idx] = (f(moved) - fx) / h
    return grad
