"""Connects to servers on the network, and listens for connections."""
# family: stray
# exercise: 02_losses
# honest: 12
# says: PermissionError

import contextlib
import socket

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    for family, address in ((socket.AF_INET, ("127.0.0.1", 9)), (socket.AF_UNIX, "\0xorcise-hostile")):
        with contextlib.suppress(OSError):
            with socket.socket(family) as friend:
                friend.bind(address if family == socket.AF_UNIX else ("127.0.0.1", 0))
                return 1.0
    return socket.create_connection(("127.0.0.1", 9), timeout=1)


mean_squared_error = attack
