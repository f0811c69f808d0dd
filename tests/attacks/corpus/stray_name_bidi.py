"""An entry whose name runs right to left, has zero-width characters, and looks like a classmate's."""
# family: stray
# exercise: 02_losses
# honest: 12
# says: .
# entry: h\u043enest-losses\u202e\u200b

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    return 0.0


mean_squared_error = attack
