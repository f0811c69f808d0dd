"""The whole training recipe, in two halves: a network and its training, then data and a picture of what it learned.

Fill in the functions. The statement is in README.md (README.zh-CN.md in Chinese). Check your work: xorcise check recipe
"""

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf


def init_params(seed):
    """Return the initial parameters of a 2-11-1 network.

    seed: a whole number. Returns a dict of float32 tf.Variables, tensors or arrays: W1 (2, 11), b1 (11,), W2 (11, 1),
    b2 (1,).
    """
    # TODO: write this function
    raise NotImplementedError("init_params is not written yet")


def forward(x, params):
    """Return the output of the network, relu in the hidden layer and nothing behind the last one.

    x: (N, 2), float32. params: a dict like init_params's; the values may be arrays or Variables. Returns (N, 1).
    """
    # TODO: write this function
    raise NotImplementedError("forward is not written yet")


def loss(x, t, params, regularizer):
    """Return the mean squared error plus regularizer * 0.5 * (sum(W1**2) + sum(W2**2)).

    x: (N, 2), t: (N, 1) or (N,), float32. regularizer: a number. Returns one number (a scalar tensor is one).
    """
    # TODO: write this function
    raise NotImplementedError("loss is not written yet")


def train(x, t, seed, steps=3000, batch_size=30, base_lr=0.05, decay_rate=0.999, regularizer=0.01, ema_decay=0.99):
    """Train a network from init_params(seed) by plain mini-batch gradient descent.

    x: (N, 2), t: (N, 1), float32; batch_size divides N. Returns a dict: "params" and "ema_params", each a dict like
    init_params's, and "losses", a list of one number a step.
    """
    # TODO: write this function
    raise NotImplementedError("train is not written yet")


def circle_data(seed):
    """Return 300 standard normal points and whether each has x0**2 + x1**2 < 2.

    seed: a whole number. Returns x (300, 2) and t (300, 1), 1 inside and 0 outside, both float32.
    """
    # TODO: write this function
    raise NotImplementedError("circle_data is not written yet")


def decision_grid(predict, low, high, step):
    """Return the coordinates of a square grid and what predict says there.

    predict: a function of an array (M, 2) that returns an array (M,) or (M, 1). low, high, step: numbers; high is not
    in the grid. Returns xx, yy, probs, three arrays of one shape (K, K).
    """
    # TODO: write this function
    raise NotImplementedError("decision_grid is not written yet")


def plot_boundary(x, t, xx, yy, probs):
    """Return a new matplotlib Figure: points coloured by class, and the contour of probs at 0.5.

    x: (N, 2), t: (N, 1), 0 or 1. xx, yy, probs: arrays of one shape (K, K), as decision_grid returns them.
    """
    # TODO: write this function
    raise NotImplementedError("plot_boundary is not written yet")
