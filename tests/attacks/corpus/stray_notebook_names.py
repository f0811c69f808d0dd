"""A notebook with one statement that sets 8,000 names and reads them: it was visited once for each."""
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
