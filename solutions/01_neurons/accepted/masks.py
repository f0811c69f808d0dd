"""Masks on copies, optional arguments, a class for a layer with the bias kept among the weights."""

import numpy as np


def copied(x):
    return np.array(x, dtype=float)


def step_function(x, threshold=0.0):
    y = copied(x)
    mask = y > threshold
    y[mask] = 1
    y[~mask] = 0
    return y


def sigmoid(x):
    z = copied(x)
    out = np.empty_like(z)
    positive = z >= 0
    out[positive] = 1 / (1 + np.exp(-z[positive]))
    e = np.exp(z[~positive])
    out[~positive] = e / (1 + e)
    return out


def tanh(x):
    z = copied(x)
    out = np.empty_like(z)
    positive = z >= 0
    e = np.exp(-2 * z[positive])
    out[positive] = (1 - e) / (1 + e)
    e = np.exp(2 * z[~positive])
    out[~positive] = (e - 1) / (e + 1)
    return out


def relu(x, slope=0.0):
    y = copied(x)
    y[y < 0] *= slope
    return y


def softmax(x):
    y = copied(x)
    if y.ndim == 1:
        y -= y.max()
        np.exp(y, out=y)
        y /= y.sum()
        return y
    return np.stack([softmax(row) for row in y])


class Layer:
    """Neurons whose bias is the weight of an input that is always 1."""

    def __init__(self, w, b):
        self.w = np.vstack([b, w])

    def __call__(self, x):
        batch = np.atleast_2d(x)
        return (np.hstack([np.ones((len(batch), 1)), batch]) @ self.w).reshape(*np.shape(x)[:-1], -1)


def neuron(x, w, b, activation):
    return activation(Layer(w, b)(x))


def AND(x1, x2):
    layer = Layer(np.array([[1.0], [1.0]]), np.array([-1.5]))
    return step_function(layer(np.array([x1, x2]))).item()


def NAND(x1, x2):
    return 1 - AND(x1, x2)


def OR(x1, x2):
    return min(x1 + x2, 1)


def XOR(x1, x2):
    if OR(x1, x2) and NAND(x1, x2):
        return True
    return False
