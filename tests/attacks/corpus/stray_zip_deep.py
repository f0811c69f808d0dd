"""A zip of 400 kB with 190 files, each nested 500 folders deep. Creating the folders would take minutes."""
# family: stray
# exercise: 02_losses
# honest: 12
# says: lies in more than 16 folders
# deep: 190x500

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    return 0.0


mean_squared_error = attack
