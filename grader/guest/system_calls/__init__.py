"""Which system calls a worker may make: a list by number, made into a seccomp filter and loaded in each worker.

::

    x86_64.txt, aarch64.txt   the kernel's numbers, as data
    policy.py, rules.py       the reviewed list: what is allowed and why, by name and by argument
    conditions.py, bpf.py     what a condition means, and how it is written for the kernel
    filter.py                 the filter itself

Everything that the list does not allow is refused, also what no library here has a name for: a kernel may be newer than
every library. docs/decisions/0014 says why this is not left to libseccomp.
"""

from __future__ import annotations

from grader.guest.system_calls.seccomp import HAVE_SECCOMP, Program

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>

__all__ = ["HAVE_SECCOMP", "PR_SET_PDEATHSIG", "Program"]
