"""Writes to the home folder, to temporary folders and beside the checkout."""
# family: stray
# exercise: 02_losses
# honest: 12
# says: .

import contextlib
import os

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


PLACES = ["@TMP@", "/tmp", "/var/tmp", "/dev/shm", os.path.expanduser("~"), "@CATALOGUE@", "@SUBMISSIONS@", "@OUT@", ".."]


def attack(*args):
    for place in PLACES:
        with contextlib.suppress(OSError), open(os.path.join(place, "xorcise-hostile-stray"), "w") as file:
            file.write("x")
    return 0.0


mean_squared_error = attack
