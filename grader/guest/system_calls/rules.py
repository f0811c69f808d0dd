"""Calls that are allowed under conditions on their arguments. Part of the list to review; see ``policy``.

All rules of a call must hold. A rule that does not answers with its own error: the one on which callers fall back.
The values are those of the kernel's headers, the same on both machines where none is named.
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
from grader.guest.system_calls.policy import DONE

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
"""The same with CLONE_SYSVSEM, CLONE_SETTLS, CLONE_PARENT_SETTID, CLONE_CHILD_CLEARTID, CLONE_DETACHED and
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
"""MEMBARRIER_CMD_QUERY, and PRIVATE_EXPEDITED, its SYNC_CORE and its RSEQ, each with what registers for it."""


@dataclass(frozen=True)
class Rule:
    """A condition on some calls.

    Attributes:
        name: short, for tests and messages.
        calls: their names, separated by blanks.
        answer: the error where the condition does not hold, or ``DONE``.
        reason: why.
        conditions: all of them must hold.
        machine: the machine that it is for; all where it is empty.
        expected: whether honest libraries run into it and go on.
    """

    name: str
    calls: str
    answer: int
    reason: str
    conditions: tuple[Condition, ...]
    machine: str = ""
    expected: bool = False


def opening(name: str, bits: int, answer: int, reason: str, machine: str = "", expected: bool = False) -> list[Rule]:
    """Return the rules that no file is opened with any of ``bits``."""
    rule = [Rule(name, "openat", answer, reason, (NoneOf(2, bits),), machine, expected)]
    return [*rule, Rule(name, "open", answer, reason, (NoneOf(1, bits),), machine, expected)]


RULES: tuple[Rule, ...] = (
    # --- files ---
    Rule(
        "file locks",
        "fcntl",
        DONE,
        "as for flock: its folder is its alone, and locks are memory that no limit counts",
        (NotOneOf(1, LOCKS),),
        expected=True,
    ),
    Rule(
        "file commands",
        "fcntl",
        errno.EPERM,
        "a lease on a library's file stops who wants to open it; notices, owners and signals reach other processes;"
        " large pipes use up what all processes of a user share",
        (OneOf(1, FILE_COMMANDS),),
    ),
    Rule(
        "file flags",
        "fcntl",
        errno.EINVAL,
        "O_DIRECT goes past the page cache and keeps the disk busy for everybody; O_ASYNC sends signals",
        (When(1, F_SETFL, NoneOf(2, 0x4000 | 0x2000)),),
        "x86_64",
    ),
    Rule(
        "file flags",
        "fcntl",
        errno.EINVAL,
        "the same; arm64 has another number for O_DIRECT",
        (When(1, F_SETFL, NoneOf(2, 0x10000 | 0x2000)),),
        "aarch64",
    ),
    *opening(
        "files without a name",
        0x400000,
        errno.EOPNOTSUPP,
        "O_TMPFILE makes a file that no look at the folder shows; Python then makes one with a name",
        expected=True,
    ),
    *opening("flushing files", 0x101000, errno.EINVAL, "O_SYNC and O_DSYNC flush with every write, as fsync does"),
    *opening("files past the cache", 0x4000, errno.EINVAL, "O_DIRECT keeps the disk busy for everybody", "x86_64"),
    *opening("files past the cache", 0x10000, errno.EINVAL, "O_DIRECT has another number on arm64", "aarch64"),
    Rule(
        "renaming",
        "renameat2",
        errno.EINVAL,
        "without a flag or with RENAME_NOREPLACE; exchanging is not needed, and RENAME_WHITEOUT makes a device",
        (AtMost(4, 1),),
    ),
    Rule(
        "device commands",
        "ioctl",
        errno.EOPNOTSUPP,
        "flags such as immutable keep files for ever, FS_IOC_RESVSP keeps room that shows in no size, FIOSETOWN and"
        " SIOCSPGRP send signals; asking for a terminal and for what waits to be read is all that libraries need",
        (OneOf(1, DEVICE_COMMANDS),),
        expected=True,
    ),
    Rule(
        "closing",
        "close_range",
        errno.EINVAL,
        "CLOSE_RANGE_UNSHARE gives a thread descriptors of its own, where nobody looks",
        (OneOf(2, (0, 4)),),
    ),
    Rule(
        "pipes",
        "pipe2",
        errno.EINVAL,
        "O_CLOEXEC and O_NONBLOCK; a pipe for the kernel's own messages takes memory that no limit counts",
        (NoneOf(1, ALL_BITS & ~0x80800),),
    ),
    # --- memory ---
    Rule(
        "shared mappings",
        "mmap",
        errno.ENOMEM,
        "shared anonymous memory escapes RLIMIT_DATA",
        (NotAllOf(3, 0x01 | 0x20),),  # MAP_SHARED, MAP_ANONYMOUS
    ),
    Rule(
        "growing mappings",
        "mmap",
        errno.ENOMEM,
        "MAP_GROWSDOWN counts as stack, which RLIMIT_DATA does not count",
        (NoneOf(3, 0x100),),
    ),
    Rule(
        "special mappings",
        "mmap",
        errno.ENOMEM,
        "MAP_HUGETLB takes from a supply that all processes share, MAP_LOCKED keeps pages from being moved,"
        " MAP_DROPPABLE counts nowhere; as on a machine that has none of these",
        (NoneOf(3, 0x40000 | 0x2000 | 0x08),),
        expected=True,
    ),
    Rule(
        "places of memory",
        "mbind",
        errno.EPERM,
        "OpenBLAS says where its buffers should lie; no flags, by which pages that others use are moved",
        (NoneOf(5, ALL_BITS),),
    ),
    Rule(
        "advice",
        "madvise",
        errno.EINVAL,
        "MADV_PAGEOUT and MADV_COLD throw a library's pages out for everybody; merging, collapsing and poisoning are"
        " work for the kernel that nobody is charged with. As an older kernel answers",
        (OneOf(2, ADVICE),),
        expected=True,
    ),
    # --- processes ---
    Rule(
        "threads",
        "clone",
        errno.EPERM,
        "threads only: a new process outlives its worker. With the process's own memory, folder and descriptors, or a"
        " thread could hold files where nobody looks",
        (AllOf(0, OF_THREADS), NoneOf(0, ALL_BITS & ~OF_LIBC)),
    ),
    Rule(
        "limits",
        "prlimit64",
        errno.EPERM,
        "reading limits is harmless, setting them is not; only of the own process",
        (OneOf(0, (0, OWN)), Null(2)),
    ),
    Rule(
        "process commands",
        "prctl",
        errno.EPERM,
        "it dies with its template and may not change its mind (PR_SET_PDEATHSIG); the watch must be able to look"
        " (PR_SET_DUMPABLE). What is allowed reads, or names threads and memory",
        (OneOf(0, PROCESS_COMMANDS),),
    ),
    Rule(
        "processor commands",
        "arch_prctl",
        errno.EINVAL,
        "ARCH_GET_XCOMP_SUPP, ARCH_GET_XCOMP_PERM and ARCH_REQ_XCOMP_PERM, with which libraries ask for matrix"
        " registers; the rest is for libc when a program starts",
        (OneOf(0, (0x1021, 0x1022, 0x1023)),),
    ),
    Rule(
        "own signals",
        "tgkill",
        errno.EPERM,
        "abort() signals a thread of its own; nobody else's, and no real-time signal, of which a user has a supply."
        " SIGKILL would look like the kernel's own doing, after which a submission is tried again; SIGSTOP stops time",
        (OneOf(0, (OWN,)), AtMost(2, 31), NotOneOf(2, (9, 19))),
    ),
    Rule(
        "about the wire",
        "getsockopt",
        errno.ENOPROTOOPT,
        "what Python asks of a socket: SO_TYPE, SO_ERROR, SO_PROTOCOL, SO_DOMAIN; SO_PEERPIDFD gives a handle of the"
        " judge",
        (OneOf(1, (1,)), OneOf(2, (3, 4, 38, 39))),
    ),
    Rule(
        "futexes",
        "futex",
        errno.ENOSYS,
        "all but those that lend priority, which name a process of any user as the owner; callers know machines"
        " without them",
        (OneOf(1, FUTEX_COMMANDS, ALL_BITS & ~0x180),),  # FUTEX_PRIVATE_FLAG, FUTEX_CLOCK_REALTIME
        expected=True,
    ),
    Rule(
        "barriers",
        "membarrier",
        errno.EINVAL,
        "asking what there is, and barriers of the own process; the others interrupt every processor",
        (OneOf(0, BARRIERS),),
        expected=True,
    ),
)
