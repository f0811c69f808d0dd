"""Calls the judge's functions number -1, True and 2**63."""
# family: wire
# exercise: 02_losses
# honest: 12
# says: not one that was asked for

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


def attack(*args):
    CALLS.append(1)
    say("callback", (-1, True, 2**63)[len(CALLS) % 3], [], {})


mean_squared_error = attack
