"""A network that learns XOR: two inputs, one hidden layer, one output.

Fill in the class and the function. The statement is in README.md (README.zh-CN.md in Chinese). Check your work:
xorcise check xor_net
"""

import numpy as np


class XORNet:
    """A network 2 - hidden_size - 1: a hidden layer with sigmoid, tanh or relu (you choose), and a sigmoid output.

    params: a dict of arrays, W1 (2, hidden_size), b1 (hidden_size,), W2 (hidden_size, 1), b2 (1,).
    """

    def __init__(self, hidden_size, seed):
        """Draw the first weights at random from the seed. hidden_size, seed: whole numbers."""
        # TODO: write this method; the parameters belong into self.params
        raise NotImplementedError("XORNet.__init__ is not written yet")

    def predict(self, x):
        """Return the probability of the answer 1 for each row, shape (N, 1).

        x: inputs, (N, 2), floats or integers.
        """
        # TODO: write this method
        raise NotImplementedError("XORNet.predict is not written yet")

    def loss(self, x, t):
        """Return the binary cross-entropy of the predictions, averaged over the batch: one number.

        x: inputs, (N, 2). t: targets, 0 or 1, (N, 1).
        """
        # TODO: write this method
        raise NotImplementedError("XORNet.loss is not written yet")

    def gradient(self, x, t):
        """Return the derivative of the loss by each parameter: a dict with the keys and shapes of params.

        x: inputs, (N, 2). t: targets, 0 or 1, (N, 1).
        """
        # TODO: write this method
        raise NotImplementedError("XORNet.gradient is not written yet")


def train_xor(seed):
    """Return an XORNet that has learned XOR, starting from the weights that the seed gives.

    seed: a whole number. Hidden size, activation, learning rate and number of steps are your choice.
    """
    # TODO: write this function
    raise NotImplementedError("train_xor is not written yet")
