"""Neurons, with an OR that means either, but not both."""


def OR(x1, x2):
    return 1 if x1 != x2 else 0
