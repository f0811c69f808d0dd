"""A flat index into a float copy; h = 1e-5 as an optional argument; the result handed back in float32."""

import numpy as np


def numerical_diff(f, x, h=1e-5):
    x = np.float64(x)
    return np.float32((f(x + h) - f(x - h)) / (2.0 * h))


def numerical_gradient(f, x, h=1e-5):
    work = x.astype(np.float64, order="C")  # reshape of a transposed array would be a copy
    flat = work.reshape(-1)
    grad = np.empty(flat.size, dtype=np.float32)
    for i in range(flat.size):
        old = flat[i]
        flat[i] = old + h
        plus = float(f(work))
        flat[i] = old - h
        minus = float(f(work))
        flat[i] = old
        grad[i] = (plus - minus) / (2 * h)
    return grad.reshape(x.shape)


def relative_error(a, b, floor=1e-8):
    a, b = np.ravel(a).astype(float), np.ravel(b).astype(float)
    scale = np.abs(a) + np.abs(b)
    scale[scale < floor] = floor
    return np.array([np.linalg.norm((a - b) / scale, np.inf)])
