"""Ignores and handles every signal that it may, and loops."""
# family: flood
# exercise: 02_losses
# honest: 12
# says: time ran out

import contextlib
import signal
import time

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


for number in range(1, 65):
    with contextlib.suppress(OSError, ValueError):
        signal.signal(number, signal.SIG_IGN)


def attack(*args):
    while True:
        time.sleep(1)


asymmetric_loss = attack
