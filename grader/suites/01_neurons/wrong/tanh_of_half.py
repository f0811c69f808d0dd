"""Neurons, with a tanh that is the sigmoid stretched to -1..1, but of x, not of 2x."""


def tanh(x):
    return 2 * sigmoid(x) - 1
