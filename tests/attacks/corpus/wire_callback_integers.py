"""Calls the judge's function with integers that are larger than every float."""
# family: wire
# exercise: 03_numerical_gradient
# honest: 20
# says: wrong value

import contextlib

import numpy as np


def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))


def attack(f, x):
    for number in (10**400, -(10**1200), 2**64):
        with contextlib.suppress(Exception):
            f(number)
    return 0.0


numerical_diff = attack
