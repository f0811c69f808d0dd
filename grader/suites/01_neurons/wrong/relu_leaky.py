"""relu lets a hundredth of what is negative through."""

import numpy as np


def step_function(x):
    return np.where(np.asarray(x) > 0, 1, 0)


def sigmoid(x):
    e = np.exp(-np.abs(x))  # at most 1: nothing overflows
    return np.where(np.asarray(x) >= 0, 1, e) / (1 + e)


def tanh(x):
    e = np.exp(-2 * np.abs(x))
    return np.sign(x) * (1 - e) / (1 + e)


def relu(x):
    return np.where(np.asarray(x) > 0, x, 0.01 * np.asarray(x))


def softmax(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def neuron(x, w, b, activation):
    return activation(x @ w + b)


def AND(x1, x2):
    return step_function(0.5 * x1 + 0.5 * x2 - 0.7)


def NAND(x1, x2):
    return step_function(-0.5 * x1 - 0.5 * x2 + 0.7)


def OR(x1, x2):
    return step_function(0.5 * x1 + 0.5 * x2 - 0.2)


def XOR(x1, x2):
    return AND(NAND(x1, x2), OR(x1, x2))
