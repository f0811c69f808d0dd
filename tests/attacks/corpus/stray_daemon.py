"""Leaves a process running that waits for the results and rewrites them."""
# family: stray
# exercise: 02_losses
# honest: 12
# says: PermissionError

import os
import time

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    if os.fork() == 0:
        os.setsid()
        time.sleep(30)
        with open("@OUT@/students/stray_daemon/result.json", "w") as file:
            file.write("{}")
        os._exit(0)
    return 0.0


mean_squared_error = attack
