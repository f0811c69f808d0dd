"""A comma where the point should be."""


def AND(x1, x2):
    s = 0,5 * x1 + 0,5 * x2 - 0,7
    return 1 if s > 0 else 0
