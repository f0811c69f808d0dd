"""Neurons, with an XOR that is one neuron."""


def XOR(x1, x2):
    return step_function(0.6 * x1 + 0.6 * x2 - 0.3)
