"""Other people's functions where they exist; gates answer True and False."""

import numpy as np
from scipy import special

step_function = lambda x: np.heaviside(x, 0)  # noqa: E731 - a way of writing it that is met often
sigmoid = special.expit
relu = lambda x: np.clip(x, 0, None)  # noqa: E731


def tanh(x):
    return np.tanh(x)


def softmax(x):
    return special.softmax(x, axis=x.ndim - 1)


def neuron(x, w, b, activation):
    return activation(np.einsum("...i,ij->...j", x, w) + b)


def AND(x1, x2):
    return np.dot([x1, x2], [2, 2]) > 3


def NAND(x1, x2):
    return not AND(x1, x2)


def OR(x1, x2):
    return bool(np.logical_or(x1, x2))


def XOR(x1, x2):
    return AND(OR(x1, x2), NAND(x1, x2))
