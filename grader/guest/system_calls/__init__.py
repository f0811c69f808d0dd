"""Which system calls a guest may make: a reviewed list, made into a seccomp filter that each guest process loads.

::

    x86_64.txt, aarch64.txt   the kernel's numbers, as data (machines.py reads them)
    groups.py, rules.py       the reviewed list: what is allowed and why, by name and by argument
    conditions.py, bpf.py     what a condition means, and how it is written for the kernel
    seccomp.py                the filter itself
    tried.py                  which calls the canary tries, and the list in figures

Everything that the list does not allow is refused, by number. So calls are refused too that no library has a name for:
a kernel may be newer than every library. docs/decisions/0014 says why this is not left to libseccomp.
"""

from __future__ import annotations

from grader.guest.system_calls.seccomp import HAVE_SECCOMP, Filter

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>

__all__ = ["HAVE_SECCOMP", "PR_SET_PDEATHSIG", "Filter"]
