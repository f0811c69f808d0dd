"""Gives its files names of invalid UTF-8, newlines and escapes."""
# family: flood
# exercise: 02_losses
# honest: 12
# says: time ran out|used up|memory|ended|raised|got

import os

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    for name in (b"\xff\xfe", b"a\nb", b"\x1b[2J", b"-rf", b" ", b"x" * 255):
        os.mkdir(name)
        with open(name + b"/" + name, "w") as file:
            file.write("x")
    return 0.0


asymmetric_loss = attack
