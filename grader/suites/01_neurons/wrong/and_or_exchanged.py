"""Neurons, with AND and OR exchanged."""


def AND(x1, x2):
    return step_function(0.5 * x1 + 0.5 * x2 - 0.2)


def OR(x1, x2):
    return step_function(0.5 * x1 + 0.5 * x2 - 0.7)
