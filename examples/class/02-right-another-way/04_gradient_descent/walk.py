"""A helper: the places of a descent, one after another, without end."""

from central import slopes


def walk(f, start, lr):
    x = start.astype(float)
    while True:
        yield x
        x = x - lr * slopes(f, x)
