"""What a worker may ask of the kernel, by name: the list to review.

Every call of ``x86_64.txt`` and ``aarch64.txt`` is in exactly one group here, or is allowed under the conditions of
``rules.py``. A call that is in neither, and a number above the highest reviewed one, is unknown: ENOSYS.

What is allowed is what the interpreter, NumPy, TensorFlow and matplotlib need, found by running the whole curriculum
under the auditing filter (``xorcise audit`` prints what it refuses), and what other versions of libc use in its place.

A refused call answers with the error on which its callers go on, where they do; else with EPERM.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass

ALLOWED = None
"""The kernel does it."""

DONE = 0
"""The kernel does nothing, and the caller is told that it is done."""

UNASKED = frozenset({"uretprobe", "uprobe"})
"""Calls of x86-64 that Linux 6.14 and newer make without asking any filter. They do nothing for whoever makes them
from a place of its own choice: ``uretprobe`` ends the process (SIGILL), ``uprobe`` answers an error."""

UNREVIEWED: int | None = errno.ENOSYS
"""What a number answers that nobody has looked at."""


@dataclass(frozen=True)
class Group:
    """Calls with one reason.

    Attributes:
        name: short, for tests and messages.
        answer: ``ALLOWED``, ``DONE``, or the error that the calls answer with.
        reason: why.
        calls: their names, separated by blanks.
        expected: whether honest libraries make these calls and go on without.
    """

    name: str
    answer: int | None
    reason: str
    calls: str
    expected: bool = False


GROUPS = (
    # --- allowed ---
    Group(
        "files",
        ALLOWED,
        "Landlock decides which files there are; limits and the watch over the folder decide how much is written",
        "read write readv writev pread64 pwrite64 preadv pwritev lseek close dup dup2 dup3"
        " stat fstat lstat newfstatat statx statfs fstatfs access faccessat faccessat2 readlink readlinkat"
        " getdents getdents64 getcwd chdir fchdir mkdir mkdirat rmdir unlink unlinkat rename renameat"
        " link linkat symlink symlinkat truncate ftruncate umask creat copy_file_range",
    ),
    Group(
        "memory",
        ALLOWED,
        "the process's own memory, which its limits count",
        "brk munmap mremap mprotect get_mempolicy",
    ),
    Group(
        "waiting",
        ALLOWED,
        "waiting for descriptors and for time, which is the worker's own",
        "poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2"
        " eventfd eventfd2 pipe nanosleep clock_nanosleep pause",
    ),
    Group(
        "time",
        ALLOWED,
        "reading clocks, and timers of which a process has three",
        "time gettimeofday clock_gettime clock_getres times alarm getitimer setitimer",
    ),
    Group(
        "threads",
        ALLOWED,
        "what libc needs to run and end threads of the own process",
        "set_tid_address set_robust_list rseq gettid getcpu sched_yield exit exit_group restart_syscall",
    ),
    Group(
        "signals",
        ALLOWED,
        "how the process itself takes signals; sending them is another group",
        "rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigsuspend rt_sigtimedwait sigaltstack",
    ),
    Group(
        "about itself",
        ALLOWED,
        "reading what a process is and what it has used",
        "getpid getppid getuid geteuid getgid getegid getresuid getresgid getgroups getpgrp getpgid getsid"
        " getrusage getrlimit uname sysinfo getpriority sched_getaffinity sched_getscheduler sched_getparam"
        " sched_getattr sched_get_priority_max sched_get_priority_min sched_rr_get_interval",
    ),
    Group("randomness", ALLOWED, "seeds of hash tables and generators", "getrandom"),
    Group(
        "children",
        ALLOWED,
        "a worker has none, and is told so; waiting for nobody does no harm",
        "wait4 waitid",
    ),
    Group(
        "the wire",
        ALLOWED,
        "the one socket that it was given; no other can be made",
        "sendto recvfrom shutdown getsockname getpeername",
    ),
    # --- answered as done ---
    Group(
        "flushes",
        DONE,
        "nothing that a worker writes outlives it, and flushing without end makes every neighbour's disk slow",
        "sync syncfs fsync fdatasync sync_file_range msync",
        expected=True,
    ),
    Group(
        "locks",
        DONE,
        "its folder is its alone; a lock on a library's file would hold up whoever wants one, and locks are memory that"
        " no limit counts",
        "flock",
        expected=True,
    ),
    Group(
        "page cache",
        DONE,
        "hints; by them a library's pages are thrown out for everybody, or a disk is kept busy",
        "fadvise64 readahead",
        expected=True,
    ),
    # --- unknown: libc falls back ---
    Group(
        "hidden arguments",
        errno.ENOSYS,
        "what they ask for lies in memory, where a filter cannot see it; libc goes on with clone and openat",
        "clone3 openat2",
        expected=True,
    ),
    Group(
        "newer forms",
        errno.ENOSYS,
        "newer forms of what is allowed, with flags that nobody here needs; callers know older kernels",
        "preadv2 pwritev2 futex_waitv futex_wake futex_wait futex_requeue mseal map_shadow_stack"
        " pkey_alloc pkey_free pkey_mprotect mlock2",
        expected=True,
    ),
    Group(
        "gone",
        errno.ENOSYS,
        "no kernel of today has them on these machines, or nobody needs them",
        "uselib _sysctl create_module get_kernel_syms query_module nfsservctl getpmsg putpmsg afs_syscall tuxcall"
        " security set_thread_area get_thread_area lookup_dcookie epoll_ctl_old epoll_wait_old vserver sysfs ustat"
        " remap_file_pages",
    ),
    Group(
        "probes",
        errno.ENOSYS,
        "made by a program that is being traced, from a place that the kernel knows; from elsewhere they fail or end"
        " the process. Newer kernels ask no filter about them: see UNASKED",
        "uretprobe uprobe",
    ),
    # --- refused with the error on which callers fall back ---
    Group(
        "room",
        errno.EOPNOTSUPP,
        "room kept for a file beyond its end shows in no size; libraries then write zeros, or do without",
        "fallocate",
        expected=True,
    ),
    Group(
        "pinned pages",
        errno.ENOTSOCK,
        "pages put into a pipe stay in memory though their file is gone or unmapped, two megabytes for a byte;"
        " Python then reads and writes",
        "sendfile splice tee vmsplice",
        expected=True,
    ),
    Group(
        "attributes",
        errno.EOPNOTSUPP,
        "extended attributes hold access lists: by one the results folder is closed to everybody. As on a file system"
        " without attributes",
        "setxattr lsetxattr fsetxattr setxattrat removexattr lremovexattr fremovexattr removexattrat"
        " getxattr lgetxattr fgetxattr getxattrat listxattr llistxattr flistxattr listxattrat",
        expected=True,
    ),
    # --- refused ---
    Group(
        "metadata",
        errno.EPERM,
        "Landlock does not cover modes, owners, times and flags: a worker of the judge's user could close the results",
        "chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes utimensat futimesat"
        " file_setattr file_getattr",
    ),
    Group(
        "network",
        errno.EPERM,
        "a socket reaches other machines and other processes of this one; files can be hidden on their way through"
        " one, and its buffers are memory that no limit counts",
        "socket socketpair connect bind listen accept accept4 sendmsg sendmmsg recvmsg recvmmsg setsockopt",
    ),
    Group(
        "processes",
        errno.EPERM,
        "a new process outlives its worker, and a new program is one that nobody checked",
        "fork vfork execve execveat setsid setpgid",
    ),
    Group(
        "others",
        errno.EPERM,
        "signals, priorities, processors and limits of other processes of the same user, and of its own",
        "kill tkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_open pidfd_getfd pidfd_send_signal setrlimit setpriority"
        " sched_setaffinity sched_setscheduler sched_setparam sched_setattr ioprio_set ioprio_get kcmp"
        " process_madvise process_mrelease migrate_pages move_pages get_robust_list",
    ),
    Group(
        "other memory",
        errno.EPERM,
        "reading and writing another process's memory, and watching it at work",
        "ptrace process_vm_readv process_vm_writev userfaultfd perf_event_open mincore cachestat",
    ),
    Group(
        "shared memory",
        errno.EPERM,
        "memory that RLIMIT_DATA does not count, and that outlives the process",
        "memfd_create memfd_secret shmget shmat shmctl shmdt msgget msgsnd msgrcv msgctl semget semop semctl semtimedop"
        " mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr",
    ),
    Group(
        "shared supplies",
        errno.EPERM,
        "supplies that all processes of a user or of the machine share, so that one can use them up: watches, requests"
        " on their way to a disk, pending signals, locked pages, places of memory",
        "inotify_init inotify_init1 inotify_add_watch inotify_rm_watch fanotify_init fanotify_mark"
        " io_setup io_destroy io_getevents io_submit io_cancel io_pgetevents"
        " timer_create timer_settime timer_gettime timer_getoverrun timer_delete"
        " timerfd_create timerfd_settime timerfd_gettime signalfd signalfd4"
        " mlock munlock mlockall munlockall set_mempolicy set_mempolicy_home_node",
    ),
    Group(
        "walls",
        errno.EPERM,
        "further rules for itself: they do not loosen what holds, but hold on to removed files and take memory",
        "seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self"
        " lsm_get_self_attr lsm_set_self_attr lsm_list_modules",
    ),
    Group(
        "namespaces",
        errno.EPERM,
        "changing what the process sees or may do",
        "unshare setns mount umount2 pivot_root chroot fsopen fsmount fsconfig fspick move_mount open_tree"
        " open_tree_attr mount_setattr statmount listmount listns mknod mknodat"
        " setuid setgid setreuid setregid setresuid setresgid setgroups setfsuid setfsgid capset capget personality",
    ),
    Group(
        "kernel",
        errno.EPERM,
        "interfaces through which other calls can be made unseen, or the kernel itself be changed",
        "io_uring_setup io_uring_enter io_uring_register bpf add_key request_key keyctl init_module finit_module"
        " delete_module kexec_load kexec_file_load reboot swapon swapoff acct quotactl quotactl_fd syslog settimeofday"
        " clock_settime clock_adjtime adjtimex sethostname setdomainname iopl ioperm name_to_handle_at"
        " open_by_handle_at vhangup modify_ldt",
    ),
)
