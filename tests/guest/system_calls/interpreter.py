"""A filter run without a kernel: the instructions of classic BPF that a seccomp filter may have.

So the filter for arm64 is run on any machine. Stricter than the kernel: an instruction that our assembler does not
write, a jump out of the program, or one without an end is an error.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

INSTRUCTION = struct.Struct("<HBBI")

LONGEST = 4096
"""Instructions that the kernel takes: BPF_MAXINSNS of <linux/bpf_common.h>."""


def run(program: bytes, number: int, machine: int, arguments: Sequence[int]) -> tuple[int, int]:
    """Return what a program answers to a call, and how many instructions that took.

    Args:
        program: as the kernel takes it.
        number: the call's.
        machine: the token of the way in which it was made.
        arguments: six, each of 64 bits.
    """
    data = struct.pack("<iIQ6Q", number, machine, 0, *arguments)
    instructions = list(INSTRUCTION.iter_unpack(program))
    assert 0 < len(instructions) <= LONGEST
    accumulator, place, steps = 0, 0, 0
    while True:
        code, yes, no, operand = instructions[place]
        place, steps = place + 1, steps + 1
        match code:
            case 0x20:  # load a word at a fixed place
                assert operand % 4 == 0
                assert operand + 4 <= len(data)
                (accumulator,) = struct.unpack_from("<I", data, operand)
            case 0x54:
                accumulator &= operand
            case 0x05:
                place += operand
            case 0x15:
                place += yes if accumulator == operand else no
            case 0x25:
                place += yes if accumulator > operand else no
            case 0x35:
                place += yes if accumulator >= operand else no
            case 0x45:
                place += yes if accumulator & operand else no
            case 0x06:
                return operand, steps
            case _:
                raise AssertionError(f"no such instruction: {code:#x}")
