"""Raises an exception at a line whose number is one of the inputs, far beyond its file."""
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
    number = int(abs(float(np.ravel(args[0])[0])) * 1e5)
    code = compile("\n" * 8 + "raise ValueError", __file__, "exec")
    exec(code.replace(co_firstlineno=number, co_linetable=compile("raise ValueError", "", "exec").co_linetable), {})


mean_squared_error = cross_entropy_error = binary_cross_entropy = attack
softmax_cross_entropy = asymmetric_loss = attack
