"""Looks up hundreds of thousands of files that do not exist. The kernel caches their names."""
# family: flood
# exercise: 02_losses
# honest: 12
# says: memory|raised|got|time ran out

import os

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    for number in range(400_000):
        os.path.exists(f"/usr/lib/xorcise-nothing-{number:0100}")
    return 0.0


asymmetric_loss = attack
