"""Calls the judge's function from a thread after its call has ended."""
# family: wire
# exercise: 03_numerical_gradient
# honest: 20
# least: 0
# says: answer|answering|got|raised

import os
import struct
import threading
import time

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


def later(f, x):
    time.sleep(0.02)
    f(x)
    f(x)


def attack(f, x):
    threading.Thread(target=later, args=(f, x), daemon=True).start()
    return 0.0


numerical_diff = attack
