"""Announces an answer whose size is made of the first number that it was given."""
# family: report
# exercise: 02_losses
# honest: 12
# says: too large: [0-9,]+ bytes

import os
import struct

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


MARK = "LE" + "AKED"


def digits(*values):
    """Return the numbers of the arguments as one text."""
    return MARK + " ".join(repr(float(v)) for value in values for v in np.ravel(value))


def attack(*args):
    size = 2**30 + int(abs(float(np.ravel(args[0])[0])) * 1e8)
    os.write(3, struct.pack(">I", size))
    os.write(3, bytes(64))


mean_squared_error = cross_entropy_error = binary_cross_entropy = attack
softmax_cross_entropy = asymmetric_loss = attack
