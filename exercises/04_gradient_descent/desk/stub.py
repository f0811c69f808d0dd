"""Gradient descent: step after step down the slope, by hand and with TensorFlow.

Fill in the functions and the class. The statement is in README.md (README.zh-CN.md in Chinese). Check your work:
xorcise check descent
"""

import numpy as np
import tensorflow as tf


def gradient_descent(f, init_x, lr=0.01, step_num=100):
    """Return where step_num steps of gradient descent lead from init_x.

    f: takes an array of shape (n,), returns one number; it can only be called. init_x: the start, shape (n,), floats or
    integers; it is as before when the function returns. lr: the learning rate. Returns an array of floats, shape (n,).
    """
    # TODO: write this function (you need a numerical gradient; copy yours of exercise 03 into this file)
    raise NotImplementedError("gradient_descent is not written yet")


class SGD:
    """The simplest optimizer: every parameter goes lr times its gradient down."""

    def __init__(self, lr=0.01):
        """lr: the learning rate."""
        # TODO: write this method
        raise NotImplementedError("SGD is not written yet")

    def update(self, params, grads):
        """Make one step, in the dict params itself. Returns nothing.

        params, grads: dicts with the same keys; the values are arrays of floats, of one shape for each key. grads stays
        as it is.
        """
        # TODO: write this method
        raise NotImplementedError("SGD.update is not written yet")


def sgd_step(w, grad, lr):
    """Return the value of w after one step. w itself stays as it is.

    w, grad: numbers, or arrays of one shape. lr: the learning rate. Returns a number or an array of w's shape.
    """
    # TODO: write this function
    raise NotImplementedError("sgd_step is not written yet")


def descend_with_tape(w0=5.0, lr=0.2, epochs=40):
    """Descend on the loss (w + 1)**2 with tf.Variable, tf.GradientTape and assign_sub.

    w0: where w starts, a float or an integer. lr: the learning rate. epochs: number of updates.
    Returns two lists of numbers, ws and losses, of length epochs: w and its loss after each update.
    """
    # TODO: write this function
    raise NotImplementedError("descend_with_tape is not written yet")


def judge_learning_rate(ws, losses):
    """Return how such a descent went: "converged", "diverged", "oscillating" or "too slow".

    ws, losses: lists of floats of one length, as descend_with_tape returns them. Returns a string.
    """
    # TODO: write this function
    raise NotImplementedError("judge_learning_rate is not written yet")
