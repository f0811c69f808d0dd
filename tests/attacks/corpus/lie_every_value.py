"""Answers with a million values at once, in the hope that one correct value is enough."""
# family: lie
# exercise: 02_losses
# honest: 12
# says: .

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


VALUES = np.linspace(0, 40, 1_000_000)


def attack(*args):
    return VALUES


mean_squared_error = cross_entropy_error = binary_cross_entropy = attack
softmax_cross_entropy = asymmetric_loss = attack
