"""Calls the judge's function by hand with keywords that are not text."""
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
    say("callback", 0, [1.0], {1: 2, b"x": 3})
    say("callback", 0, [1.0], {"__class__": 1, "self": 2})
    return 0.0


numerical_diff = attack
