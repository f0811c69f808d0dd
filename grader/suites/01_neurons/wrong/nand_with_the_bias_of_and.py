"""Neurons, with the bias of AND in NAND."""


def NAND(x1, x2):
    return step_function(-0.5 * x1 - 0.5 * x2 - 0.7)
