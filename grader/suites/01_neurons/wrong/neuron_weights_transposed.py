"""Neurons, with one row of the weights a neuron."""


def neuron(x, w, b, activation):
    return activation(x @ w.T + b)
