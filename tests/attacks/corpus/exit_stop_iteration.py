"""Raises StopIteration and GeneratorExit, which loops and generators catch."""
# family: exit
# exercise: 02_losses
# honest: 12
# says: StopIteration

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


CALLS = []


def attack(*args):
    CALLS.append(1)
    raise StopIteration if len(CALLS) % 2 else GeneratorExit


mean_squared_error = attack
