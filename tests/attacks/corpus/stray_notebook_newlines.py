"""A notebook with a cell of 100,000 empty lines. They must not be deleted one by one from the front of a list."""
# family: stray
# exercise: 02_losses
# honest: 12
# says: .
# cell: 100000 \n

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    return x0


mean_squared_error = attack
