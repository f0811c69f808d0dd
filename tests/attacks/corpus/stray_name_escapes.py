"""An entry whose name holds terminal escapes and a newline."""
# family: stray
# exercise: 02_losses
# honest: 12
# says: .
# entry: esc\x1b[2J\x1b]0;owned\x07\nnewline

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    return 0.0


mean_squared_error = attack
