"""Calls the judge's function with arrays of 60 MB, again and again."""
# family: wire
# exercise: 03_numerical_gradient
# honest: 20
# least: 0
# says: time ran out|used up|answer|answering|got|raised

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


LARGE = np.ones(7_500_000)


def attack(f, x):
    for _ in range(4):
        f(LARGE)
    return 0.0


numerical_diff = attack
