"""Rules: system calls that are allowed under conditions on their arguments. Part of the list to review; see ``groups``.

All rules of a call must be satisfied. The first one that is not gives the answer: an error after which callers go on.
The values are those of the kernel's headers. They are the same on both machines if a rule names none.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass

from grader.guest.system_calls.conditions import (
    ALL_BITS,
    OWN,
    AllOf,
    AtMost,
    Condition,
    NoneOf,
    NotAllOf,
    NotOneOf,
    Null,
    OneOf,
    When,
)
from grader.guest.system_calls.groups import DONE

F_SETFL = 4  # <asm-generic/fcntl.h>
FILE_COMMANDS = (0, 1, 2, 3, F_SETFL, 5, 36, 1030, 1032)
"""F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETLK, F_OFD_GETLK, F_DUPFD_CLOEXEC, F_GETPIPE_SZ."""

LOCKS = (6, 7, 37, 38)
"""F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW."""

DEVICE_COMMANDS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451, 0x802C542A)
"""TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX of <asm-generic/ioctls.h>, and TCGETS2."""

OF_THREADS = 0x00010F00
"""CLONE_VM, CLONE_FS, CLONE_FILES, CLONE_SIGHAND, CLONE_THREAD of <linux/sched.h>."""

OF_LIBC = OF_THREADS | 0x017C0000
"""The same, with CLONE_SYSVSEM, CLONE_SETTLS, CLONE_PARENT_SETTID, CLONE_CHILD_CLEARTID, CLONE_DETACHED and
CLONE_CHILD_SETTID, which libraries set for a thread."""

ADVICE = (0, 1, 2, 3, 4, 8, 10, 11, 14, 15, 16, 17, 18, 19)
"""MADV_NORMAL, RANDOM, SEQUENTIAL, WILLNEED, DONTNEED, FREE, DONTFORK, DOFORK, HUGEPAGE, NOHUGEPAGE, DONTDUMP, DODUMP,
WIPEONFORK, KEEPONFORK."""

PROCESS_COMMANDS = (2, 3, 7, 15, 16, 21, 23, 25, 30, 39, 42, 51, 56, 64, 0x53564D41)
"""PR_GET_PDEATHSIG, GET_DUMPABLE, GET_KEEPCAPS, SET_NAME, GET_NAME, GET_SECCOMP, CAPBSET_READ, GET_TSC,
GET_TIMERSLACK, GET_NO_NEW_PRIVS, GET_THP_DISABLE, SVE_GET_VL, GET_TAGGED_ADDR_CTRL, SME_GET_VL, SET_VMA."""

FUTEX_COMMANDS = (0, 1, 3, 4, 5, 9, 10)
"""FUTEX_WAIT, WAKE, REQUEUE, CMP_REQUEUE, WAKE_OP, WAIT_BITSET, WAKE_BITSET."""


BARRIERS = (0, 8, 16, 32, 64, 128, 256)
"""MEMBARRIER_CMD_QUERY, and PRIVATE_EXPEDITED with its SYNC_CORE and its RSEQ, and what registers for each."""


@dataclass(frozen=True)
class CallRule:
    """Conditions on some system calls.

    Attributes:
        name: short, for tests and messages.
        calls: their names, separated by blanks.
        answer: the error if a condition is not true, or ``DONE``.
        reason: why.
        conditions: all of them must be true.
        machine: the machine that it is for; empty for all.
        expected: whether honest libraries are refused by it and go on.
    """

    name: str
    calls: str
    answer: int
    reason: str
    conditions: tuple[Condition, ...]
    machine: str = ""
    expected: bool = False


def no_opening_with(
    name: str, bits: int, answer: int, reason: str, machine: str = "", expected: bool = False
) -> list[CallRule]:
    """Return the rules that no file is opened with any of the flags ``bits``."""
    rule = [CallRule(name, "openat", answer, reason, (NoneOf(2, bits),), machine, expected)]
    return [*rule, CallRule(name, "open", answer, reason, (NoneOf(1, bits),), machine, expected)]


RULES: tuple[CallRule, ...] = (
    # --- files ---
    CallRule(
        "file locks",
        "fcntl",
        DONE,
        "as for flock: no other process uses the guest's folder, and locks take memory that no limit counts",
        (NotOneOf(1, LOCKS),),
        expected=True,
    ),
    CallRule(
        "file commands",
        "fcntl",
        errno.EPERM,
        "a lease on a library's file blocks processes that open it; notices, owners and signals reach other processes;"
        " large pipes use up what all processes of a user share",
        (OneOf(1, FILE_COMMANDS),),
    ),
    CallRule(
        "file flags",
        "fcntl",
        errno.EINVAL,
        "O_DIRECT bypasses the page cache and keeps the disk busy for everybody; O_ASYNC sends signals",
        (When(1, F_SETFL, NoneOf(2, 0x4000 | 0x2000)),),
        "x86_64",
    ),
    CallRule(
        "file flags",
        "fcntl",
        errno.EINVAL,
        "the same; arm64 has another number for O_DIRECT",
        (When(1, F_SETFL, NoneOf(2, 0x10000 | 0x2000)),),
        "aarch64",
    ),
    *no_opening_with(
        "files without a name",
        0x400000,
        errno.EOPNOTSUPP,
        "O_TMPFILE makes a file that does not show in its folder; Python then makes one with a name",
        expected=True,
    ),
    *no_opening_with(
        "flushing files", 0x101000, errno.EINVAL, "O_SYNC and O_DSYNC flush with every write, as fsync does"
    ),
    *no_opening_with(
        "files past the cache", 0x4000, errno.EINVAL, "O_DIRECT keeps the disk busy for everybody", "x86_64"
    ),
    *no_opening_with("files past the cache", 0x10000, errno.EINVAL, "O_DIRECT has another number on arm64", "aarch64"),
    CallRule(
        "renaming",
        "renameat2",
        errno.EINVAL,
        "allowed without a flag or with RENAME_NOREPLACE; exchanging is not needed, and RENAME_WHITEOUT makes a device",
        (AtMost(4, 1),),
    ),
    CallRule(
        "device commands",
        "ioctl",
        errno.EOPNOTSUPP,
        "flags such as immutable keep files for ever, FS_IOC_RESVSP reserves space that shows in no size, FIOSETOWN and"
        " SIOCSPGRP send signals; libraries only ask for a terminal, and for the number of bytes that wait to be read",
        (OneOf(1, DEVICE_COMMANDS),),
        expected=True,
    ),
    CallRule(
        "closing",
        "close_range",
        errno.EINVAL,
        "CLOSE_RANGE_UNSHARE gives a thread descriptors of its own, which the monitor does not see",
        (OneOf(2, (0, 4)),),
    ),
    CallRule(
        "pipes",
        "pipe2",
        errno.EINVAL,
        "allowed with O_CLOEXEC and O_NONBLOCK; a pipe for the kernel's own messages takes memory that no limit counts",
        (NoneOf(1, ALL_BITS & ~0x80800),),
    ),
    # --- memory ---
    CallRule(
        "shared mappings",
        "mmap",
        errno.ENOMEM,
        "shared anonymous memory escapes RLIMIT_DATA",
        (NotAllOf(3, 0x01 | 0x20),),  # MAP_SHARED, MAP_ANONYMOUS
    ),
    CallRule(
        "growing mappings",
        "mmap",
        errno.ENOMEM,
        "MAP_GROWSDOWN counts as stack, which RLIMIT_DATA does not count",
        (NoneOf(3, 0x100),),
    ),
    CallRule(
        "special mappings",
        "mmap",
        errno.ENOMEM,
        "MAP_HUGETLB takes from a supply that all processes share, MAP_LOCKED keeps pages from being moved,"
        " MAP_DROPPABLE is not counted; the answer is that of a machine that has none of these",
        (NoneOf(3, 0x40000 | 0x2000 | 0x08),),
        expected=True,
    ),
    CallRule(
        "places of memory",
        "mbind",
        errno.EPERM,
        "OpenBLAS says where its buffers should lie; flags are refused, since they move pages that others use",
        (NoneOf(5, ALL_BITS),),
    ),
    CallRule(
        "advice",
        "madvise",
        errno.EINVAL,
        "MADV_PAGEOUT and MADV_COLD throw a library's pages out for everybody; merging, collapsing and poisoning are"
        " work of the kernel that is charged to no process. The answer is that of an older kernel",
        (OneOf(2, ADVICE),),
        expected=True,
    ),
    # --- processes ---
    CallRule(
        "threads",
        "clone",
        errno.EPERM,
        "threads only: a new process outlives the guest. A thread must share memory, folder and descriptors with its"
        " process, or it could keep files open that the monitor does not see",
        (AllOf(0, OF_THREADS), NoneOf(0, ALL_BITS & ~OF_LIBC)),
    ),
    CallRule(
        "limits",
        "prlimit64",
        errno.EPERM,
        "reading limits is harmless, setting them is not; and only those of the calling process",
        (OneOf(0, (0, OWN)), Null(2)),
    ),
    CallRule(
        "process commands",
        "prctl",
        errno.EPERM,
        "the guest must die with its template (PR_SET_PDEATHSIG), and the monitor must be able to look at it"
        " (PR_SET_DUMPABLE). Allowed commands read, or name threads and memory",
        (OneOf(0, PROCESS_COMMANDS),),
    ),
    CallRule(
        "processor commands",
        "arch_prctl",
        errno.EINVAL,
        "libraries ask for matrix registers with ARCH_GET_XCOMP_SUPP, ARCH_GET_XCOMP_PERM and ARCH_REQ_XCOMP_PERM; only"
        " libc needs the other commands, when a program starts",
        (OneOf(0, (0x1021, 0x1022, 0x1023)),),
    ),
    CallRule(
        "own signals",
        "tgkill",
        errno.EPERM,
        "abort() signals a thread of the same process. Real-time signals come from a supply that all processes of a"
        " user share. SIGKILL would look as if the kernel had sent it, and the submission would be run again. SIGSTOP"
        " stops the process",
        (OneOf(0, (OWN,)), AtMost(2, 31), NotOneOf(2, (9, 19))),
    ),
    CallRule(
        "about the wire",
        "getsockopt",
        errno.ENOPROTOOPT,
        "Python asks for SO_TYPE, SO_ERROR, SO_PROTOCOL, SO_DOMAIN; SO_PEERPIDFD gives a handle of the judge",
        (OneOf(1, (1,)), OneOf(2, (3, 4, 38, 39))),
    ),
    CallRule(
        "futexes",
        "futex",
        errno.ENOSYS,
        "all but those with priority inheritance, which name a process of any user as the owner; callers can work on"
        " machines without them",
        (OneOf(1, FUTEX_COMMANDS, ALL_BITS & ~0x180),),  # FUTEX_PRIVATE_FLAG, FUTEX_CLOCK_REALTIME
        expected=True,
    ),
    CallRule(
        "barriers",
        "membarrier",
        errno.EINVAL,
        "asking which there are, and barriers of the same process; the others interrupt every processor",
        (OneOf(0, BARRIERS),),
        expected=True,
    ),
)
