"""Calls the judge's function with a hundred thousand arguments, arrays and texts, again and again."""
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


def value(data):
    """Answer with a value that is already packed."""
    send(b"\x93\xa5value" + data + b"\x90")


def row(count):
    """Return the header of a list of ``count`` items."""
    return b"\xdd" + struct.pack(">I", count)


def extension(code, payload):
    return msgpack.packb(msgpack.ExtType(code, payload))


HEAD_OF_ONE = msgpack.packb(["d", [0] * 8])
EMPTY = extension(1, bytes([len(HEAD_OF_ONE)]) + HEAD_OF_ONE)
TEXT = msgpack.packb("\U0001d538" + "a" * 1000)


def attack(f, x):
    many = b"\x94\xa8callback\x00" + row(190_000) + EMPTY * 190_000 + b"\x80"
    texts = b"\x94\xa8callback\x00" + row(10_000) + TEXT * 10_000 + b"\x80"
    for _ in range(40):
        send(many)
        os.read(3, 100_000)
        send(texts)
        os.read(3, 100_000)
    return 0.0


numerical_diff = numerical_gradient = attack
