"""Neurons, with a bias that is added after the activation."""


def neuron(x, w, b, activation):
    return activation(x @ w) + b
