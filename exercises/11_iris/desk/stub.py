"""Three species of iris: one layer, trained with TensorFlow's gradient tape.

Fill in the functions. The statement is in README.md (README.zh-CN.md in Chinese). Check your work: xorcise check iris
"""

import numpy as np
import tensorflow as tf
from sklearn.datasets import load_iris


def load_split(seed):
    """Return x_train, t_train, x_test, t_test: the 150 flowers of load_iris, shuffled and split.

    seed: a whole number from 0 to 2**31 - 1 that decides everything random.
    Returns x_train (120, 4) and x_test (30, 4), the four measurements in centimetres, float32 or float64, and t_train
    (120,) and t_test (30,), the species 0, 1 or 2 as integers: 40 flowers of each species in train, 10 in test.
    """
    # TODO: write this function
    raise NotImplementedError("load_split is not written yet")


def forward(x, w1, b1):
    """Return softmax(x @ w1 + b1), the probabilities of the three species, row by row.

    x: (N, 4) float32, a NumPy array or a tensor. w1: (4, 3), b1: (3,), float32 tf.Variables. Returns a tensor (N, 3).
    """
    # TODO: write this function
    raise NotImplementedError("forward is not written yet")


def mse_loss(y, t):
    """Return the mean of (y - t)**2 over all elements.

    y: probabilities, t: one-hot labels, both (N, 3) float32, NumPy arrays or tensors. Returns one number.
    """
    # TODO: write this function
    raise NotImplementedError("mse_loss is not written yet")


def train_step(x, t, w1, b1, lr):
    """Move w1 and b1 one step of gradient descent, in place, and return the loss from before the step.

    x: (N, 4) float32. t: one-hot labels (N, 3) float32. w1: (4, 3), b1: (3,), float32 tf.Variables, changed by
    assign_sub. lr: the learning rate. Returns one number.
    """
    # TODO: write this function
    raise NotImplementedError("train_step is not written yet")


def train(seed, lr=0.1, epochs=500):
    """Train on load_split(seed), one train_step over all 120 rows an epoch, and return what came of it.

    seed: decides the split and the start. lr: the learning rate. epochs: number of steps.
    Returns a dict: "w1" (4, 3) and "b1" (3,), as they are at the end; "train_loss", a list of what train_step returned
    in each epoch; "test_acc", a list of the accuracy (0 to 1) on the 30 test flowers after each epoch.
    """
    # TODO: write this function
    raise NotImplementedError("train is not written yet")
