"""Regularization: a price on weights, and units that are switched off at random.

Fill in the functions and the class. The statement is in README.md (README.zh-CN.md in Chinese). Check your work:
xorcise check regularization
"""

import numpy as np


def l1_penalty(params, strength):
    """Return strength times the sum of the absolute values of all weights.

    params: dict of arrays; weights are those whose key starts with "W". strength: a number. Returns one number.
    """
    # TODO: write this function
    raise NotImplementedError("l1_penalty is not written yet")


def l2_penalty(params, strength):
    """Return strength times half the sum of the squares of all weights.

    params: dict of arrays; weights are those whose key starts with "W". strength: a number. Returns one number.
    """
    # TODO: write this function
    raise NotImplementedError("l2_penalty is not written yet")


def l1_gradient(w, strength):
    """Return the derivative of the L1 penalty by each element of w.

    w: array of any shape. strength: a number. Returns an array of w's shape.
    """
    # TODO: write this function
    raise NotImplementedError("l1_gradient is not written yet")


def l2_gradient(w, strength):
    """Return the derivative of the L2 penalty by each element of w.

    w: array of any shape. strength: a number. Returns an array of w's shape.
    """
    # TODO: write this function
    raise NotImplementedError("l2_gradient is not written yet")


def regularized_loss(data_loss, params, l1=0.0, l2=0.0):
    """Return the loss on the data plus the L1 penalty of strength l1 and the L2 penalty of strength l2.

    data_loss: a number. params: dict of arrays. l1, l2: numbers. Returns one number.
    """
    # TODO: write this function
    raise NotImplementedError("regularized_loss is not written yet")


class Dropout:
    """Inverted dropout.

    rate: probability that an element is dropped, 0 <= rate < 1. seed: makes the draws repeatable; None for any draws.
    """

    def __init__(self, rate, seed=None):
        # TODO: write this method
        raise NotImplementedError("Dropout.__init__ is not written yet")

    def forward(self, x, train_flg=True):
        """Return x with elements dropped and the others scaled in training, or x as it is where train_flg is False.

        x: array of any shape. Returns an array of that shape.
        """
        # TODO: write this method
        raise NotImplementedError("Dropout.forward is not written yet")

    def backward(self, dout):
        """Return the gradient by the x of the last training forward.

        dout: array of the shape of that x. Returns an array of that shape.
        """
        # TODO: write this method
        raise NotImplementedError("Dropout.backward is not written yet")
