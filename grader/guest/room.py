"""A room of a worker's own: a file system in memory, of a fixed size, mounted over its folder.

A full room answers ENOSPC, however it was filled: by files that are removed and still open, by room kept beyond a
file's end, or by files that the judge cannot see. When the process has ended and the judge has let go of it, the kernel
frees it whole, so nothing has to be cleared.

Runs in the worker, after the fork and before confinement: the mount needs a namespace of the worker's own, and making
one needs CAP_SYS_ADMIN, or a user namespace in which the worker has it until it gives up its privileges.
"""

from __future__ import annotations

import ctypes
import os
import stat
import sys
from pathlib import Path

NAMESPACE = "namespace"
"""A mount namespace, made by a process that has CAP_SYS_ADMIN."""

USER_NAMESPACE = "user namespace"
"""A mount namespace in a user namespace, which a process without capabilities may make where the machine allows it."""

CLONE_NEWNS, CLONE_NEWUSER = 0x00020000, 0x10000000  # <linux/sched.h>
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 2, 4, 8, 1 << 14, 1 << 18  # <linux/mount.h>
TAKEN = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def enter(kind: str, folder: str, size_kb: int, files: int, user: int | None = None) -> int:
    """Mount an empty room over ``folder``, copy into it what lies there, and return a descriptor of it.

    Args:
        kind: ``NAMESPACE`` or ``USER_NAMESPACE``.
        folder: the worker's folder, with the submission's files.
        size_kb: KiB that all files may have together, those of the submission included.
        files: files and folders that there may be, those of the submission included.
        user: user and group that the files are given to.

    Raises:
        OSError: the kernel refused; the worker must not go on.
    """
    given = os.open(folder, TAKEN)
    try:
        isolate(kind)
        options = f"size={size_kb}k,nr_inodes={files + 1},mode=0700"  # the folder itself is one more
        if user is not None:
            options += f",uid={user},gid={user}"
        mount(folder, options)
        room = os.open(folder, TAKEN)
        copy(given, room, user)
        return room
    finally:
        os.close(given)  # it leads out of the room


def isolate(kind: str) -> None:
    """Enter a mount namespace of one's own, from which no mount spreads."""
    libc = ctypes.CDLL(None, use_errno=True)
    if kind == USER_NAMESPACE:
        user, group = os.geteuid(), os.getegid()
        check(libc.unshare(CLONE_NEWUSER | CLONE_NEWNS), "a user namespace")
        # without a map of its own user it could make no file; a group may be mapped where groups cannot be dropped
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            Path(f"/proc/self/{name}").write_text(text, encoding="ascii")
    else:
        check(libc.unshare(CLONE_NEWNS), "a mount namespace")
    check(libc.mount(None, b"/", None, MS_REC | MS_PRIVATE, None), "private mounts")


def mount(folder: str, options: str) -> None:
    """Mount an empty file system in memory over ``folder``."""
    libc = ctypes.CDLL(None, use_errno=True)
    flags = MS_NOSUID | MS_NODEV | MS_NOEXEC  # nothing asked for runs programs or libraries from there
    # without swap it cannot push others out of memory; kernels before 6.4 and user namespaces know no such option
    if libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", flags, f"{options},noswap".encode()) != 0:
        check(libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", flags, options.encode()), "a file system in memory")


def copy(source: int, target: int, user: int | None) -> None:
    """Copy files and folders from one folder to another; the judge has bounded their number and depth."""
    for name in os.listdir(source):
        if stat.S_ISDIR(os.stat(name, dir_fd=source, follow_symlinks=False).st_mode):
            os.mkdir(name, 0o700, dir_fd=target)
            from_fd, to_fd = os.open(name, TAKEN, dir_fd=source), os.open(name, TAKEN, dir_fd=target)
            copy(from_fd, to_fd, user)
        else:
            from_fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=source)
            to_fd = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644, dir_fd=target)
            while part := os.read(from_fd, 1 << 20):
                os.write(to_fd, part)
        if user is not None:
            os.fchown(to_fd, user, user)
        os.close(from_fd)
        os.close(to_fd)


def check(result: int, what: str) -> None:
    """Raise ``OSError`` for a call of the C library that failed."""
    if result != 0:
        raise OSError(ctypes.get_errno(), f"{what} was refused")


def kind_that_works(folder: str) -> str:
    """Return the kind of room that can be made here, tried in a process each; empty where there is none."""
    for kind in (NAMESPACE, USER_NAMESPACE):
        pid = os.fork()
        if pid == 0:
            try:
                enter(kind, folder, 64, 8)
                os._exit(0)
            except BaseException:  # noqa: BLE001 - whatever it was, this kind does not work
                os._exit(1)
        if os.waitpid(pid, 0)[1] == 0:
            return kind
    return ""


if __name__ == "__main__":  # started by the judge as a template is started, to find out what its workers can do
    sys.stdout.write(kind_that_works(sys.argv[1]) if sys.platform == "linux" else "")
