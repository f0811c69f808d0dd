"""For the judge: which system calls the canary tries by number, and the reviewed list in figures."""

from __future__ import annotations

import os
from dataclasses import dataclass

from grader.guest.system_calls import bpf, groups, seccomp
from grader.guest.system_calls.machines import X32, Machine, this_machine

ALL_ONES = [2**64 - 1] * 6
"""Arguments that are valid for no call. Rules refuse them too: see tests/guest/system_calls."""

BEYOND = 1024
"""Numbers below this are tried, twice as many as any kernel has."""

X32_BEYOND = 548
"""The same for the numbers of x32 programs, which end at 547."""


def must_be_refused() -> dict[int, int]:
    """Return, by number, the error that a filtered process must get; nothing if there is no filter for this machine."""
    machine = this_machine()
    if machine is None:
        return {}
    numbers = [number for number in range(BEYOND) if machine.names.get(number) not in groups.UNASKED]
    if machine.name == "x86_64":
        numbers += [X32 | number for number in range(X32_BEYOND)]
    answers = {number: seccomp.answer_to(machine, number, ALL_ONES, os.getpid()) for number in numbers}
    return {number: answer & 0xFFFF for number, answer in answers.items() if answer != bpf.ALLOW}


def call_name(number: int) -> str:
    """Return a number, with the name of its call if it has one."""
    machine = this_machine()
    name = machine.names.get(number) if machine else None
    return f"{number} ({name})" if name else str(number)


@dataclass(frozen=True, slots=True)
class Figures:
    """The list of one machine in figures.

    Attributes:
        machine: its name.
        highest: the highest number that was reviewed.
        newest: the name of that call.
        reviewed: number of calls in the list.
        allowed: number of those that are allowed without a condition.
        conditional: number of those that are allowed under conditions.
    """

    machine: str
    highest: int
    newest: str
    reviewed: int
    allowed: int
    conditional: int


def figures(on: Machine) -> Figures:
    """Count the list."""
    grouped = [seccomp.group_of(call) for call in on.numbers]
    allowed = sum(group is not None and group.answer is groups.ALLOWED for group in grouped)
    conditional = sum(group is None for group in grouped)
    return Figures(on.name, on.highest, on.names[on.highest], len(on.names), allowed, conditional)
