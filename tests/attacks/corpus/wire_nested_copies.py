"""Wraps 60 MB into sixty nested extension types, so that each level is copied from the one around it."""
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


def value(data):
    """Answer with a value that is already packed."""
    send(b"\x93\xa5value" + data + b"\x90")


def row(count):
    """Return the header of a list of ``count`` items."""
    return b"\xdd" + struct.pack(">I", count)


def extension(code, payload):
    return msgpack.packb(msgpack.ExtType(code, payload))


def attack(*args):
    data = b"\xc6" + struct.pack(">I", 60_000_000) + bytes(60_000_000)
    heads = b""
    for depth in range(60):
        size = len(data) + 6 * (59 - depth)
        heads += b"\xc9" + struct.pack(">IB", size, (5, 8)[depth % 2])
    value(heads + data)


mean_squared_error = attack
