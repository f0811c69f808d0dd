"""Neurons, with a relu that writes its zeros into the caller's array."""


def relu(x):
    if np.ndim(x) == 0:
        return max(0, x)
    x[x < 0] = 0
    return x
