"""Runs a command as in a default container: without user namespaces and mounts, and with Landlock or without.

``python container.py [--no-landlock] COMMAND...``. Docker's default profile refuses these system calls to a process
without CAP_SYS_ADMIN, and has let Landlock's through since 2022 (pull request 43199 of moby); an old kernel lacks them.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys

CALLS = {  # x86-64; EPERM is what the profile answers
    "mount": 165,
    "umount2": 166,
    "unshare": 272,
    "setns": 308,
    "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430,
    "fsmount": 432,
    "mount_setattr": 442,
    "clone3": 435,
}
LANDLOCK = {"landlock_create_ruleset": 444, "landlock_add_rule": 445, "landlock_restrict_self": 446}
CLONE, CLONE3 = 56, CALLS["clone3"]
NAMESPACES = 0x7E020000  # CLONE_NEWNS to CLONE_NEWNET, as the profile tests them
EPERM, ENOSYS = 1, 38
ALLOW, ERRNO = 0x7FFF0000, 0x00050000
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP = 38, 22


def program(*, landlock: bool) -> bytes:
    """Return the filter: load the number, compare, answer."""
    refused = {number: ENOSYS if number == CLONE3 else EPERM for number in CALLS.values()}
    refused |= {} if landlock else dict.fromkeys(LANDLOCK.values(), ENOSYS)
    lines = [(0x20, 0, 0, 0)]  # the system call's number
    for number, errno in refused.items():
        lines += [(0x15, 0, 1, number), (0x06, 0, 0, ERRNO | errno)]
    # clone: its first argument has the namespaces
    lines += [(0x15, 0, 3, CLONE), (0x20, 0, 0, 16), (0x45, 0, 1, NAMESPACES), (0x06, 0, 0, ERRNO | EPERM)]
    lines.append((0x06, 0, 0, ALLOW))
    return b"".join(struct.pack("HBBI", *line) for line in lines)


def main() -> None:
    arguments = sys.argv[1:]
    landlock = arguments[0] != "--no-landlock"
    code = program(landlock=landlock)
    buffer = ctypes.create_string_buffer(code)
    head = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    for option, value, more in ((PR_SET_NO_NEW_PRIVS, 1, None), (PR_SET_SECCOMP, 2, head)):
        if libc.prctl(option, ctypes.c_ulong(value), more, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")
    command = arguments if landlock else arguments[1:]
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
