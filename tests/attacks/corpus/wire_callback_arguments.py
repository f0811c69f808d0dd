"""Calls the judge's function with keywords, nothing, text, and arrays of objects."""
# family: wire
# exercise: 03_numerical_gradient
# honest: 20
# says: answer|answering|got|raised

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


def say(*message):
    send(msgpack.packb(list(message)))


CALLS = []
ARGUMENTS = (((), {}), ((1, 2, 3), {}), ((), {"v": 1.0}), (("x" * 1000,), {}), ((None,), {}), (([[]],), {}), ((float("nan"),), {}))


def attack(f, x):
    CALLS.append(1)
    args, kwargs = ARGUMENTS[len(CALLS) % len(ARGUMENTS)]
    return f(*args, **kwargs)


numerical_diff = numerical_gradient = attack
