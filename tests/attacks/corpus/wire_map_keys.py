"""Sends maps whose keys are lists, arrays, nan or duplicates."""
# family: wire
# exercise: 02_losses
# honest: 12
# says: neither text nor a plain number

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
    send(b"\x93\xa5value\x82\x91\x01\x02\xcb\x7f\xf8\0\0\0\0\0\0\x01\x90")


mean_squared_error = attack
