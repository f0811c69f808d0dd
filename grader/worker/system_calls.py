"""Which system calls a worker may make: a seccomp filter, made once in a template and loaded in each worker.

libseccomp writes the filter's program. Writing it takes five milliseconds, adding a rule to it and loading it two: so a
template writes it and each worker hands it to the kernel, with its own number put in where another stands.
"""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import struct
from typing import Any

try:
    import fcntl
except ImportError:  # Windows, which has no filter either
    fcntl = None  # type: ignore[assignment]
try:
    import pyseccomp
except (ImportError, RuntimeError):  # not Linux, or no libseccomp
    pyseccomp = None

HAVE_SECCOMP = pyseccomp is not None

CLONE_FILES, CLONE_THREAD = 0x00000400, 0x00010000  # <linux/sched.h>
F_SETOWN_EX = 15  # <asm-generic/fcntl.h>
FIOSETOWN, SIOCSPGRP = 0x8901, 0x8902  # <asm-generic/sockios.h>
PR_SET_PDEATHSIG, PR_SET_SECCOMP = 1, 22  # <linux/prctl.h>
SECCOMP_MODE_FILTER = 2  # <linux/seccomp.h>

SOMEBODY = 0x5EC0FFEE
"""Stands in the program for the worker's own process: no process has such a number (PID_MAX_LIMIT is 2**22)."""

INSTRUCTION = struct.Struct("=HBBI")
"""``struct sock_filter`` of <linux/filter.h>: code, two jumps, operand."""

DENIED = {
    # a socket reaches other machines, and other processes of this one; files can be hidden on their way through one
    "network": "socket connect bind listen accept accept4 sendmsg sendmmsg",
    # a new process outlives its worker, and a new program is one that nobody checked
    "processes": "fork vfork execve execveat",
    # signals and limits of other processes of the same user; its own limits, which root could raise
    "others": "kill tkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_open pidfd_getfd pidfd_send_signal setrlimit"
    " setpriority sched_setaffinity sched_setscheduler sched_setparam sched_setattr ioprio_set kcmp process_madvise"
    " migrate_pages move_pages",
    # reading and writing another process's memory
    "memory": "ptrace process_vm_readv process_vm_writev process_mrelease userfaultfd perf_event_open",
    # metadata of files that Landlock does not cover: a worker of the same user could make OUT unreadable
    "metadata": "chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat setxattr lsetxattr fsetxattr setxattrat"
    " removexattr lremovexattr fremovexattr removexattrat utime utimes utimensat futimesat file_setattr",
    # memory that RLIMIT_DATA does not count, and that outlives the process
    "shared": "memfd_create memfd_secret shmget shmat shmctl msgget msgsnd msgrcv msgctl semget semop semctl semtimedop"
    " mq_open mq_unlink",
    # changing what the process sees or may do
    "namespaces": "unshare setns mount umount2 pivot_root chroot fsopen fsmount move_mount open_tree mount_setattr"
    " mknod mknodat setuid setgid setreuid setregid setresuid setresgid setgroups setfsuid setfsgid capset personality",
    # interfaces through which other calls can be made unseen, or the kernel itself be changed
    "kernel": "io_uring_setup io_uring_enter io_uring_register bpf add_key request_key keyctl init_module finit_module"
    " delete_module kexec_load kexec_file_load reboot swapon swapoff acct quotactl syslog settimeofday clock_settime"
    " clock_adjtime adjtimex sethostname setdomainname iopl ioperm name_to_handle_at open_by_handle_at fanotify_init"
    " inotify_init inotify_init1 lookup_dcookie nfsservctl vhangup modify_ldt",
}
"""System calls that answer EPERM, by what they would be used for."""


class Program:
    """The filter as the kernel takes it.

    Raises:
        OSError: libseccomp could not write it, or not as is needed here.
    """

    def __init__(self) -> None:
        with open(os.memfd_create("filter"), "w+b") as file:  # noqa: PTH123 - a descriptor has no path
            system_calls().export_bpf(file)
            file.seek(0)
            self._code = bytearray(file.read())
        numbers = [k for *_, k in INSTRUCTION.iter_unpack(self._code)]
        if numbers.count(SOMEBODY) != 1:
            raise OSError("libseccomp wrote a filter in which the worker's own number has no single place")
        self._number_at = (numbers.index(SOMEBODY) + 1) * INSTRUCTION.size - 4

    def load(self) -> None:
        """Filter the calling thread's system calls, and those of all threads that it starts, for good.

        Raises:
            OSError: the kernel refused; the worker must not go on.
        """
        struct.pack_into("=I", self._code, self._number_at, os.getpid())
        code = (ctypes.c_char * len(self._code)).from_buffer(self._code)
        program = _Program(len(self._code) // INSTRUCTION.size, ctypes.addressof(code))
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "the filter of system calls was refused")


class _Program(ctypes.Structure):
    """``struct sock_fprog`` of <linux/filter.h>."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def system_calls() -> Any:
    """Return the filter: everything is allowed but ``DENIED`` and some arguments."""
    refuse = pyseccomp.ERRNO(errno.EPERM)
    table = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for names in DENIED.values():
        for name in names.split():
            try:
                table.add_rule(refuse, name)
            except (OSError, ValueError):  # this libseccomp or machine does not know the call; then nobody can make it
                continue
    # libc falls back from clone3, whose flags a filter cannot see, to clone, whose flags it can: threads only
    table.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    table.add_rule(refuse, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, CLONE_THREAD, 0))
    # reading limits is harmless, setting them is not
    table.add_rule(refuse, "prlimit64", pyseccomp.Arg(2, pyseccomp.NE, 0))
    # flags such as "immutable" would keep files for ever; the kernel reads 32 bits of the request, a filter 64
    for request in (0x40086602, 0x401C5820):  # FS_IOC_SETFLAGS, FS_IOC_FSSETXATTR of <linux/fs.h>
        table.add_rule(refuse, "ioctl", pyseccomp.Arg(1, pyseccomp.MASKED_EQ, 0xFFFFFFFF, request))
    # a file's owner is sent a signal of one's choice: kill by another name; commands are 32 bits of a 64-bit register
    for command in (fcntl.F_SETOWN, fcntl.F_SETSIG, F_SETOWN_EX):
        table.add_rule(refuse, "fcntl", pyseccomp.Arg(1, pyseccomp.MASKED_EQ, 0xFFFFFFFF, command))
    for command in (FIOSETOWN, SIOCSPGRP):
        table.add_rule(refuse, "ioctl", pyseccomp.Arg(1, pyseccomp.MASKED_EQ, 0xFFFFFFFF, command))
    # it dies with its template, and may not change its mind
    table.add_rule(refuse, "prctl", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, 0xFFFFFFFF, PR_SET_PDEATHSIG))
    # room kept for a file beyond its end shows in no size; libraries then write zeros instead, or do without
    table.add_rule(pyseccomp.ERRNO(errno.EOPNOTSUPP), "fallocate")
    # a thread with descriptors of its own could hold files where nobody looks
    table.add_rule(refuse, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, CLONE_FILES, 0))
    # shared anonymous memory escapes RLIMIT_DATA
    shared = mmap.MAP_SHARED | mmap.MAP_ANONYMOUS
    table.add_rule(pyseccomp.ERRNO(errno.ENOMEM), "mmap", pyseccomp.Arg(3, pyseccomp.MASKED_EQ, shared, shared))
    # abort() signals its own thread; nobody else's
    table.add_rule(refuse, "tgkill", pyseccomp.Arg(0, pyseccomp.NE, SOMEBODY))
    return table
