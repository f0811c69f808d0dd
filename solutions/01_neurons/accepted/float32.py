"""All arithmetic in float32; int8 steps; expm1 for the tangent; gates return arrays of one element."""

import numpy as np

F = np.float32


def step_function(x):
    return np.greater(x, 0).astype(np.int8)


def sigmoid(x):
    x = np.asarray(x, F)
    e = np.exp(np.where(x > 0, -x, x))
    return np.where(x > 0, F(1) / (F(1) + e), e / (F(1) + e))


def tanh(x):
    x = np.asarray(x, F)
    e = np.expm1(F(-2) * np.abs(x))
    return np.copysign(-e / (e + F(2)), x)


def relu(x):
    return np.asarray(x, F).clip(min=0)


def softmax(x):
    x = np.asarray(x, F)
    rows = x.reshape(-1, x.shape[-1])
    shifted = rows - rows.max(axis=1)[:, None]
    e = np.exp(shifted)
    return (e / e.sum(axis=1)[:, None]).reshape(x.shape)


def neuron(x, w, b, activation):
    z = np.matmul(np.asarray(x, F), np.asarray(w, F))
    z += np.asarray(b, F)
    return np.asarray(activation(z), F)


def gate(x1, x2, w, b):
    """One neuron with two inputs."""
    return neuron(np.array([x1, x2]), np.array(w).reshape(2, 1), np.array([b]), step_function)


def AND(x1, x2):
    return gate(x1, x2, [1, 1], -1.5)


def NAND(x1, x2):
    return gate(x1, x2, [-1, -1], 1.5)


def OR(x1, x2):
    return gate(x1, x2, [1, 1], -0.5)


def XOR(x1, x2):
    return gate(NAND(x1, x2)[0], OR(x1, x2)[0], [1, 1], -1.5)
