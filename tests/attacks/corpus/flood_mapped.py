"""Writes files, maps them, closes and removes them, so that no name and no descriptor shows them."""
# family: flood
# exercise: 02_losses
# honest: 12
# says: too many or too large

import mmap
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
        with open(f"hidden{number}", "w+b") as file:
            file.write(bytes(4 * 2**20))
            file.flush()
            hidden.append(mmap.mmap(file.fileno(), 1))
        os.unlink(f"hidden{number}")
    time.sleep(1)
    return 0.0


asymmetric_loss = attack
