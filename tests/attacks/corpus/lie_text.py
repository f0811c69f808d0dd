"""Answers with text, bytes, booleans and complex numbers that look like the loss."""
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
    return ['0.0975', b'0.0975', True, 0.0975 + 0j, {'loss': 0.0975}, None][len(CALLS) % 6]


mean_squared_error = cross_entropy_error = binary_cross_entropy = attack
softmax_cross_entropy = asymmetric_loss = attack
