"""Writes into a folder that may not be listed, not even by its owner."""
# family: flood
# exercise: 02_losses
# honest: 12
# says: too many or too large|kept its files|raised|got

import os
import time

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    os.mkdir("closed", 0o300)
    for number in range(24):
        with open(f"closed/{number}", "wb") as file:
            file.write(bytes(4 * 2**20))
    time.sleep(1)
    return 0.0


asymmetric_loss = attack
