"""Raises an exception whose class name consists of escapes, newlines and markup."""
# family: report
# exercise: 02_losses
# honest: 12
# says: raised

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


NAME = "Passed\n\x1b[1A\x1b]8;;http://localhost\x07[bold green]100/100[/]<b>"


def attack(*args):
    raise type(NAME, (Exception,), {})("")


mean_squared_error = attack
