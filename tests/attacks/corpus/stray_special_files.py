"""Hands in a FIFO, a link to a device and a link to the root beside its module."""
# family: stray
# exercise: 02_losses
# honest: 12
# says: .
# fifo: pipe.py
# link: zero.py -> /dev/zero
# link: root -> /

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    return 0.0


mean_squared_error = attack
