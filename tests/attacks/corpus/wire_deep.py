"""Answers with a list that is nested a hundred thousand times."""
# family: wire
# exercise: 02_losses
# honest: 12
# says: raised|sent|deep|crashed

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


def say(*message):
    send(msgpack.packb(list(message)))


def attack(*args):
    value = []
    for _ in range(100_000):
        value = [value]
    return value


mean_squared_error = attack
