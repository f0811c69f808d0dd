"""Sends file descriptors along with a frame, which the judge would have to hold."""
# family: wire
# exercise: 02_losses
# honest: 12
# says: answer|answering|got|raised

import os
import socket
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
    sock = socket.socket(fileno=os.dup(3))
    null = os.open("/dev/null", os.O_RDONLY)
    socket.send_fds(sock, [b"\x00\x00"], [null] * 200)
    return 0.0


mean_squared_error = attack
