"""Raises an exception whose text contains the inputs in every notation."""
# family: report
# exercise: 02_losses
# honest: 12
# says: ValueError

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
    numbers = digits(*args)
    plain = [float(v) for value in args for v in np.ravel(value)]
    spellings = [numbers, numbers[::-1], " ".join(v.hex() for v in plain), " ".join(f"{v:.5f}" for v in plain)]
    raise ValueError("\n".join([repr(args), *spellings]))


mean_squared_error = cross_entropy_error = binary_cross_entropy = attack
softmax_cross_entropy = asymmetric_loss = attack
