"""Three loops, and sums of Python's own."""

import numpy as np


def matvec(A, x):
    rows, columns = A.shape
    if columns != x.shape[0]:
        raise ValueError
    result = np.zeros(rows)
    for i in range(rows):
        result[i] = sum(A[i, k] * x[k] for k in range(columns))
    return result


def matmul(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError
    result = np.zeros((A.shape[0], B.shape[1]))
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for k in range(A.shape[1]):
                result[i, j] += A[i, k] * B[k, j]
    return result
