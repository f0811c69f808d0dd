"""Sends itself SIGKILL, so that the runner ends without any output."""
# family: exit
# exercise: 02_losses
# honest: 12
# says: PermissionError

import os
import signal

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    os.kill(os.getpid(), signal.SIGKILL)
    return 0.0


mean_squared_error = attack
