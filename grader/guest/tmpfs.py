"""A guest's own tmpfs: a file system in memory, of a fixed size, mounted over its folder.

When it is full the kernel answers ENOSPC, however it was filled: by files that are removed and still open, by space
reserved beyond a file's end, or by files that the judge cannot see. When the process has ended and the judge has closed
its descriptor, the kernel frees the tmpfs as a whole, so nothing has to be removed.

This runs in the guest process, after the fork and before confinement. The mount needs a namespace of the process's own.
Making one needs CAP_SYS_ADMIN, or a user namespace, in which the process has it until it gives up its privileges.
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
"""A mount namespace in a user namespace. A process without capabilities may make one if the machine allows it."""

CLONE_NEWNS, CLONE_NEWUSER = 0x00020000, 0x10000000  # <linux/sched.h>
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 2, 4, 8, 1 << 14, 1 << 18  # <linux/mount.h>
FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
"""How a folder is opened. Anything else is refused, also a link."""


def mount_own(kind: str, folder: str, size_kb: int, files: int, user: int | None = None) -> int:
    """Mount an empty tmpfs over ``folder``, copy the folder's files into it, and return a descriptor of it.

    Args:
        kind: ``NAMESPACE`` or ``USER_NAMESPACE``.
        folder: the guest's folder, with the submission's files.
        size_kb: KiB that all files may have together, including those of the submission.
        files: number of files and folders that there may be, including those of the submission.
        user: user and group that the files are given to.

    Raises:
        OSError: the kernel refused; the process must not go on.
    """
    given = os.open(folder, FOLDER_FLAGS)
    try:
        isolate(kind)
        options = f"size={size_kb}k,nr_inodes={files + 1},mode=0700"  # the folder itself is one more
        if user is not None:
            options += f",uid={user},gid={user}"
        mount(folder, options)
        own = os.open(folder, FOLDER_FLAGS)
        copy(given, own, user)
        return own
    finally:
        os.close(given)  # it leads out of the tmpfs


def isolate(kind: str) -> None:
    """Enter a new mount namespace. Mounts in it are not seen outside."""
    libc = ctypes.CDLL(None, use_errno=True)
    if kind == USER_NAMESPACE:
        user, group = os.geteuid(), os.getegid()
        raise_if_failed(libc.unshare(CLONE_NEWUSER | CLONE_NEWNS), "a user namespace")
        # Without a map of its own user the process could make no file. Mapping a group requires denying setgroups.
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            Path(f"/proc/self/{name}").write_text(text, encoding="ascii")
    else:
        raise_if_failed(libc.unshare(CLONE_NEWNS), "a mount namespace")
    raise_if_failed(libc.mount(None, b"/", None, MS_REC | MS_PRIVATE, None), "private mounts")


def mount(folder: str, options: str) -> None:
    """Mount an empty file system in memory over ``folder``."""
    libc = ctypes.CDLL(None, use_errno=True)
    flags = MS_NOSUID | MS_NODEV | MS_NOEXEC  # no exercise needs to run programs or libraries from there
    # Without swap it cannot push other processes out of memory. Kernels before 6.4 and user namespaces lack the option.
    if libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", flags, f"{options},noswap".encode()) != 0:
        mounted = libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", flags, options.encode())
        raise_if_failed(mounted, "a file system in memory")


def copy(source: int, target: int, user: int | None) -> None:
    """Copy files and folders from one open folder to another; the judge has bounded their number and depth."""
    for name in os.listdir(source):
        if stat.S_ISDIR(os.stat(name, dir_fd=source, follow_symlinks=False).st_mode):
            os.mkdir(name, 0o700, dir_fd=target)
            from_fd, to_fd = os.open(name, FOLDER_FLAGS, dir_fd=source), os.open(name, FOLDER_FLAGS, dir_fd=target)
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


def raise_if_failed(result: int, what: str) -> None:
    """Check what a call of the C library returned.

    Raises:
        OSError: it failed.
    """
    if result != 0:
        raise OSError(ctypes.get_errno(), f"{what} was refused")


def kind_that_works(folder: str) -> str:
    """Return the kind of tmpfs that can be mounted here, each tried in a process of its own; empty if none can."""
    for kind in (NAMESPACE, USER_NAMESPACE):
        pid = os.fork()
        if pid == 0:
            try:
                mount_own(kind, folder, 64, 8)
                os._exit(0)
            except BaseException:  # noqa: BLE001 - any failure means that this kind does not work
                os._exit(1)
        if os.waitpid(pid, 0)[1] == 0:
            return kind
    return ""


if __name__ == "__main__":  # the judge starts it like a template, to find out what guest processes can do
    sys.stdout.write(kind_that_works(sys.argv[1]) if sys.platform == "linux" else "")
