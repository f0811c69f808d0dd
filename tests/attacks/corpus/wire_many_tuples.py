"""Answers with 199,000 empty tuples, and with endlessly nested tuples."""
# family: wire
# exercise: 02_losses
# honest: 12
# says: answer|raised|got|number

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


CALLS = []


def attack(*args):
    CALLS.append(1)
    many = row(130_000) + b"\x91\xc7\x00\x05" * 130_000
    deep = b"\x92\xc7\x00\x05" * 50_000 + b"\xc0"
    value((many, deep)[len(CALLS) % 2])


mean_squared_error = attack
