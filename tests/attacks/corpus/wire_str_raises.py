"""Raises an exception whose __str__ and __repr__ raise errors or never end."""
# family: wire
# exercise: 02_losses
# honest: 12
# says: cannot be shown

import os
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


class Silent(Exception):
    def __str__(self):
        raise self

    __repr__ = __str__


def attack(*args):
    raise Silent


mean_squared_error = attack
