"""An entry whose name is a classmate's with an invisible letter (U+3164, HANGUL FILLER)."""
# family: stray
# exercise: 02_losses
# honest: 12
# says: .
# entry: honest-losses\u3164

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    return 0.0


mean_squared_error = attack
