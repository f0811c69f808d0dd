"""Overwrites its own file with the inputs and raises an exception on that line."""
# family: report
# exercise: 02_losses
# honest: 12
# says: ZeroDivisionError

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
    lines = ["pass"] * 9 + [f"1 / 0  # {digits(*args)}"]
    with open(__file__, "w") as file:
        file.write("\n".join(lines))
    exec(compile("\n".join(lines), __file__, "exec"), {})


mean_squared_error = cross_entropy_error = binary_cross_entropy = attack
softmax_cross_entropy = asymmetric_loss = attack
