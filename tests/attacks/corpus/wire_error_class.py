"""Raises an exception whose metaclass reports a false name and false ancestors."""
# family: wire
# exercise: 02_losses
# honest: 12
# says: ended itself|raised

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


class Meta(type):
    def mro(cls):
        return [cls, *type.mro(cls)[1:]]

    __name__ = property(lambda cls: 1 / 0)


class Odd(Exception, metaclass=Meta):
    pass


def attack(*args):
    raise Odd


mean_squared_error = attack
