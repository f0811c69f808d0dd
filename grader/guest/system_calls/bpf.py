"""Writing programs for seccomp: the few instructions of classic BPF that a filter needs.

A program is put together from blocks. Every block ends by returning, and jumps only forward and inside itself, so
blocks can be placed behind one another without labels.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

Instruction = tuple[int, int, int, int]
"""``struct sock_filter`` of <linux/filter.h>: code, how far to jump if true, how far if false, operand."""

Block = tuple[Instruction, ...]

FORMAT = struct.Struct("=HBBI")

LOAD, AND, JUMP, RETURN = 0x20, 0x54, 0x05, 0x06
"""BPF_LD|BPF_W|BPF_ABS, BPF_ALU|BPF_AND, BPF_JMP|BPF_JA and BPF_RET, all with a constant, of <linux/bpf_common.h>."""

EQUAL, GREATER, AT_LEAST, ANY_BIT = 0x15, 0x25, 0x35, 0x45
"""BPF_JMP with BPF_JEQ, BPF_JGT, BPF_JGE and BPF_JSET."""

FARTHEST = 255
"""The farthest that a comparison jumps: its distance has a byte."""

NUMBER, MACHINE = 0, 4
"""Where ``struct seccomp_data`` of <linux/seccomp.h> has the call's number and the machine's token."""

ALLOW, ERRNO, NOTIFY, KILL = 0x7FFF0000, 0x00050000, 0x7FC00000, 0x80000000
"""``SECCOMP_RET_*``: do it; answer an error; ask a supervisor; end the process."""


def load(offset: int) -> Instruction:
    """Load 32 bits of the call's data."""
    return LOAD, 0, 0, offset


def low(argument: int) -> int:
    """Return where the low half of an argument is, of which most calls read no more."""
    return 16 + 8 * argument


def high(argument: int) -> int:
    """Return where the high half of an argument is."""
    return low(argument) + 4


def give(answer: int) -> Block:
    """Return the block that ends the program with ``answer``."""
    return ((RETURN, 0, 0, answer),)


def choose(comparison: int, operand: int, yes: Block, no: Block) -> Block:
    """Return the block that goes on with ``yes`` where the comparison holds, else with ``no``."""
    if len(no) <= FARTHEST:
        return ((comparison, len(no), 0, operand), *no, *yes)
    return ((comparison, 0, 1, operand), (JUMP, 0, 0, len(no)), *no, *yes)


def search(runs: Sequence[tuple[int, Block]]) -> Block:
    """Return the block that finds the loaded number's run by halving, and goes on with the run's block.

    Args:
        runs: the first number of each run and its block, in ascending order; a run ends where the next begins.
    """
    if len(runs) == 1:
        return runs[0][1]
    middle = len(runs) // 2
    return choose(AT_LEAST, runs[middle][0], search(runs[middle:]), search(runs[:middle]))


def assemble(block: Block) -> bytes:
    """Return the block as the kernel takes it."""
    return b"".join(FORMAT.pack(*instruction) for instruction in block)
