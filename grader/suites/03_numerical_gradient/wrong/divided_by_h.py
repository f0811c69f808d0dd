"""The difference over a stretch of 2h is divided by h."""


def numerical_diff(f, x):
    h = 1e-4
    return (f(x + h) - f(x - h)) / h
