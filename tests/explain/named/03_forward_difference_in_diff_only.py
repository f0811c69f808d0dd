"""A forward difference in one of the two functions."""


def numerical_diff(f, x):
    h = 1e-5
    return (f(x + h) - f(x)) / h
