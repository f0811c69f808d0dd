"""An entry whose name looks like a path out of the results folder."""
# family: stray
# exercise: 02_losses
# honest: 12
# says: .
# entry: x..%2f..%2f..\\..\\owned

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    return 0.0


mean_squared_error = attack
