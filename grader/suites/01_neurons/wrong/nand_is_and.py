"""Neurons, with the weights of AND in NAND."""


def NAND(x1, x2):
    return step_function(0.6 * x1 + 0.6 * x2 - 1)
