"""Raises KeyboardInterrupt, as if the teacher had interrupted the run."""
# family: exit
# exercise: 02_losses
# honest: 12
# says: KeyboardInterrupt

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    raise KeyboardInterrupt


mean_squared_error = attack
