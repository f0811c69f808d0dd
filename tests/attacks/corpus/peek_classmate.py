"""Reads a classmate's submission and executes it as its own."""
# family: peek
# exercise: 02_losses
# honest: 12
# says: defines no

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def find():
    with open("@SUBMISSIONS@/honest-losses/losses.py") as file:
        return file.read()


try:
    exec(find())
except Exception as error:
    print('nothing found:', error)
