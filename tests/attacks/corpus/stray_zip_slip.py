"""A zip with members whose paths lead out of it."""
# family: stray
# exercise: 02_losses
# honest: 0
# says: points outside
# zip: ../../../../xorcise-hostile-stray.py

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    return 0.0


mean_squared_error = attack
