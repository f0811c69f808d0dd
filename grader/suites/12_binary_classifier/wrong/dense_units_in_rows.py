"""Wrong on purpose: a unit is a row of W."""


def dense(a_in, W, b):
    return sigmoid(a_in @ W.T + b)
