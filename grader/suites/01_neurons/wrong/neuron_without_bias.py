"""Neurons, with a bias that is never added."""


def neuron(x, w, b, activation):
    return activation(x @ w)
