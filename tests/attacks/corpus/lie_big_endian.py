"""Answers in foreign byte order: honest functions with correct numbers, others with swapped bytes."""
# family: lie
# exercise: 02_losses
# honest: 12
# says: .

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def mean_absolute_error(y, t):  # noqa: F811
    return np.mean(np.abs(y - t)).astype(">f8")


def attack(*args):
    return np.array(1.0).view(">f8")


mean_squared_error = cross_entropy_error = binary_cross_entropy = attack
softmax_cross_entropy = asymmetric_loss = attack
