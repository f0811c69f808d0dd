"""Reads the judge's answer to a call by hand and forges its own result from it."""
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


def attack(f, x):
    say("callback", 0, [x if isinstance(x, (int, float)) else 1.0], {})
    say("value", 0.0, [])
    return f(x)


numerical_diff = attack
