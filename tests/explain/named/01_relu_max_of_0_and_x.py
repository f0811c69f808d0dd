"""Python's max compares whole arrays."""


def relu(x):
    return max(0, x)
