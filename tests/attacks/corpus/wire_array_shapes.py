"""Sends arrays of negative, fractional, huge and overflowing shapes."""
# family: wire
# exercise: 02_losses
# honest: 12
# says: impossible shape|do not fit|header

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


CALLS = []
SHAPES = ([-1], [1.5], [2**62, 4], [2**31, 2**31, 0], ["8"], [2**64 - 1])


def attack(*args):
    CALLS.append(1)
    head = msgpack.packb(["d", SHAPES[len(CALLS) % 6]])
    say("value", msgpack.ExtType(1, bytes([len(head)]) + head + bytes(8)), [])


mean_squared_error = attack
