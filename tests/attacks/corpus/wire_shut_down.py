"""Shuts down the sending direction of the wire and waits forever."""
# family: wire
# exercise: 02_losses
# honest: 12
# says: time ran out|ended itself

import os
import socket
import struct
import time

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
    socket.socket(fileno=os.dup(3)).shutdown(socket.SHUT_WR)
    time.sleep(60)


mean_squared_error = attack
