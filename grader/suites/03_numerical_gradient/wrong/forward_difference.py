"""The slope is taken from x to x + h."""


def numerical_diff(f, x):
    h = 1e-4
    return (f(x + h) - f(x)) / h
