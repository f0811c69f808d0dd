"""Neurons, with a bias that is subtracted like a threshold."""


def neuron(x, w, b, activation):
    return activation(x @ w - b)
