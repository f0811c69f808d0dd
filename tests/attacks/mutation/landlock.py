"""Landlock as an older kernel has it, or with one protection less.

``sandlock.confine`` always uses all that the kernel offers. Here the same two lists of paths are granted through the
same three system calls, with the rights and scopes of one version of the interface; <linux/landlock.h> numbers them.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable, Sequence
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every machine
PATH_BENEATH = 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, TRUNCATE, IOCTL_DEV = (1 << n for n in (0, 1, 2, 3, 14, 15))
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV

RIGHTS = {1: (1 << 13) - 1, 2: 1 << 13, 3: TRUNCATE, 5: IOCTL_DEV}
"""Rights to files by the version that brought them."""

SCOPES = {"abstract_socket_scope": 1, "signal_scope": 2}
"""They came with version 6."""

NEWEST = 6


def confine(readable: Iterable[str], writable: Iterable[str], abi: int = NEWEST, without: Sequence[str] = ()) -> None:
    """Confine the calling process for good.

    Args:
        readable: paths that may be read and executed.
        writable: paths with which everything may be done.
        abi: version of the interface whose protections are used.
        without: protections to leave out: ``ioctl_dev``, ``signal_scope``, ``abstract_socket_scope``.
    """
    handled = sum(rights for version, rights in RIGHTS.items() if version <= abi)
    if "ioctl_dev" in without:
        handled &= ~IOCTL_DEV
    scoped = sum(bit for name, bit in SCOPES.items() if name not in without) if abi >= 6 else 0
    ruleset = call(CREATE_RULESET, struct.pack("=QQQ", handled, 0, scoped), 24, 0)
    for paths, rights in ((readable, EXECUTE | READ_FILE | READ_DIR), (writable, handled)):
        for path in paths:
            fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
            granted = rights & handled & (handled if Path(path).is_dir() else OF_FILES)
            call(ADD_RULE, ruleset, PATH_BENEATH, struct.pack("=Qi", granted, fd), 0)
            os.close(fd)
    call(RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def call(number: int, *arguments: int | bytes) -> int:
    """Make a system call.

    Raises:
        OSError: the kernel refused.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    got = int(
        libc.syscall(ctypes.c_long(number), *(a if isinstance(a, bytes) else ctypes.c_long(a) for a in arguments))
    )
    if got < 0:
        raise OSError(ctypes.get_errno(), f"system call {number}")
    return got
