"""The matrix product by hand: the reference solution."""

import numpy as np


def matvec(A, x):
    if A.shape[1] != len(x):
        raise ValueError("the columns of A do not fit x")
    return np.sum(A * x, axis=1)


def matmul(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError("the columns of A do not fit the rows of B")
    return np.sum(A[:, :, None] * B, axis=1)
