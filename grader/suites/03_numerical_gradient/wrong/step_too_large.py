"""h = 0.1 is small enough."""


def numerical_diff(f, x):
    h = 0.1
    return (f(x + h) - f(x - h)) / (2 * h)
