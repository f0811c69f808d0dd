"""Confining a guest process from inside, before it reads anything that a student wrote.

There are two independent walls and a set of limits. Landlock decides which files the process can open, seccomp which
system calls it can make, and rlimits how much it can use. The template imports this module and prepares what it can, so
that a guest process only has to apply it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import site
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.guest.system_calls import HAVE_SECCOMP, PR_SET_PDEATHSIG, Filter
from grader.guest.tmpfs import USER_NAMESPACE

try:
    import sandlock
except (ImportError, OSError):  # not Linux, or a kernel or libc that its library does not load on
    sandlock = None


@dataclass(frozen=True, slots=True)
class Policy:
    """What one guest process may do.

    Attributes:
        level: of ``grader.result.LEVELS``. ``landlock`` is applied in the process, weaker levels outside of it.
        seccomp: whether to filter system calls.
        folder: the folder of the guest alone: the only one that may be written, unless ``own`` says less.
        own: the name of the exercise's folder in ``folder``, if other files of the submission lie beside it; then those
            may only be read.
        memory_mb: MiB of private memory beyond what the template has.
        cpu_s: seconds of CPU time, all threads together.
        file_mb: MiB that one file may have.
        user: user and group id to change to, if the judge is root and another user can read what a guest needs.
        audited: whether the filter asks the judge about what it refuses; see ``grader.worker.auditing``.
        tmpfs: how the process mounts a tmpfs of its own over ``folder``, see ``tmpfs``; empty for none.
        tmpfs_kb: KiB of that tmpfs.
        tmpfs_files: files and folders that may be in it.
        groups: files of control groups. The process writes 0 to each, and so moves into the groups.
    """

    level: str
    seccomp: bool
    folder: str
    memory_mb: int
    cpu_s: int
    file_mb: int
    user: int | None = None
    audited: bool = False
    tmpfs: str = ""
    tmpfs_kb: int = 0
    tmpfs_files: int = 0
    groups: tuple[str, ...] = ()
    own: str = ""

    @property
    def home(self) -> str:
        """The exercise's folder, in which the guest runs."""
        return f"{self.folder}/{self.own}" if self.own else self.folder


RESERVED_MB = 8192
"""MiB of addresses that a guest process may reserve beside its private memory. The C library reserves 128 MiB for each
thread that allocates, up to eight for each core, so this is for 64 threads. The limit bounds what takes memory without
being private memory: page tables of sparse mappings that are only read take a 512th of it, 16 MiB."""

THREADS = 256
"""Threads that a guest process may have. TensorFlow and its data sets start about two for each core, so this is for 128
cores."""

OTHERS_PROCESSES = 512
"""Processes and threads of the judge's user that a guest must leave possible: the judge, its templates, and other
programs of that user."""

ANY_PROCESSES = 30_000
"""The limit on processes and threads for a user without one: below 32,768, the usual number of process ids."""


def user_site() -> str | None:
    """Return the folder of ``pip install --user`` if this interpreter imports from it, else ``None``.

    In a worker ``PYTHONUSERBASE`` says where it is, since a worker has another home.
    """
    folder = site.getusersitepackages()
    return folder if folder in sys.path else None


def readable_paths() -> list[str]:
    """Return the paths that an interpreter must read: libraries of the system, of Python and of the environment."""
    roots = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
    paths = {str(Path(root, name)) for root in roots for name in ("lib", "lib64", "share")}
    paths |= {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    paths |= {user_site() or sysconfig.get_path("purelib")}
    paths |= {"/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo", "/usr/share/fonts"}
    paths |= {
        "/etc/ld.so.cache",
        "/etc/localtime",
        "/etc/fonts",
        "/dev/null",
        "/dev/zero",  # to read only: opened for writing and mapped shared, it is memory that no limit counts
        "/dev/urandom",
        "/dev/random",
    }
    # Numerical libraries read these sizes when they start their threads. Not /proc itself: it shows other processes.
    paths |= {"/sys/devices/system/cpu", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat"}
    return sorted(p for p in paths if Path(p).exists())


def outermost(paths: Sequence[str]) -> list[str]:
    """Return ``paths`` without those that lie below another: a rule of Landlock covers everything below its path."""
    real = {Path(p).resolve() for p in paths}
    return sorted(str(p) for p in real if not real & set(p.parents))


class Confinement:
    """The confinement: prepared once in the template, applied in each guest process.

    A rule of Landlock is for an inode. When the kernel has dropped an inode of procfs from its cache, it makes a new
    one for the same path, and the new one has no rule. So the template keeps those files of /proc open. Guest processes
    close their copies of the descriptors.
    """

    def __init__(self) -> None:
        self.readable = outermost(readable_paths())
        self.kept = [os.open(p, os.O_PATH | os.O_CLOEXEC) for p in self.readable if p.startswith("/proc/")]
        self.filter = Filter() if HAVE_SECCOMP else None

    def apply(self, policy: Policy) -> None:
        """Confine the calling process, for good.

        Raises:
            OSError: a limit or filter was refused; the process must not go on.
        """
        limit(policy)
        drop_privileges(policy.user)
        die_with_parent()  # after the change of user, which clears this; before the filter, which refuses it
        if policy.level == "landlock":
            sandlock.confine(
                sandlock.Sandbox(
                    # nothing of /proc/self, which shows connections and mounts of the machine; see ``preload``
                    fs_readable=[*self.readable, policy.folder] if policy.own else self.readable,
                    fs_writable=[policy.home, "/dev/null"],
                    # These may be missing: they are newer than ABI 3. seccomp refuses the same calls, so an older
                    # kernel lacks the second of two defences.
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
            (Filter(audited=True) if policy.audited else self.filter).load()


def drop_privileges(user: int | None) -> None:
    """Give up the privileges of root for good; become ``user`` if one is given.

    Without capabilities root is only the owner of its own files. The C library is called directly, since no maintained
    library does it: ``python-prctl`` lacks ``capset`` and has had no release since 2020, and ``libcap`` has no wheel.

    Raises:
        OSError: the kernel refused; the process must not go on.
    """
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)

    def refused() -> OSError:
        return OSError(ctypes.get_errno(), "privileges could not be dropped")

    if libc.prctl(38, 1, 0, 0, 0) != 0:  # PR_SET_NO_NEW_PRIVS: no set-user-id program gives privileges back
        raise refused()
    # These need CAP_SETPCAP. Root in a container may lack it, and other users have it only in a user namespace of their
    # own. Where they fail, the rest cannot be used either, since no program can be executed.
    for number in range(64):
        libc.prctl(24, number, 0, 0, 0)  # PR_CAPBSET_DROP
    if os.geteuid() == 0:
        libc.prctl(28, 0b11101111, 0, 0, 0)  # PR_SET_SECUREBITS: user 0 has no special rights, locked
        libc.prctl(47, 4, 0, 0, 0)  # PR_CAP_AMBIENT, clear all
        if user is not None:
            os.setgroups([])
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
            libc.prctl(4, 1, 0, 0, 0)  # PR_SET_DUMPABLE: the process keeps owning its entry of /proc
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3, this thread
    nothing = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable; twice 32 bits of each
    if libc.capset(header, nothing) != 0:
        raise refused()


def die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent ends, in whatever way."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))


CPU_NOTICE_S = 5
"""Seconds of processor time between SIGXCPU, which tells the judge why a guest process ended, and SIGKILL."""


def raise_data_limit() -> None:
    """Raise the limit of private memory to its hard limit. The soft limit is the slot's own, and was inherited."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


def limit(policy: Policy) -> None:
    """Set the process's resource limits."""
    private, reserved = memory_in_use()
    limits = {
        "RLIMIT_DATA": private + policy.memory_mb * 2**20,
        "RLIMIT_AS": reserved + (policy.memory_mb + RESERVED_MB) * 2**20 if reserved else resource.RLIM_INFINITY,
        "RLIMIT_CPU": policy.cpu_s,
        "RLIMIT_FSIZE": policy.file_mb * 2**20,
        "RLIMIT_NOFILE": 256,  # TensorFlow and matplotlib hold a few dozen
        # No core file. 0 does not stop a core_pattern that is a pipe, but 1 does: do_coredump in the kernel's
        # fs/coredump.c aborts at 1, which is the limit that it gives to the program behind the pipe. A file is not
        # written either, since it would have more than one byte.
        "RLIMIT_CORE": 1,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
        # Queued signals are counted for a user, so timers of one guest could use up those of another. No exercise
        # needs any.
        "RLIMIT_SIGPENDING": 64,
        "RLIMIT_NPROC": processes(policy),
    }
    for name, value in limits.items():
        number = getattr(resource, name, None)
        if number is not None:
            _, hard = resource.getrlimit(number)
            with contextlib.suppress(ValueError, OSError):
                if name == "RLIMIT_CORE" and hard == 0:  # root may raise it; other users cannot
                    resource.setrlimit(number, (value, value))
                    continue
            most = value + CPU_NOTICE_S if name == "RLIMIT_CPU" else value
            value, most = (v if hard == resource.RLIM_INFINITY else min(v, hard) for v in (value, most))
            resource.setrlimit(number, (value, most))


def processes(policy: Policy) -> int:
    """Return how many processes and threads the guest's user may have before the guest can start no more.

    In a user namespace of its own only the guest's threads are counted. Elsewhere everything that its user runs is
    counted, so the judge keeps a reserve. The limit does not apply to user 0 at all. There a control group bounds
    threads, or the judge's monitor.
    """
    if policy.tmpfs == USER_NAMESPACE:
        return THREADS
    _, hard = resource.getrlimit(resource.RLIMIT_NPROC)
    return ANY_PROCESSES if hard == resource.RLIM_INFINITY else hard - min(OTHERS_PROCESSES, hard // 4)


def memory_in_use() -> tuple[int, int]:
    """Return the bytes that RLIMIT_DATA and RLIMIT_AS count for this process; the second is 0 if it is not known."""
    try:
        file = os.open("/proc/self/status", os.O_RDONLY)  # pathlib would touch a hundred memory pages more
        try:
            status = os.read(file, 65536)
        finally:
            os.close(file)
        data, size = (int(status.partition(name)[2].split(maxsplit=1)[0]) * 1024 for name in (b"VmData:", b"VmSize:"))
        return data, size
    except (OSError, IndexError):  # no /proc
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, 0


def available() -> tuple[str, bool, tuple[str, ...]]:
    """Return the strongest level that a process can apply to itself, whether seccomp works, and what is missing."""
    if sandlock is None or not HAVE_SECCOMP:
        return "bare", HAVE_SECCOMP, ("landlock",) if HAVE_SECCOMP else ("landlock", "seccomp")
    abi = sandlock.landlock_abi_version()
    if abi < 3:  # before ABI 3 (Linux 6.2) Landlock does not cover truncation, so results could be emptied
        return "bare", HAVE_SECCOMP, ("landlock",)
    missing = [
        name for name, needed in (("ioctl_dev", 5), ("signal_scope", 6), ("abstract_socket_scope", 6)) if abi < needed
    ]
    return "landlock", HAVE_SECCOMP, tuple(missing)
