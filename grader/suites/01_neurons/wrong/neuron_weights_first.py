"""Neurons, with the weights before the inputs in the product."""


def neuron(x, w, b, activation):
    return activation(w @ x + b)
