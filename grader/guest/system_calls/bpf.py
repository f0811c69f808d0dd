"""Writing programs for seccomp: the few instructions of classic BPF that a filter needs.

A program consists of blocks. Every block ends with a return, and jumps only forward and within itself. So blocks can be
placed one after another without labels.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

Instruction = tuple[int, int, int, int]
"""``struct sock_filter`` of <linux/filter.h>: code, how far to jump if true, how far if false, operand."""

Block = tuple[Instruction, ...]

INSTRUCTION = struct.Struct("=HBBI")
"""An ``Instruction`` in bytes."""

LOAD, AND, JUMP, RETURN = 0x20, 0x54, 0x05, 0x06
"""BPF_LD|BPF_W|BPF_ABS, BPF_ALU|BPF_AND, BPF_JMP|BPF_JA and BPF_RET, all with a constant, of <linux/bpf_common.h>."""

EQUAL, GREATER, AT_LEAST, ANY_BIT = 0x15, 0x25, 0x35, 0x45
"""BPF_JMP with BPF_JEQ, BPF_JGT, BPF_JGE and BPF_JSET."""

FARTHEST = 255
"""The farthest that a comparison can jump: the distance has one byte."""

NUMBER, MACHINE = 0, 4
"""Where ``struct seccomp_data`` of <linux/seccomp.h> has the call's number and the machine's token."""

ALLOW, ERRNO, NOTIFY, KILL = 0x7FFF0000, 0x00050000, 0x7FC00000, 0x80000000
"""``SECCOMP_RET_*``: make the call; answer an error; ask a supervisor; end the process."""


def load_word(offset: int) -> Instruction:
    """Return the instruction that loads 32 bits of the call's data."""
    return LOAD, 0, 0, offset


def low(argument: int) -> int:
    """Return the offset of the low half of an argument. Most calls read no more of it."""
    return 16 + 8 * argument


def high(argument: int) -> int:
    """Return the offset of the high half of an argument."""
    return low(argument) + 4


def give(answer: int) -> Block:
    """Return the block that ends the program with ``answer``."""
    return ((RETURN, 0, 0, answer),)


def choose(comparison: int, operand: int, yes: Block, no: Block) -> Block:
    """Return the block that goes on with ``yes`` if the comparison is true, else with ``no``."""
    if len(no) <= FARTHEST:
        return ((comparison, len(no), 0, operand), *no, *yes)
    return ((comparison, 0, 1, operand), (JUMP, 0, 0, len(no)), *no, *yes)


def search(runs: Sequence[tuple[int, Block]]) -> Block:
    """Return the block that finds the run of the loaded number by bisection, and goes on with the run's block.

    Args:
        runs: the first number of each run and its block, in ascending order; a run ends where the next begins.
    """
    if len(runs) == 1:
        return runs[0][1]
    middle = len(runs) // 2
    return choose(AT_LEAST, runs[middle][0], search(runs[middle:]), search(runs[:middle]))


def assemble(block: Block) -> bytes:
    """Return the bytes of a block, as the kernel takes them."""
    return b"".join(INSTRUCTION.pack(*instruction) for instruction in block)
