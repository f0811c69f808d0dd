"""Answers with views that run backwards, overlap or repeat one element two thousand million times."""
# family: lie
# exercise: 02_losses
# honest: 12
# says: memory|sent|number|got

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


CALLS = []


def attack(*args):
    CALLS.append(1)
    views = (np.arange(4.0)[::-1], np.broadcast_to(0.0, (2**31,)), np.lib.stride_tricks.as_strided(np.zeros(3), (3, 3), (8, -8)))
    return views[len(CALLS) % 3]


mean_squared_error = attack
