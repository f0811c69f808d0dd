"""The same functions by other identities: sign and absolute value, log-sum-exp, one activation made of another."""

import numpy as np


def step_function(x):
    s = np.sign(x)
    return (s + np.abs(s)) / 2


def sigmoid(x):
    return np.exp(-np.logaddexp(0, -np.asarray(x, dtype=np.float64)))


def tanh(x):
    return 2 * sigmoid(2 * np.asarray(x)) - 1


def relu(x):
    return (np.abs(x) + x) / 2


def softmax(x):
    log_sum = np.logaddexp.reduce(x, axis=-1)
    return np.exp((x.T - log_sum).T)


def neuron(x, w, b, activation):
    return np.apply_along_axis(lambda row: activation(np.sum(row[:, None] * w, axis=0) + b), -1, x)


def AND(x1, x2):
    return step_function(x1 + x2 - 1.5)


def NAND(x1, x2):
    return step_function(1.5 - x1 - x2)


def OR(x1, x2):
    return step_function(x1 + x2 - 0.5)


def XOR(x1, x2):
    return AND(NAND(x1, x2), OR(x1, x2))
