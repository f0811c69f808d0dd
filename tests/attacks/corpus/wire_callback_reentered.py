"""Passes objects of its own to the judge's function, so that the judge calls back during a callback."""
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


class Loss:
    def __init__(self, f):
        self.f = f

    def __float__(self):
        return self.f(self)

    def __array__(self, dtype=None, copy=None):
        return np.asarray(self.f(self))

    def __getattr__(self, name):
        return self


def attack(f, x):
    return f(Loss(f))


numerical_diff = numerical_gradient = attack
