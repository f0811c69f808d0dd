"""A network with one hidden layer, and its training on mini-batches.

Fill in the class and the function. The statement is in README.md (README.zh-CN.md in Chinese). Check your work:
xorcise check two_layer_net
"""

import numpy as np


class TwoLayerNet:
    """Affine, sigmoid or relu, affine, softmax.

    `params` is a dict of arrays: W1 (D, H), b1 (H,), W2 (H, C), b2 (C,).
    """

    def __init__(self, input_size, hidden_size, output_size, weight_init_std=0.01):
        """input_size: D. hidden_size: H. output_size: C. weight_init_std: standard deviation of the weights."""
        # TODO: make self.params
        raise NotImplementedError("TwoLayerNet.__init__ is not written yet")

    def predict(self, x):
        """x: (N, D). Returns probabilities, (N, C)."""
        # TODO: write this method
        raise NotImplementedError("TwoLayerNet.predict is not written yet")

    def loss(self, x, t):
        """x: (N, D). t: one-hot (N, C), or integer labels (N,). Returns one number."""
        # TODO: write this method
        raise NotImplementedError("TwoLayerNet.loss is not written yet")

    def accuracy(self, x, t):
        """x: (N, D). t: one-hot (N, C), or integer labels (N,). Returns a number from 0 to 1."""
        # TODO: write this method
        raise NotImplementedError("TwoLayerNet.accuracy is not written yet")

    def numerical_gradient(self, x, t):
        """x, t: as for loss. Returns a dict of four arrays, with the keys and shapes of params."""
        # TODO: write this method
        raise NotImplementedError("TwoLayerNet.numerical_gradient is not written yet")

    def gradient(self, x, t):
        """x, t: as for loss. Returns a dict of four arrays, with the keys and shapes of params."""
        # TODO: write this method
        raise NotImplementedError("TwoLayerNet.gradient is not written yet")


def train(network, x_train, t_train, x_test, t_test, iters_num, batch_size, learning_rate, rng):
    """Train the network in place by mini-batch gradient descent.

    network: a TwoLayerNet. x_train (N, D), t_train (N, C) or (N,); x_test and t_test likewise. rng: a numpy Generator.
    Returns a dict of lists: train_loss_list (one an iteration), train_acc_list and test_acc_list (one an epoch).
    """
    # TODO: write this function
    raise NotImplementedError("train is not written yet")
