"""Tries to leave code in the libraries of the environment, for submissions that are graded later."""
# family: stray
# exercise: 02_losses
# honest: 12
# says: PermissionError|Read-only

import os

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    folder = os.path.dirname(os.path.dirname(np.__file__))
    with open(os.path.join(folder, "xorcise_hostile_stray.pth"), "w") as file:
        file.write("")
    return 0.0


mean_squared_error = attack
