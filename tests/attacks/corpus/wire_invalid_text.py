"""Sends an error frame whose texts are invalid UTF-8 and control characters."""
# family: wire
# exercise: 02_losses
# honest: 12
# says: raised

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
    bad = b"\xc3\x28\xff\x1b[2J\x00\r\n"
    def text(b):
        return bytes([0xA0 + len(b)]) + b
    send(b"\x95\xa5error" + text(bad) + b"\x91" + text(bad) + text(bad) + b"\x91" + text(bad))
    return 0.0


mean_squared_error = attack
