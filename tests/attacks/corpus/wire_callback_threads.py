"""Calls the judge's function from ten threads at once."""
# family: wire
# exercise: 03_numerical_gradient
# honest: 20
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


def attack(f, x):
    threads = [threading.Thread(target=f, args=(x,), daemon=True) for _ in range(10)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    return f(x)


numerical_diff = attack
