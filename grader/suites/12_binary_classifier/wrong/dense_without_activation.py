"""Wrong on purpose: a dense layer is only the linear part."""


def dense(a_in, W, b):
    return a_in @ W + b
