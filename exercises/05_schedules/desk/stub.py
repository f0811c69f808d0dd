"""Schedules: a learning rate that decays, and parameters averaged over time.

Fill in the function and the class. The statement is in README.md (README.zh-CN.md in Chinese).
Check your work: xorcise check schedules
"""

import numpy as np


def exponential_decay(base_lr, decay_rate, decay_steps, step, staircase=False):
    """Return the learning rate at a step: base_lr * decay_rate ** (step / decay_steps).

    base_lr, decay_rate: numbers. decay_steps, step: whole numbers. staircase: whether the exponent counts complete
    decay_steps only. Returns one number.
    """
    # TODO: write this function
    raise NotImplementedError("exponential_decay is not written yet")


class ExponentialMovingAverage:
    """Keeps a moving average of each parameter, its shadow."""

    def __init__(self, decay):
        """Begin without any shadows.

        decay: between 0 and 1, the share of the old shadow that is kept in each update.
        """
        # TODO: write this method
        raise NotImplementedError("ExponentialMovingAverage is not written yet")

    def apply(self, params, num_updates=None):
        """Take the parameters into the average: shadow = d * shadow + (1 - d) * parameter.

        params: a dict, name -> array or number; not changed. num_updates: None, or a whole number n, which makes d the
        smaller of decay and (1 + n) / (10 + n). A name's first shadow is the parameter itself.
        """
        # TODO: write this method
        raise NotImplementedError("apply is not written yet")

    def average(self, name):
        """Return the shadow of one parameter.

        name: a key of params. Returns an array of the parameter's shape, or a number.
        """
        # TODO: write this method
        raise NotImplementedError("average is not written yet")
