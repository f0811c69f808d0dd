"""A product column by column, each a sum of A's columns."""

import numpy as np


def matvec(A, x):
    if A.shape[1] != x.size:
        raise ValueError("no fit")
    total = np.zeros(A.shape[0])
    for weight, column in zip(x, A.T):
        total = total + weight * column
    return total


def matmul(A, B):
    return np.stack([matvec(A, column) for column in B.T], axis=1)
