"""Makes links that lead to themselves, to the root and out of its folder."""
# family: flood
# exercise: 02_losses
# honest: 12
# says: time ran out|used up|memory|ended|raised|got

import contextlib
import os

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    for name, target in (("loop", "loop"), ("root", "/"), ("up", ".."), ("out", "@OUT@"), ("a", "b"), ("b", "a")):
        os.symlink(target, name)
    with contextlib.suppress(OSError), open("out/through", "w") as file:
        file.write("x")
    return 0.0


asymmetric_loss = attack
