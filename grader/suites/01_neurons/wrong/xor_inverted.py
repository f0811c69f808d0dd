"""Neurons, with an XOR that is 1 where the inputs agree."""


def XOR(x1, x2):
    return NAND(NAND(x1, x2), OR(x1, x2))
