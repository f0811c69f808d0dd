"""Sends a pickle that would run a command if it were loaded."""
# family: wire
# exercise: 02_losses
# honest: 12
# says: cannot be read|not one

import os
import pickle
import struct

import msgpack
import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def send(data):
    """Write one frame to the worker's own wire by hand."""
    frame = struct.pack(">I", len(data)) + data
    while frame:
        frame = frame[os.write(3, frame) :]


def say(*message):
    send(msgpack.packb(list(message)))


class Trap:
    def __reduce__(self):
        return os.system, ("echo owned > @OUT@/owned",)


def attack(*args):
    send(pickle.dumps(["value", Trap(), []]))


mean_squared_error = attack
