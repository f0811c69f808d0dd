"""The step function is the sign of its input."""

import numpy as np


def step_function(x):
    return np.sign(x)


def sigmoid(x):
    e = np.exp(-np.abs(x))  # at most 1: nothing overflows
    return np.where(np.asarray(x) >= 0, 1, e) / (1 + e)


def tanh(x):
    e = np.exp(-2 * np.abs(x))
    return np.sign(x) * (1 - e) / (1 + e)


def relu(x):
    return np.maximum(0, x)


def softmax(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def neuron(x, w, b, activation):
    return activation(x @ w + b)


def fires(z):
    return 1 if z > 0 else 0


def AND(x1, x2):
    return fires(0.5 * x1 + 0.5 * x2 - 0.7)


def NAND(x1, x2):
    return fires(-0.5 * x1 - 0.5 * x2 + 0.7)


def OR(x1, x2):
    return fires(0.5 * x1 + 0.5 * x2 - 0.2)


def XOR(x1, x2):
    return AND(NAND(x1, x2), OR(x1, x2))
