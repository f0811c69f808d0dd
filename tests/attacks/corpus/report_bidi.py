"""Raises a text with right-to-left overrides, zero-width and private characters."""
# family: report
# exercise: 02_losses
# honest: 12
# says: ValueError

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    raise ValueError("\u202e001/001\u2066\u200b\ufeff\U000e0041 =HYPERLINK(0)")


mean_squared_error = attack
