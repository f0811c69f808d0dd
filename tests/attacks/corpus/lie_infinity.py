"""Answers with infinity and huge numbers, for which a relative tolerance becomes huge."""
# family: lie
# exercise: 02_losses
# honest: 12
# says: .

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


CALLS = []


def attack(*args):
    CALLS.append(1)
    return [np.inf, -np.inf, np.finfo(float).max, np.float16(6e4)][len(CALLS) % 4]


mean_squared_error = cross_entropy_error = binary_cross_entropy = attack
softmax_cross_entropy = asymmetric_loss = attack
