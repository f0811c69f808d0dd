"""Locking the door, from inside the worker, before any student byte is read.

Two independent walls and a set of limits. Landlock decides which files exist for the process; seccomp decides which
system calls do; rlimits bound what it may use up. Each entry says what it keeps a submission from. Runs in the worker;
the template imports it beforehand, so that applying it takes about a millisecond.
"""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import resource
import signal
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import Any

try:
    import fcntl
except ImportError:  # Windows, which has no filter either
    fcntl = None  # type: ignore[assignment]
try:
    import sandlock
except (ImportError, OSError):  # not Linux, or a kernel or libc that its library does not load on
    sandlock = None
try:
    import pyseccomp
except (ImportError, RuntimeError):  # not Linux, or no libseccomp
    pyseccomp = None

LEVELS = ("bare", "user", "bubblewrap", "landlock")
"""Weakest first. What each one loses is in docs/threat-model.md."""

CLONE_FILES, CLONE_THREAD = 0x00000400, 0x00010000  # <linux/sched.h>
F_SETOWN_EX = 15  # <asm-generic/fcntl.h>
FIOSETOWN, SIOCSPGRP = 0x8901, 0x8902  # <asm-generic/sockios.h>
PR_SET_PDEATHSIG = 1  # <linux/prctl.h>

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


@dataclass(frozen=True, slots=True)
class Policy:
    """What one worker may do.

    Attributes:
        level: one of ``LEVELS``; ``landlock`` adds the file wall, the weaker ones are made outside this process.
        seccomp: whether to filter system calls.
        folder: the only folder that may be written.
        memory_mb: MiB of private memory beyond what the template has.
        cpu_s: seconds of CPU time, all threads together.
        file_mb: MiB that one file may have.
        user: user and group id to change to, where the judge is root and another user can read what a worker needs.
    """

    level: str
    seccomp: bool
    folder: str
    memory_mb: int
    cpu_s: int
    file_mb: int
    user: int | None = None


def readable_paths() -> list[str]:
    """Return what an interpreter needs to read: libraries of the system, of Python and of the environment."""
    roots = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
    paths = {str(Path(root, name)) for root in roots for name in ("lib", "lib64", "share")}
    paths |= {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    paths |= {"/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo", "/usr/share/fonts"}
    paths |= {
        "/etc/ld.so.cache",
        "/etc/localtime",
        "/etc/fonts",
        "/dev/null",
        "/dev/zero",
        "/dev/urandom",
        "/dev/random",
    }
    # Sizes that numerical libraries ask for when they start their threads. Not /proc itself: it shows other processes.
    paths |= {"/sys/devices/system/cpu", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat"}
    return sorted(p for p in paths if Path(p).exists())


class Confinement:
    """Prepared once in the template, applied in each worker."""

    def __init__(self) -> None:
        self.readable = readable_paths()
        self.filter = system_calls() if pyseccomp is not None else None

    def apply(self, policy: Policy) -> None:
        """Confine the calling process, for good.

        Raises:
            OSError: a limit or filter was refused; the worker must not go on.
        """
        limit(policy)
        drop_privileges(policy.user)
        die_with_parent()  # a change of user would clear this, the filter would refuse it
        if policy.level == "landlock":
            sandlock.confine(
                sandlock.Sandbox(
                    # its own entry of /proc, which TensorFlow insists on; nobody else's
                    fs_readable=[*self.readable, f"/proc/{os.getpid()}"],
                    fs_writable=[policy.folder, "/dev/null"],
                    # scopes that came with Linux 6.12; seccomp refuses the same calls, so an older kernel loses a
                    # second lock and not the door
                    allow_degraded=[
                        sandlock.Protection.SIGNAL_SCOPE,
                        sandlock.Protection.ABSTRACT_UNIX_SOCKET_SCOPE,
                        sandlock.Protection.NET_TCP,
                        sandlock.Protection.FS_IOCTL_DEV,
                    ],
                )
            )
        if policy.seccomp:
            if self.filter is None:
                raise OSError("there is no seccomp to filter system calls with")
            # abort() signals its own thread; nobody else's
            self.filter.add_rule(pyseccomp.ERRNO(errno.EPERM), "tgkill", pyseccomp.Arg(0, pyseccomp.NE, os.getpid()))
            self.filter.load()


def drop_privileges(user: int | None) -> None:
    """Give up what root may do and others may not, for good; become ``user`` if there is one.

    Without capabilities root is the owner of its own files and nothing more. Called directly, since there is no kept
    library for it: ``python-prctl`` knows no ``capset`` and has had no release since 2020, and ``libcap`` has no wheel.

    Raises:
        OSError: the kernel refused; the worker must not go on.
    """
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)

    def refused() -> OSError:
        return OSError(ctypes.get_errno(), "privileges could not be dropped")

    if libc.prctl(38, 1, 0, 0, 0) != 0:  # PR_SET_NO_NEW_PRIVS: no set-user-id program gives any back
        raise refused()
    if os.geteuid() == 0:
        # These two need CAP_SETPCAP, which root in a container may lack; then there is no way to the rest either,
        # since no program can be executed.
        for number in range(64):
            libc.prctl(24, number, 0, 0, 0)  # PR_CAPBSET_DROP
        libc.prctl(28, 0b11101111, 0, 0, 0)  # PR_SET_SECUREBITS: user 0 is nobody special, locked
        libc.prctl(47, 4, 0, 0, 0)  # PR_CAP_AMBIENT, clear all
        if user is not None:
            os.setgroups([])
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
            libc.prctl(4, 1, 0, 0, 0)  # PR_SET_DUMPABLE: its own entry of /proc stays its own
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3, this thread
    nothing = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable; twice 32 of each
    if libc.capset(header, nothing) != 0:
        raise refused()


def die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent ends, however that ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))


def limit(policy: Policy) -> None:
    """Set the process's resource limits."""
    used = private_memory()
    limits = {
        "RLIMIT_DATA": used + policy.memory_mb * 2**20,
        "RLIMIT_CPU": policy.cpu_s,
        "RLIMIT_FSIZE": policy.file_mb * 2**20,
        "RLIMIT_NOFILE": 256,  # TensorFlow and matplotlib hold a few dozen
        "RLIMIT_CORE": 0,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
    }
    for name, value in limits.items():
        number = getattr(resource, name, None)
        if number is not None:
            _, hard = resource.getrlimit(number)
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(number, (value, value))


def private_memory() -> int:
    """Return the bytes that RLIMIT_DATA counts for this process: its private writable mappings."""
    try:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmData:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def system_calls() -> Any:
    """Return the filter: everything is allowed but ``DENIED`` and some arguments.

    Making it takes three milliseconds, so a template does it once; what depends on the process is added in each.
    """
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
    return table


def available() -> tuple[str, bool, tuple[str, ...]]:
    """Return the strongest level that a process can apply to itself, whether seccomp works, and what is missing."""
    seccomp = pyseccomp is not None
    if sandlock is None or not seccomp:
        return "bare", seccomp, ("landlock",) if seccomp else ("landlock", "seccomp")
    abi = sandlock.landlock_abi_version()
    if abi < 3:  # before 3 (Linux 6.2) truncating a file is not covered: OUT could be emptied
        return "bare", seccomp, ("landlock",)
    missing = [
        name for name, needed in (("ioctl_dev", 5), ("signal_scope", 6), ("abstract_socket_scope", 6)) if abi < needed
    ]
    return "landlock", seccomp, tuple(missing)
