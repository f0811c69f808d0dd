"""Loss functions: how wrong is a prediction, as one number?

Fill in the functions. The statement is in README.md (README.zh-CN.md in Chinese). Check your work: xorcise check losses
"""

import numpy as np


def mean_squared_error(y, t):
    """Return half the sum of squared differences of one sample, or the mean of that over a batch.

    y, t: arrays of shape (C,) for one sample or (N, C) for a batch. Returns one number.
    """
    # TODO: write this function
    raise NotImplementedError("mean_squared_error is not written yet")


def cross_entropy_error(y, t):
    """Return -sum(t * log(y + 1e-7)) of one sample, or the mean of that over a batch.

    y: probabilities, (C,) or (N, C). t: one-hot of y's shape, or integer labels: a number, or shape (N,).
    Returns one number.
    """
    # TODO: write this function
    raise NotImplementedError("cross_entropy_error is not written yet")


def mean_absolute_error(y, t):
    """Return the mean of the absolute differences over all elements.

    y, t: arrays of one shape, whichever. Returns one number.
    """
    # TODO: write this function
    raise NotImplementedError("mean_absolute_error is not written yet")


def root_mean_squared_error(y, t):
    """Return the root of the mean of the squared differences over all elements.

    y, t: arrays of one shape, whichever. Returns one number.
    """
    # TODO: write this function
    raise NotImplementedError("root_mean_squared_error is not written yet")


def binary_cross_entropy(y, t):
    """Return the mean binary cross-entropy over all elements, with y clipped to [1e-7, 1 - 1e-7].

    y: probabilities, t: 0 or 1; arrays of one shape. Returns one number.
    """
    # TODO: write this function
    raise NotImplementedError("binary_cross_entropy is not written yet")


def softmax_cross_entropy(logits, labels):
    """Return the cross-entropy of softmax(logits), averaged over the batch, exact for logits of any size.

    logits: (C,) or (N, C), any real numbers. labels: a number or integers of shape (N,). Returns one number.
    """
    # TODO: write this function
    raise NotImplementedError("softmax_cross_entropy is not written yet")


def asymmetric_loss(y, t, over, under):
    """Return the mean of over * (y - t) where y > t, and of under * (t - y) elsewhere.

    y, t: arrays of one shape. over, under: positive numbers. Returns one number.
    """
    # TODO: write this function
    raise NotImplementedError("asymmetric_loss is not written yet")
