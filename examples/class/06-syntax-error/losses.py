"""A syntax error: one bracket is missing, so none of the functions can be graded."""

import numpy as np


def mean_squared_error(y, t):
    return 0.5 * np.mean(np.sum((y - t) ** 2, axis=-1)


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))
