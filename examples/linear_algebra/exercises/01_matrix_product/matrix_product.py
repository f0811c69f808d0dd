"""The matrix product by hand.

Fill in the functions. The statement is in README.md (README.zh-CN.md in Chinese). Check: xorcise check matrix_product
"""

import numpy as np


def matvec(A, x):
    """Return A times x, without @, np.dot, np.matmul and np.einsum.

    A: shape (m, n). x: shape (n,). Returns shape (m,). Raises ValueError where they do not fit.
    """
    # TODO: write this function
    raise NotImplementedError("matvec is not written yet")


def matmul(A, B):
    """Return A times B, without @, np.dot, np.matmul and np.einsum.

    A: shape (m, n). B: shape (n, p). Returns shape (m, p). Raises ValueError where they do not fit.
    """
    # TODO: write this function
    raise NotImplementedError("matmul is not written yet")
