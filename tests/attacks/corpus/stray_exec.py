"""Starts a shell, and then replaces itself by one."""
# family: stray
# exercise: 02_losses
# honest: 12
# says: PermissionError

import contextlib
import os
import subprocess

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    with contextlib.suppress(OSError):
        subprocess.run(["/bin/sh", "-c", "touch @OUT@/owned"], timeout=5)
    os.execv("/bin/true", ["true"])


mean_squared_error = attack
