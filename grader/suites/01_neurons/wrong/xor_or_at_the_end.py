"""Neurons, with OR for AND at the end of XOR."""


def XOR(x1, x2):
    return OR(NAND(x1, x2), OR(x1, x2))
