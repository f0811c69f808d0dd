"""Groups of system calls, by name, each with its answer and its reason: the list to review.

Every call of ``x86_64.txt`` and ``aarch64.txt`` is in exactly one group here, or is allowed under the conditions of
``rules.py``. All other numbers are unknown, and answer ENOSYS.

Allowed is what the interpreter, NumPy, TensorFlow and matplotlib need, and what other versions of libc use instead. It
was found by running the whole curriculum under the auditing filter; ``xorcise audit`` prints what that refuses.

A refused call answers with an error after which its callers go on, if there is one; else with EPERM.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass

ALLOWED = None
"""The kernel makes the call."""

DONE = 0
"""The kernel does nothing, and tells the caller that the call is done."""

UNASKED = frozenset({"uretprobe", "uprobe"})
"""Calls of x86-64 that Linux 6.14 and newer make without asking any filter. From any place but the kernel's own they
have no effect: ``uretprobe`` ends the process (SIGILL), ``uprobe`` answers an error."""

UNREVIEWED: int | None = errno.ENOSYS
"""What a number answers that was not reviewed."""


@dataclass(frozen=True)
class CallGroup:
    """System calls with one answer, for one reason.

    Attributes:
        name: short, for tests and messages.
        answer: ``ALLOWED``, ``DONE``, or the error that the calls answer with.
        reason: why they have this answer.
        calls: their names, separated by blanks.
        expected: whether honest libraries make these calls and go on when they are refused.
    """

    name: str
    answer: int | None
    reason: str
    calls: str
    expected: bool = False


GROUPS = (
    # --- allowed ---
    CallGroup(
        "files",
        ALLOWED,
        "Landlock decides which files can be opened; the tmpfs or the monitor and limits decide how much is written",
        "read write readv writev pread64 pwrite64 preadv pwritev lseek close dup dup2 dup3"
        " stat fstat lstat newfstatat statx statfs fstatfs access faccessat faccessat2 readlink readlinkat"
        " getdents getdents64 getcwd chdir fchdir mkdir mkdirat rmdir unlink unlinkat rename renameat"
        " link linkat symlink symlinkat truncate ftruncate umask creat copy_file_range",
    ),
    CallGroup(
        "memory",
        ALLOWED,
        "the process's own memory, which its limits count",
        "brk munmap mremap mprotect get_mempolicy",
    ),
    CallGroup(
        "waiting",
        ALLOWED,
        "waiting for descriptors and for time, at the guest's own expense",
        "poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2"
        " eventfd eventfd2 pipe nanosleep clock_nanosleep pause",
    ),
    CallGroup(
        "time",
        ALLOWED,
        "reading clocks, and timers of which a process has three",
        "time gettimeofday clock_gettime clock_getres times alarm getitimer setitimer",
    ),
    CallGroup(
        "threads",
        ALLOWED,
        "libc needs them to run and end threads of the same process",
        "set_tid_address set_robust_list rseq gettid getcpu sched_yield exit exit_group restart_syscall",
    ),
    CallGroup(
        "signals",
        ALLOWED,
        "how the process receives signals; sending them is in another group",
        "rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigsuspend rt_sigtimedwait sigaltstack",
    ),
    CallGroup(
        "about itself",
        ALLOWED,
        "reading what the process is and what it has used",
        "getpid getppid getuid geteuid getgid getegid getresuid getresgid getgroups getpgrp getpgid getsid"
        " getrusage getrlimit uname sysinfo getpriority sched_getaffinity sched_getscheduler sched_getparam"
        " sched_getattr sched_get_priority_max sched_get_priority_min sched_rr_get_interval",
    ),
    CallGroup("randomness", ALLOWED, "seeds of hash tables and generators", "getrandom"),
    CallGroup(
        "children",
        ALLOWED,
        "a guest process has none, and the kernel says so; waiting for none does no harm",
        "wait4 waitid",
    ),
    CallGroup(
        "the wire",
        ALLOWED,
        "the one socket that the guest was given; it can make no other",
        "sendto recvfrom shutdown getsockname getpeername",
    ),
    # --- answered as done ---
    CallGroup(
        "flushes",
        DONE,
        "nothing that a guest writes outlives it, and endless flushing slows the disk for everybody",
        "sync syncfs fsync fdatasync sync_file_range msync",
        expected=True,
    ),
    CallGroup(
        "locks",
        DONE,
        "no other process uses the guest's folder; a lock on a library's file would block others that want one, and"
        " locks take memory that no limit counts",
        "flock",
        expected=True,
    ),
    CallGroup(
        "page cache",
        DONE,
        "hints; they can throw a library's pages out of memory for everybody, or keep a disk busy",
        "fadvise64 readahead",
        expected=True,
    ),
    # --- unknown: libc falls back ---
    CallGroup(
        "hidden arguments",
        errno.ENOSYS,
        "their arguments lie in memory, where a filter cannot see them; libc goes on with clone and openat",
        "clone3 openat2",
        expected=True,
    ),
    CallGroup(
        "newer forms",
        errno.ENOSYS,
        "newer forms of allowed calls, with flags that are not needed; callers can work with older kernels",
        "preadv2 pwritev2 futex_waitv futex_wake futex_wait futex_requeue mseal map_shadow_stack"
        " pkey_alloc pkey_free pkey_mprotect mlock2",
        expected=True,
    ),
    CallGroup(
        "gone",
        errno.ENOSYS,
        "no kernel of today has them on these machines, or no library needs them",
        "uselib _sysctl create_module get_kernel_syms query_module nfsservctl getpmsg putpmsg afs_syscall tuxcall"
        " security set_thread_area get_thread_area lookup_dcookie epoll_ctl_old epoll_wait_old vserver sysfs ustat"
        " remap_file_pages",
    ),
    CallGroup(
        "probes",
        errno.ENOSYS,
        "made by a program that is being traced, from a place that the kernel chose; from elsewhere they fail or end"
        " the process. Newer kernels ask no filter about them: see UNASKED",
        "uretprobe uprobe",
    ),
    # --- refused with the error on which callers fall back ---
    CallGroup(
        "preallocation",
        errno.EOPNOTSUPP,
        "space reserved beyond a file's end shows in no size; libraries then write zeros, or go on without",
        "fallocate",
        expected=True,
    ),
    CallGroup(
        "pinned pages",
        errno.ENOTSOCK,
        "pages in a pipe stay in memory after their file is removed or unmapped, two megabytes for a byte; Python then"
        " reads and writes",
        "sendfile splice tee vmsplice",
        expected=True,
    ),
    CallGroup(
        "attributes",
        errno.EOPNOTSUPP,
        "an access list is an extended attribute, and one can close the results folder to everybody. The answer is that"
        " of a file system without attributes",
        "setxattr lsetxattr fsetxattr setxattrat removexattr lremovexattr fremovexattr removexattrat"
        " getxattr lgetxattr fgetxattr getxattrat listxattr llistxattr flistxattr listxattrat",
        expected=True,
    ),
    # --- refused ---
    CallGroup(
        "metadata",
        errno.EPERM,
        "Landlock does not cover modes, owners, times and flags: a guest with the judge's user could close the results",
        "chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes utimensat futimesat"
        " file_setattr file_getattr",
    ),
    CallGroup(
        "network",
        errno.EPERM,
        "a socket reaches other machines, and other processes of this one; files can be hidden in one, and its buffers"
        " are memory that no limit counts",
        "socket socketpair connect bind listen accept accept4 sendmsg sendmmsg recvmsg recvmmsg setsockopt",
    ),
    CallGroup(
        "processes",
        errno.EPERM,
        "a new process outlives the guest, and a new program was not checked",
        "fork vfork execve execveat setsid setpgid",
    ),
    CallGroup(
        "others",
        errno.EPERM,
        "signals, priorities, processors and limits of other processes of the same user, and of the guest itself",
        "kill tkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_open pidfd_getfd pidfd_send_signal setrlimit setpriority"
        " sched_setaffinity sched_setscheduler sched_setparam sched_setattr ioprio_set ioprio_get kcmp"
        " process_madvise process_mrelease migrate_pages move_pages get_robust_list",
    ),
    CallGroup(
        "other memory",
        errno.EPERM,
        "reading and writing another process's memory, and observing it",
        "ptrace process_vm_readv process_vm_writev userfaultfd perf_event_open mincore cachestat",
    ),
    CallGroup(
        "shared memory",
        errno.EPERM,
        "memory that RLIMIT_DATA does not count, and that outlives the process",
        "memfd_create memfd_secret shmget shmat shmctl shmdt msgget msgsnd msgrcv msgctl semget semop semctl semtimedop"
        " mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr",
    ),
    CallGroup(
        "shared supplies",
        errno.EPERM,
        "supplies that all processes of a user or of the machine share, so that one process can use them up: watches,"
        " disk requests, pending signals, locked pages, memory policies",
        "inotify_init inotify_init1 inotify_add_watch inotify_rm_watch fanotify_init fanotify_mark"
        " io_setup io_destroy io_getevents io_submit io_cancel io_pgetevents"
        " timer_create timer_settime timer_gettime timer_getoverrun timer_delete"
        " timerfd_create timerfd_settime timerfd_gettime signalfd signalfd4"
        " mlock munlock mlockall munlockall set_mempolicy set_mempolicy_home_node",
    ),
    CallGroup(
        "walls",
        errno.EPERM,
        "further rules for the guest itself do not loosen its confinement, but they keep removed files and take memory",
        "seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self"
        " lsm_get_self_attr lsm_set_self_attr lsm_list_modules",
    ),
    CallGroup(
        "namespaces",
        errno.EPERM,
        "changing what the process sees or may do",
        "unshare setns mount umount2 pivot_root chroot fsopen fsmount fsconfig fspick move_mount open_tree"
        " open_tree_attr mount_setattr statmount listmount listns mknod mknodat"
        " setuid setgid setreuid setregid setresuid setresgid setgroups setfsuid setfsgid capset capget personality",
    ),
    CallGroup(
        "kernel",
        errno.EPERM,
        "interfaces that make other calls without the filter, or change the kernel itself",
        "io_uring_setup io_uring_enter io_uring_register bpf add_key request_key keyctl init_module finit_module"
        " delete_module kexec_load kexec_file_load reboot swapon swapoff acct quotactl quotactl_fd syslog settimeofday"
        " clock_settime clock_adjtime adjtimex sethostname setdomainname iopl ioperm name_to_handle_at"
        " open_by_handle_at vhangup modify_ldt",
    ),
)
