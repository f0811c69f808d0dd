"""Computes forever inside one operation of the interpreter, which nothing interrupts."""
# family: flood
# exercise: 02_losses
# honest: 12
# says: time ran out|memory

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    return 9**9**9


asymmetric_loss = attack
