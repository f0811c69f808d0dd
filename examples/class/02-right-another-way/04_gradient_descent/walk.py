"""A helper: an endless generator of the points of a descent."""

from central import slopes


def walk(f, start, lr):
    x = start.astype(float)
    while True:
        yield x
        x = x - lr * slopes(f, x)
