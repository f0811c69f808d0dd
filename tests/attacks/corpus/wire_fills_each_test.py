"""Fills the transcript of each test: with arrays just small enough to be kept whole, and with texts."""
# family: wire
# exercise: 03_numerical_gradient
# honest: 20
# least: 0
# says: time ran out|used up|answer|answering|got|raised

import contextlib
import os
import struct

import msgpack
import numpy as np


def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))


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


ARRAYS = [np.full(4096, 0.5)] * 900
TEXTS = ["\U0001d538" + "a" * 4095] * 900


def attack(f, x):
    print("\U0001d538" + "a" * 60_000)
    for _ in range(3):
        for arguments in (ARRAYS, TEXTS):
            with contextlib.suppress(Exception):
                f(arguments)
    x[...] = 7.0
    return [ARRAYS, TEXTS]


numerical_diff = numerical_gradient = attack
