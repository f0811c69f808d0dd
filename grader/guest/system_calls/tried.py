"""On the judge's side: which system calls the canary tries by number, and the reviewed list in figures."""

from __future__ import annotations

import os
from dataclasses import dataclass

from grader.guest.system_calls import bpf, policy, seccomp
from grader.guest.system_calls.machines import X32, Machine, this_machine

ALL_ONES = [2**64 - 1] * 6
"""Arguments that are valid for no call. A call under rules is refused with them: see tests/system_calls."""

BEYOND = 1024
"""Numbers below this are tried, twice as many as any kernel has; those of x32 programs are the ones up to 547."""


def must_be_refused() -> dict[int, int]:
    """Return by number the error that a filtered process must get; none where there is no filter for this machine."""
    machine = this_machine()
    if machine is None:
        return {}
    numbers = [number for number in range(BEYOND) if machine.names.get(number) not in policy.UNASKED]
    if machine.name == "x86_64":
        numbers += [X32 | number for number in range(548)]
    answers = {number: seccomp.answer(machine, number, ALL_ONES, os.getpid()) for number in numbers}
    return {number: answer & 0xFFFF for number, answer in answers.items() if answer != bpf.ALLOW}


def name_of(number: int) -> str:
    """Return a number with the name of its call, if it has one."""
    machine = this_machine()
    name = machine.names.get(number) if machine else None
    return f"{number} ({name})" if name else str(number)


@dataclass(frozen=True, slots=True)
class Figures:
    """What the list comes to on one machine.

    Attributes:
        machine: its name.
        highest: the highest number that was reviewed.
        newest: the name of that call.
        reviewed: how many calls there are.
        allowed: how many of them are allowed without a condition.
        conditional: how many are allowed under conditions.
    """

    machine: str
    highest: int
    newest: str
    reviewed: int
    allowed: int
    conditional: int


def figures(on: Machine) -> Figures:
    """Count the list."""
    groups = [seccomp.group_of(call) for call in on.numbers]
    allowed = sum(group is not None and group.answer is policy.ALLOWED for group in groups)
    conditional = sum(group is None for group in groups)
    return Figures(on.name, on.highest, on.names[on.highest], len(on.names), allowed, conditional)
