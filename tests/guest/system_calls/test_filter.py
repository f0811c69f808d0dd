"""The filters for both machines do what the list says, for every number and for arguments that matter.

The one for arm64 has not been run on such a machine: here both are run by ``interpreter``.
"""

from __future__ import annotations

import itertools
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.guest.system_calls import bpf, machines, rules, seccomp
from grader.guest.system_calls.conditions import OWN, When
from grader.guest.system_calls.machines import X32, Machine

from .interpreter import run

MACHINES = {name: machines.machine(name) for name in machines.TOKENS}
PROGRAMS = {name: bpf.assemble(seccomp.program(machine)) for name, machine in MACHINES.items()}

EACH_MACHINE = pytest.mark.parametrize("on", MACHINES.values(), ids=list(MACHINES))

WORDS = (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 1 << 32, 0xFFFFFFFF << 32, 2**64 - 1)
"""Arguments at the edges of 32 and 64 bits."""


def ran(on: Machine, number: int, arguments: list[int]) -> int:
    """Return what the program answers; the placeholder for its own process stays as it is."""
    return run(PROGRAMS[on.name], number, on.token, arguments)[0]


def operands(condition: object) -> set[int]:
    """Return the numbers in a condition, and those beside them."""
    if isinstance(condition, When):
        return operands(condition.condition) | {condition.value}
    found = set()
    for value in vars(condition).values():
        for number in value if isinstance(value, tuple) else (value,):
            found |= {number, number + 1, max(number - 1, 0), number ^ 0xFFFFFFFF, number & -number}
    return found


@EACH_MACHINE
def test_every_number_answers_what_the_list_says(on: Machine) -> None:
    """With arguments of all zeros and of all ones, whatever the number."""
    beyond = [2**12, 2**20, X32 - 1, X32, X32 + 1, X32 + 59, X32 + 520, 2**31 - 1, -1, -(2**31)]
    for number in [*range(1024), *beyond]:
        for word in (0, 2**64 - 1):
            arguments = [word] * 6
            assert ran(on, number, arguments) == seccomp.answer_to(on, number, arguments, OWN), (number, word)


@EACH_MACHINE
def test_every_rule_reads_the_arguments_as_the_list_says(on: Machine) -> None:
    """Each argument of each call with rules takes the values of the rules, those beside them, and the edges."""
    calls = {call for rule in rules.RULES for call in rule.calls.split()} & on.numbers.keys()
    for call in calls:
        number = on.numbers[call]
        values = {v for rule in seccomp.rules_of(call, on) for c in rule.conditions for v in operands(c)} | set(WORDS)
        values |= {value | 1 << 32 for value in values}
        for place, value in itertools.product(range(6), values):
            for other in (0, 1, 4, OWN, 2**64 - 1, rules.OF_LIBC):
                arguments = [other] * 6
                arguments[place] = value
                assert ran(on, number, arguments) == seccomp.answer_to(on, number, arguments, OWN), (call, arguments)


@settings(max_examples=300, deadline=None)
@given(
    on=st.sampled_from(list(MACHINES.values())),
    number=st.one_of(st.integers(-(2**31), 2**31 - 1), st.integers(0, 600)),
    arguments=st.lists(st.one_of(st.integers(0, 2**64 - 1), st.integers(0, 2**12)), min_size=6, max_size=6),
)
def test_any_call_answers_what_the_list_says(on: Machine, number: int, arguments: list[int]) -> None:
    """The program and the list agree on whatever is asked."""
    assert ran(on, number, arguments) == seccomp.answer_to(on, number, arguments, OWN)


@EACH_MACHINE
def test_a_call_made_in_another_machines_way_ends_the_process(on: Machine) -> None:
    """By 32-bit or foreign numbers any call would look like another one."""
    i386, arm = 0x40000003, 0x40000028  # AUDIT_ARCH_I386, AUDIT_ARCH_ARM of <linux/audit.h>
    for token in {i386, arm, 0, *machines.TOKENS.values()} - {on.token}:
        for number in range(600):
            assert run(PROGRAMS[on.name], number, token, [0] * 6)[0] == bpf.KILL


@EACH_MACHINE
def test_the_filter_is_small_and_decides_early(on: Machine) -> None:
    """Some hundreds of instructions, of which a call without rules takes some twenty: a microsecond at most."""
    assert len(PROGRAMS[on.name]) // bpf.INSTRUCTION.size < 1024
    steps = {name: run(PROGRAMS[on.name], number, on.token, [0] * 6)[1] for name, number in on.numbers.items()}
    plain = {name for name in on.numbers if not seccomp.rules_of(name, on)}
    assert max(steps[name] for name in plain) <= 24
    assert max(steps.values()) <= 48


@EACH_MACHINE
def test_an_audited_filter_asks_about_all_that_is_refused(on: Machine) -> None:
    """It allows the same, and asks about the rest."""
    audited = bpf.assemble(seccomp.program(on, audited=True))
    for number in range(600):
        for word in (0, 2**64 - 1):
            arguments = [word] * 6
            expected = bpf.ALLOW if seccomp.answer_to(on, number, arguments, OWN) == bpf.ALLOW else bpf.NOTIFY
            assert run(audited, number, on.token, arguments)[0] == expected


@pytest.mark.skipif(not seccomp.HAVE_SECCOMP, reason="this machine has no filter")
def test_a_worker_puts_its_own_number_in() -> None:
    """Where the placeholder stood is the number of the process, in every rule that names it."""
    here = machines.this_machine()
    assert here is not None
    written = seccomp.Filter()
    for place in written._own_at:
        assert written._code[place : place + 4] == OWN.to_bytes(4, "little")
        written._code[place : place + 4] = os.getpid().to_bytes(4, "little")
    calls = [("tgkill", [os.getpid(), 1, 6, 0, 0, 0]), ("prlimit64", [os.getpid(), 0, 0, 0, 0, 0])]
    for call, arguments in calls:
        assert run(bytes(written._code), here.numbers[call], here.token, arguments)[0] == bpf.ALLOW
        arguments[0] += 1
        assert run(bytes(written._code), here.numbers[call], here.token, arguments)[0] == bpf.ERRNO | 1
