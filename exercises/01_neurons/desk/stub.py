"""Neurons: weigh the inputs, add them up, pass the sum through a function.

Fill in the functions. The statement is in README.md (README.zh-CN.md in Chinese).
Check your work: xorcise check neurons
"""

import numpy as np


def step_function(x):
    """Return 1 where x > 0, else 0.

    x: a number or an array of any shape. Returns a number, or an array of x's shape.
    """
    # TODO: write this function
    raise NotImplementedError("step_function is not written yet")


def sigmoid(x):
    """Return 1 / (1 + exp(-x)), without an overflow at x = 1000 or -1000.

    x: a number or an array of any shape. Returns a number, or an array of x's shape.
    """
    # TODO: write this function
    raise NotImplementedError("sigmoid is not written yet")


def tanh(x):
    """Return the hyperbolic tangent of x, made of exponentials, without an overflow at x = 1000 or -1000.

    x: a number or an array of any shape. Returns a number, or an array of x's shape.
    """
    # TODO: write this function
    raise NotImplementedError("tanh is not written yet")


def relu(x):
    """Return x where x > 0, else 0.

    x: a number or an array of any shape. Returns a number, or an array of x's shape.
    """
    # TODO: write this function
    raise NotImplementedError("relu is not written yet")


def softmax(x):
    """Return exp(x) / sum(exp(x)) of one sample, or of each row of a batch, exact for numbers of any size.

    x: (n,) or (N, n). Returns an array of x's shape.
    """
    # TODO: write this function
    raise NotImplementedError("softmax is not written yet")


def neuron(x, w, b, activation):
    """Return activation(x @ w + b): m neurons that look at the same inputs.

    x: (n,) or (N, n). w: (n, m), one column a neuron. b: (m,). activation: a function that takes and returns an array.
    Returns (m,) or (N, m).
    """
    # TODO: write this function
    raise NotImplementedError("neuron is not written yet")


def AND(x1, x2):
    """Return 1 where both inputs are 1, else 0, as one neuron.

    x1, x2: 0 or 1. Returns 0 or 1.
    """
    # TODO: write this function
    raise NotImplementedError("AND is not written yet")


def NAND(x1, x2):
    """Return 0 where both inputs are 1, else 1, as one neuron.

    x1, x2: 0 or 1. Returns 0 or 1.
    """
    # TODO: write this function
    raise NotImplementedError("NAND is not written yet")


def OR(x1, x2):
    """Return 1 where at least one input is 1, else 0, as one neuron.

    x1, x2: 0 or 1. Returns 0 or 1.
    """
    # TODO: write this function
    raise NotImplementedError("OR is not written yet")


def XOR(x1, x2):
    """Return 1 where exactly one input is 1, else 0, out of the other gates.

    x1, x2: 0 or 1. Returns 0 or 1.
    """
    # TODO: write this function
    raise NotImplementedError("XOR is not written yet")
