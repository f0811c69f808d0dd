"""A notebook with one statement that sets and reads 8,000 names. It must be visited once, not once for each name."""
# family: stray
# exercise: 02_losses
# honest: 0
# says: NameError
# cell: 8000 @keep(x{n})\n

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    return x0


mean_squared_error = attack
