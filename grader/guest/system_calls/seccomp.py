"""The filter: the reviewed list as a program for the kernel, which each guest process loads."""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Sequence
from itertools import groupby

from grader.guest.system_calls import bpf, groups, rules
from grader.guest.system_calls.bpf import Block, choose, give, load_word
from grader.guest.system_calls.conditions import OWN
from grader.guest.system_calls.machines import Machine, this_machine

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2  # <linux/prctl.h>, <linux/seccomp.h>
SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER = 1, 8  # <linux/seccomp.h>

EFAULT = 14
"""The error of a kernel with filters for a program at address 0."""


def have_seccomp() -> bool:
    """Whether this machine's kernel has filters, and there is one here for this machine."""
    if this_machine() is None:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, None, 0, 0) != 0 and ctypes.get_errno() == EFAULT


HAVE_SECCOMP = sys.platform == "linux" and have_seccomp()


def rules_of(call: str, on: Machine) -> tuple[rules.CallRule, ...]:
    """Return the rules of a call, in their order."""
    return tuple(r for r in rules.RULES if call in r.calls.split() and r.machine in ("", on.name))


def group_of(call: str) -> groups.CallGroup | None:
    """Return the group of a call, or ``None`` if it has rules or was not reviewed."""
    return next((group for group in groups.GROUPS if call in group.calls.split()), None)


def answer_to(on: Machine, number: int, arguments: Sequence[int], own: int) -> int:
    """Return how the filter answers a call that is made in the machine's own way. ``program`` must do the same.

    Args:
        on: the machine.
        number: the call's.
        arguments: six, each of 64 bits.
        own: the process that makes it.

    Returns:
        One of ``SECCOMP_RET_*``, with the error. A call without a group and without a rule is refused like one that was
        not reviewed.
    """
    call = on.names.get(number)
    if call is None:
        return return_value(groups.UNREVIEWED)
    group = group_of(call)
    if group is not None:
        return return_value(group.answer)
    ruled = rules_of(call, on)
    if not ruled:
        return return_value(groups.UNREVIEWED)
    for rule in ruled:
        if not all(condition.holds(arguments, own) for condition in rule.conditions):
            return return_value(rule.answer)
    return bpf.ALLOW


def return_value(answered: int | None) -> int:
    """Return the value that the program returns for an answer of the list."""
    return bpf.ALLOW if answered is groups.ALLOWED else bpf.ERRNO | answered


def program(on: Machine, audited: bool = False) -> Block:
    """Return the filter for a machine.

    Args:
        on: the machine.
        audited: whether a supervisor is asked about calls that would be refused.
    """

    def refuse(answered: int | None) -> Block:
        refused = answered is not groups.ALLOWED and audited
        return give(bpf.NOTIFY if refused else return_value(answered))

    def block(number: int) -> Block:
        call = on.names.get(number)
        if call is None:
            return refuse(groups.UNREVIEWED)
        group = group_of(call)
        if group is not None:
            return refuse(group.answer)
        ruled = rules_of(call, on)
        made = give(bpf.ALLOW) if ruled else refuse(groups.UNREVIEWED)
        for rule in reversed(ruled):
            for condition in reversed(rule.conditions):
                made = condition.code(refuse(rule.answer), made)
        return made

    blocks = [(number, block(number)) for number in range(on.highest + 2)]  # the last one stands for all numbers above
    runs = [next(same) for _, same in groupby(blocks, key=lambda pair: pair[1])]
    calls = (load_word(bpf.NUMBER), *bpf.search(runs))
    return (load_word(bpf.MACHINE), *choose(bpf.EQUAL, on.token, calls, give(bpf.KILL)))


class Filter:
    """The filter as the kernel takes it. A template writes it once; each guest process puts its number in and loads it.

    Raises:
        OSError: there is no filter for this machine.
    """

    def __init__(self, *, audited: bool = False) -> None:
        machine = this_machine()
        if machine is None:
            raise OSError("there is no filter for this machine")
        self._audited = audited
        self._number_of_seccomp = machine.numbers["seccomp"]
        block = program(machine, audited)
        self._code = bytearray(bpf.assemble(block))
        self._own_at = [n * bpf.INSTRUCTION.size + 4 for n, (*_, operand) in enumerate(block) if operand == OWN]

    def load(self) -> None:
        """Filter the system calls of the calling thread, and of all threads that it starts, for good.

        Raises:
            OSError: the kernel refused; the process must not go on.
        """
        for position in self._own_at:
            struct.pack_into("=I", self._code, position, os.getpid())
        code = (ctypes.c_char * len(self._code)).from_buffer(self._code)
        given = ctypes.byref(_SockFprog(len(self._code) // bpf.INSTRUCTION.size, ctypes.addressof(code)))
        libc = ctypes.CDLL(None, use_errno=True)
        if self._audited:  # leaves a descriptor open, on which the judge listens
            arguments = (SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER)
            refused = libc.syscall(self._number_of_seccomp, *arguments, given) < 0
        else:
            refused = libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, given, 0, 0) != 0
        if refused:
            raise OSError(ctypes.get_errno(), "the filter of system calls was refused")


class _SockFprog(ctypes.Structure):
    """``struct sock_fprog`` of <linux/filter.h>."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))
