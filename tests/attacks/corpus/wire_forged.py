"""Writes a forged answer before the real one, which then answers the next request."""
# family: wire
# exercise: 02_losses
# honest: 12
# says: answer|answering|got|raised

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


def attack(*args):
    say("value", 0.08705, [])
    return 0.0975


mean_squared_error = attack
