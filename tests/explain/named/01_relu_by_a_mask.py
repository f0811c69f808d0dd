"""A mask is an index of arrays only."""


def relu(x):
    out = x.copy()
    out[x <= 0] = 0
    return out
