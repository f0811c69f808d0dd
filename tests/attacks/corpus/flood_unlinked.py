"""Writes files that it has already removed, so that no listing shows their size."""
# family: flood
# exercise: 02_losses
# honest: 12
# says: too many or too large

import os
import time

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    hidden = []
    for number in range(12):
        hidden.append(open(f"hidden{number}", "wb"))
        os.unlink(f"hidden{number}")
        hidden[-1].write(bytes(4 * 2**20))
    time.sleep(1)
    return 0.0


asymmetric_loss = attack
