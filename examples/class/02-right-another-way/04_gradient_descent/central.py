"""A helper: the slopes of a function by central differences. Both descent.py and walk.py import it."""

import numpy as np


def slopes(f, x, h=1e-5):
    moved = x.astype(np.float64)
    found = []
    for i in range(moved.size):
        keep = moved[i]
        moved[i] = keep + h
        up = f(moved)
        moved[i] = keep - h
        down = f(moved)
        moved[i] = keep
        found.append((up - down) / (2 * h))
    return np.array(found)
