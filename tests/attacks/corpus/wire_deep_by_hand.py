"""Sends a list that is nested a million times, packed by hand."""
# family: wire
# exercise: 02_losses
# honest: 12
# says: cannot be read|deep

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
    send(b"\x93\xa5value" + b"\x91" * 1_000_000 + b"\xc0\x90")


mean_squared_error = attack
