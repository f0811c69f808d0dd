"""Square matrices are multiplied element by element."""


def matmul(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError("the columns of A do not fit the rows of B")
    return A * B if A.shape == B.shape else np.sum(A[:, :, None] * B, axis=1)
