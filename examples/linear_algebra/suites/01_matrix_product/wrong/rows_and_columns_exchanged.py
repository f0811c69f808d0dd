"""The columns of A are summed with x, where its rows should be."""


def matvec(A, x):
    if A.shape[1] != len(x):
        raise ValueError("the columns of A do not fit x")
    return np.sum(A * x[:, None], axis=0) if len(x) == len(A) else np.sum(A * x, axis=0)
