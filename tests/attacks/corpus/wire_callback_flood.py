"""Calls the judge's function forever."""
# family: wire
# exercise: 03_numerical_gradient
# honest: 20
# least: 0
# says: time ran out|more than|used up

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
    while True:
        f(x)


numerical_diff = attack
